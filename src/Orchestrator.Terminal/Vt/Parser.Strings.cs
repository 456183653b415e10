namespace Orchestrator.Terminal.Vt;

/// <content>OSC, DCS, APC, PM and SOS strings: bounded; one that is too long is swallowed whole.</content>
internal sealed partial class Parser<TSink>
{
    /// <summary>Bytes kept of one string: a clipboard write (OSC 52) is the only one that is ever long.</summary>
    internal const int MaxString = 1 << 20;

    private const int KeptBuffer = 4096;
    private const byte Bel = 0x07;

    private byte[] _string = new byte[256];
    private int _length;
    private bool _overflow;
    private byte _final;
    private bool _c1; // the last byte was 0xC2, the first of a UTF-8 encoded C1 control

    private void BeginString(State state)
    {
        _state = state;
        _length = 0;
        _overflow = false;
        _c1 = false;
    }

    private int String(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b >= 0x20)
            {
                if (_c1 && b == 0x9C)
                {
                    // ST as C1. Its first byte is in the buffer already.
                    _length = Math.Max(0, _length - 1);
                    EndString(bell: false);
                    return i + 1;
                }

                _c1 = b == 0xC2;
                Append(b);
                continue;
            }

            _c1 = false;
            if (b == Esc)
            {
                // ST is ESC \: the string ends here; the backslash is an escape sequence without effect.
                EndString(bell: false);
                Enter(State.Escape);
                return i + 1;
            }

            if (b is Can or Sub)
            {
                _state = State.Ground;
                return i + 1;
            }

            if (b == Bel && _state == State.OscString)
            {
                EndString(bell: true);
                return i + 1;
            }
        }

        return bytes.Length;
    }

    private void Append(byte b)
    {
        if (_overflow || _state is State.IgnoredString or State.DcsIgnore)
        {
            return;
        }

        if (_length == _string.Length)
        {
            if (_length >= MaxString)
            {
                _overflow = true;
                return;
            }

            Array.Resize(ref _string, _length * 2);
        }

        _string[_length++] = b;
    }

    private void EndString(bool bell)
    {
        var ended = _state;
        _state = State.Ground;
        if (!_overflow)
        {
            if (ended == State.OscString)
            {
                _sink.OperatingSystem(_string.AsSpan(0, _length), bell);
            }
            else if (ended == State.DcsString)
            {
                _sink.Device(_parameters, _prefix, _intermediates, _final, _string.AsSpan(0, _length));
            }
        }

        if (_string.Length > KeptBuffer)
        {
            _string = new byte[KeptBuffer];
        }
    }
}
