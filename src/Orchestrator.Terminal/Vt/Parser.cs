namespace Orchestrator.Terminal.Vt;

/// <summary>
/// The state machine of the DEC terminals, as Paul Williams charted it (https://vt100.net/emu/dec_ansi_parser), over UTF-8 as xterm reads it:
/// C1 controls count only in their UTF-8 encoded or 7-bit form. Takes bytes in any chunks, allocates nothing in steady state.
/// </summary>
internal sealed partial class Parser<TSink>(TSink sink)
    where TSink : struct, IVtSink
{
    private enum State : byte
    {
        Ground,
        Escape,
        EscapeIntermediate,
        CsiEntry,
        CsiParameter,
        CsiIntermediate,
        CsiIgnore,
        DcsEntry,
        DcsParameter,
        DcsIntermediate,
        DcsIgnore,
        DcsString,
        OscString,
        IgnoredString, // SOS, PM, APC
    }

    private const byte Esc = 0x1B;
    private const byte Can = 0x18;
    private const byte Sub = 0x1A;
    private const byte Del = 0x7F;

    private readonly Parameters _parameters = new();
    private readonly TSink _sink = sink;
    private State _state;
    private byte _prefix;
    private int _intermediates;
    private int _intermediateCount;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var used = _state switch
            {
                State.Ground => Ground(bytes),
                State.OscString or State.DcsString or State.DcsIgnore or State.IgnoredString => String(bytes),
                State.CsiEntry or State.CsiParameter => CsiParameters(bytes),
                _ => Sequence(bytes[0]),
            };
            bytes = bytes[used..];
        }
    }

    // The numbers of a CSI sequence in one go: most of the bytes of coloured output are these.
    private int CsiParameters(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length;)
        {
            var b = bytes[i];
            if ((uint)(b - '0') <= 9)
            {
                _state = State.CsiParameter;
                i += _parameters.Digits(bytes[i..]);
            }
            else if (b is (byte)';' or (byte)':')
            {
                _state = State.CsiParameter;
                _parameters.Next(colon: b == ':');
                i++;
            }
            else if (b is >= 0x40 and <= 0x7E)
            {
                _state = State.Ground;
                _sink.Control(_parameters, _prefix, 0, b);
                return i + 1;
            }
            else
            {
                return i + Sequence(b);
            }
        }

        return bytes.Length;
    }

    // One byte inside an escape, CSI or DCS introducer.
    private int Sequence(byte b)
    {
        if (b >= 0x80)
        {
            // Not part of any sequence: the sequence ends without effect and takes the character with it, unless it is a C1 control.
            _state = State.Ground;
            _swallow = true;
            return 0;
        }

        if (b < 0x20)
        {
            Control(b);
            return 1;
        }

        if (b == Del)
        {
            return 1;
        }

        switch (_state)
        {
            case State.Escape:
                EscapeByte(b);
                break;
            case State.EscapeIntermediate:
                if (b < 0x30)
                {
                    Collect(b);
                }
                else
                {
                    _state = State.Ground;
                    DispatchEscape(b);
                }

                break;
            case State.CsiEntry or State.CsiParameter or State.CsiIntermediate or State.CsiIgnore:
                CsiByte(b);
                break;
            default:
                DcsByte(b);
                break;
        }

        return 1;
    }

    // C0 inside a sequence is executed and the sequence goes on (but not inside a DCS introducer).
    private void Control(byte b)
    {
        if (b == Esc)
        {
            Enter(State.Escape);
        }
        else if (b is Can or Sub)
        {
            _state = State.Ground;
            _sink.Execute(b);
        }
        else if (_state < State.DcsEntry)
        {
            _sink.Execute(b);
        }
    }

    private void EscapeByte(byte b)
    {
        switch (b)
        {
            case < 0x30:
                Collect(b);
                _state = State.EscapeIntermediate;
                break;
            case (byte)'[':
                Enter(State.CsiEntry);
                break;
            case (byte)']':
                BeginString(State.OscString);
                break;
            case (byte)'P':
                Enter(State.DcsEntry);
                break;
            case (byte)'X' or (byte)'^' or (byte)'_':
                BeginString(State.IgnoredString);
                break;
            default:
                _state = State.Ground;
                DispatchEscape(b);
                break;
        }
    }

    private void DispatchEscape(byte final)
    {
        if (_intermediateCount <= 2)
        {
            _sink.Escape(_intermediates, final);
        }
    }

    private void CsiByte(byte b)
    {
        if (b >= 0x40)
        {
            var valid = _state != State.CsiIgnore && _intermediateCount <= 2;
            _state = State.Ground;
            if (valid)
            {
                _sink.Control(_parameters, _prefix, _intermediates, b);
            }
        }
        else if (_state != State.CsiIgnore)
        {
            if (b < 0x30)
            {
                Collect(b);
                _state = State.CsiIntermediate;
            }
            else if (_state == State.CsiEntry && b >= 0x3C)
            {
                _prefix = b;
                _state = State.CsiParameter;
            }
            else
            {
                _state = State.CsiIgnore;
            }
        }
    }

    private void DcsByte(byte b)
    {
        switch (b)
        {
            case >= 0x40:
                var valid = _intermediateCount <= 2;
                _final = b;
                BeginString(valid ? State.DcsString : State.DcsIgnore);
                break;
            case < 0x30:
                Collect(b);
                _state = State.DcsIntermediate;
                break;
            case >= 0x3C when _state == State.DcsEntry:
                _prefix = b;
                _state = State.DcsParameter;
                break;
            case < 0x3C when _state != State.DcsIntermediate:
                _state = State.DcsParameter;
                if (b <= '9')
                {
                    _parameters.Digits([b]);
                }
                else
                {
                    _parameters.Next(colon: b == ':');
                }

                break;
            default:
                BeginString(State.DcsIgnore);
                break;
        }
    }

    private void Enter(State state)
    {
        _state = state;
        _prefix = 0;
        _intermediates = 0;
        _intermediateCount = 0;
        _parameters.Clear();
    }

    private void Collect(byte b)
    {
        if (_intermediateCount < 2)
        {
            _intermediates |= b << (8 * _intermediateCount);
        }

        _intermediateCount++;
        if (_intermediateCount > 2)
        {
            _intermediateCount = 3;
        }
    }
}
