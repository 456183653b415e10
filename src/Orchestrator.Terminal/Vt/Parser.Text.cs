using System.Runtime.CompilerServices;

namespace Orchestrator.Terminal.Vt;

/// <content>Text: runs of ASCII at once, UTF-8 one code point at a time, bad UTF-8 as U+FFFD by the maximal-subpart rule (Unicode 3.9, table 3-8).</content>
internal sealed partial class Parser<TSink>
{
    private const int Replacement = 0xFFFD;

    // The UTF-8 sequence that is being read: continuation bytes still needed, bounds of the next one, bits so far.
    private int _needed;
    private byte _lower;
    private byte _upper;
    private int _bits;

    // The next code point ended a sequence by being in it, and goes with it.
    private bool _swallow;

    private int Ground(ReadOnlySpan<byte> bytes)
    {
        var i = 0;
        while (i < bytes.Length)
        {
            if (_needed > 0)
            {
                i += Continue(bytes[i]);
                if (_state != State.Ground)
                {
                    return i;
                }

                continue;
            }

            var b = bytes[i];
            if (b < 0x80)
            {
                if ((uint)(b - 0x20) < 0x5F)
                {
                    var rest = bytes[i..];
                    var run = rest.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
                    run = run < 0 ? rest.Length : run;
                    _sink.PrintAscii(rest[..run]);
                    i += run;
                }
                else if (b == Esc)
                {
                    // Straight into the most frequent kind of sequence.
                    var csi = i + 1 < bytes.Length && bytes[i + 1] == '[';
                    Enter(csi ? State.CsiEntry : State.Escape);
                    return csi ? i + 2 : i + 1;
                }
                else
                {
                    if (b != Del)
                    {
                        _sink.Execute(b);
                    }

                    i++;
                }
            }
            else if (Whole(bytes[i..], out var codePoint) is var length && length > 0)
            {
                i += length;
                Emit(codePoint);
                if (_state != State.Ground)
                {
                    return i;
                }
            }
            else
            {
                Start(b);
                i++;
            }
        }

        return i;
    }

    // The common case: a well-formed sequence of two or three bytes that lies whole in the input. 0 when it is something else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Whole(ReadOnlySpan<byte> bytes, out int codePoint)
    {
        codePoint = 0;
        var first = bytes[0];
        if (first is >= 0xE1 and <= 0xEC or 0xEE or 0xEF)
        {
            if (bytes.Length >= 3 && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80)
            {
                codePoint = ((first & 0x0F) << 12) | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F);
                return 3;
            }
        }
        else if (first is >= 0xC2 and <= 0xDF && bytes.Length >= 2 && (bytes[1] & 0xC0) == 0x80)
        {
            codePoint = ((first & 0x1F) << 6) | (bytes[1] & 0x3F);
            return 2;
        }

        return 0;
    }

    private void Start(byte b)
    {
        (var needed, var lower, var upper, _bits) = b switch
        {
            >= 0xC2 and <= 0xDF => (1, 0x80, 0xBF, b & 0x1F),
            0xE0 => (2, 0xA0, 0xBF, 0),
            0xED => (2, 0x80, 0x9F, 0x0D), // no surrogates
            >= 0xE1 and <= 0xEF => (2, 0x80, 0xBF, b & 0x0F),
            0xF0 => (3, 0x90, 0xBF, 0),
            >= 0xF1 and <= 0xF3 => (3, 0x80, 0xBF, b & 0x07),
            0xF4 => (3, 0x80, 0x8F, 0x04), // nothing above U+10FFFF
            _ => (0, 0, 0, 0),
        };
        (_needed, _lower, _upper) = (needed, (byte)lower, (byte)upper);
        if (_needed == 0)
        {
            Emit(Replacement);
        }
    }

    // Returns 0 when the byte does not belong to the sequence and must be read again.
    private int Continue(byte b)
    {
        if (b < _lower || b > _upper)
        {
            _needed = 0;
            Emit(Replacement);
            return 0;
        }

        (_lower, _upper) = (0x80, 0xBF);
        _bits = (_bits << 6) | (b & 0x3F);
        if (--_needed == 0)
        {
            Emit(_bits);
        }

        return 1;
    }

    private void Emit(int codePoint)
    {
        if (codePoint < 0xA0)
        {
            // A C1 control is ESC and the byte 0x40 below it (ECMA-48 5.3).
            _swallow = false;
            Enter(State.Escape);
            EscapeByte((byte)(codePoint - 0x40));
        }
        else if (_swallow)
        {
            _swallow = false;
        }
        else
        {
            _sink.Print(codePoint);
        }
    }
}
