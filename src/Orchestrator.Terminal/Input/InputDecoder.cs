using System.Buffers;
using System.Text;

namespace Orchestrator.Terminal.Input;

/// <summary>
/// Bytes of the outer terminal in any chunks, events out: keys, mouse, paste, focus, answers. Understands what xterm, kitty, foot, tmux, screen and
/// the Linux console send. Nothing is lost: what is not understood comes out as <see cref="UnknownInput"/>. Not thread-safe.
/// </summary>
public sealed partial class InputDecoder
{
    private const byte Escape = 0x1b;

    /// <summary>Nothing was decided: more bytes must come.</summary>
    private const int NeedMore = 0;

    private byte[] _buffer = new byte[256];
    private int _length;
    private bool _waitsForRest;

    /// <summary>
    /// True while bytes wait that may be a key of their own, above all a lone ESC: the owner calls <see cref="Flush"/> when nothing has followed for
    /// 25 to 50 ms. An answer of the terminal, a sequence or a paste that is half here does not count: those are waited for.
    /// </summary>
    public bool IsPending => _length > 0 && !_inPaste && !_waitsForRest;

    /// <summary>How many cursor position reports (CPR) were asked for: the next ones are answers, although they may look like F3 with modifiers.</summary>
    public int ExpectedCursorReports { get; set; }

    /// <summary>
    /// What the outer terminal's keyboard was asked for last. Nothing depends on it but what a byte means that has two keys of old: BS is Ctrl+h,
    /// and where xterm tells that one by its level 2, Ctrl+Backspace.
    /// </summary>
    public OuterKeyboard Keyboard { get; set; }

    /// <summary>True between the brackets of a paste; the owner may call <see cref="EndPaste"/> when its end does not come for a long time.</summary>
    public bool IsInPaste => _inPaste;

    /// <summary>How many bytes the decoder holds back at most is this and the largest piece of a paste.</summary>
    internal int BufferLength => _buffer.Length;

    /// <summary>Takes bytes as they come, and tells each event as soon as it is certain.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<InputEvent> sink)
    {
        // Of a large read only a part at a time is copied.
        const int MostAtOnce = 16 * 1024;
        while (!bytes.IsEmpty)
        {
            var some = bytes[..Math.Min(bytes.Length, MostAtOnce)];
            bytes = bytes[some.Length..];
            if (_length + some.Length > _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + some.Length));
            }

            some.CopyTo(_buffer.AsSpan(_length));
            _length += some.Length;
            Consume(sink, isEnd: false);
        }
    }

    /// <summary>Ends a paste whose closing bracket was lost: what has come of it is its last piece, and what comes next are keys again.</summary>
    public void EndPaste(Action<InputEvent> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (_inPaste)
        {
            var last = new PasteInput(_buffer.AsSpan(0, _length).ToArray(), _isFirstPiece, IsLast: true);
            _inPaste = false;
            _length = 0;
            sink(last);
        }
    }

    /// <summary>Nothing more comes for now: what waits is a lone ESC, Alt with a bracket, or half of something.</summary>
    public void Flush(Action<InputEvent> sink)
    {
        if (IsPending)
        {
            Consume(sink, isEnd: true);
        }
    }

    private void Consume(Action<InputEvent> sink, bool isEnd)
    {
        var at = 0;
        _waitsForRest = false;
        try
        {
            while (at < _length)
            {
                ReadOnlySpan<byte> rest = _buffer.AsSpan(at, _length - at);
                var used = _inPaste ? Paste(rest) : One(rest, isEnd, out _pendingEvent);
                if (used == NeedMore)
                {
                    break;
                }

                at += used; // before the sink: should it throw, the event is not told twice
                if (_pendingEvent is { } decoded)
                {
                    _pendingEvent = null;
                    sink(decoded);
                }
            }
        }
        finally
        {
            _buffer.AsSpan(at, _length - at).CopyTo(_buffer);
            _length -= at;
        }
    }

    private InputEvent? _pendingEvent;

    /// <summary>Decodes the first event of the bytes. Returns how many bytes it has, or <see cref="NeedMore"/> (never when <paramref name="isEnd"/>).</summary>
    private int One(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        if (bytes[0] != Escape)
        {
            return Plain(bytes, 0, Modifiers.None, isEnd, out decoded);
        }

        if (bytes.Length == 1)
        {
            return Lone(bytes, isEnd, out decoded);
        }

        var used = bytes[1] switch
        {
            (byte)'[' => Csi(bytes, isEnd, out decoded),
            (byte)'O' => Ss3(bytes, isEnd, out decoded),
            (byte)']' or (byte)'P' or (byte)'_' => Answer(bytes, isEnd, out decoded),
            Escape => EscapeTwice(bytes, isEnd, out decoded),
            _ => Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded),
        };
        if (used == NeedMore && isEnd && !_waitsForRest)
        {
            throw new InvalidOperationException("A flush left input undecided.");
        }

        return used;
    }

    private static int Lone(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        decoded = isEnd ? KeyOf(Key.Escape, Modifiers.None, bytes[..1]) : null;
        return isEnd ? 1 : NeedMore;
    }

    // ESC ESC: the key Escape with Alt, or (rxvt, older terminals) Alt with the key sequence that follows, or Escape and then something of its own.
    private int EscapeTwice(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        if (bytes.Length == 2)
        {
            decoded = isEnd ? KeyOf(Key.Escape, Modifiers.Alt, bytes) : null;
            return isEnd ? 2 : NeedMore;
        }

        if (bytes[2] is (byte)'[' or (byte)'O')
        {
            var expected = ExpectedCursorReports;
            var used = One(bytes[1..], isEnd, out var inner);
            if (used == NeedMore)
            {
                decoded = null;
                return NeedMore;
            }

            if (inner is KeyInput key && !key.Modifiers.HasFlag(Modifiers.Alt))
            {
                decoded = key with { Modifiers = key.Modifiers | Modifiers.Alt, Held = key.Held | Modifiers.Alt, Raw = bytes[..(used + 1)].ToArray() };
                return used + 1;
            }

            // It is decoded again, on its own.
            ExpectedCursorReports = expected;
            _inPaste = false;
        }

        decoded = KeyOf(Key.Escape, Modifiers.None, bytes[..1]);
        return 1;
    }

    /// <summary>A character or control at <paramref name="at"/>; ESC stands before it when that is 1.</summary>
    private int Plain(ReadOnlySpan<byte> bytes, int at, Modifiers modifiers, bool isEnd, out InputEvent? decoded)
    {
        var first = bytes[at];
        if (first < 0x80)
        {
            (var key, var codePoint, var control) = Ascii(first);
            decoded = new KeyInput(key, codePoint, modifiers | control, bytes[..(at + 1)].ToArray());
            return at + 1;
        }

        var status = Rune.DecodeFromUtf8(bytes[at..], out var rune, out var used);
        if (status == OperationStatus.NeedMoreData && !isEnd)
        {
            decoded = null;
            return NeedMore;
        }

        if (status == OperationStatus.Done)
        {
            decoded = new KeyInput(Key.Character, rune.Value, modifiers, bytes[..(at + used)].ToArray());
            return at + used;
        }

        if (at > 0)
        {
            decoded = KeyOf(Key.Escape, Modifiers.None, bytes[..at]);
            return at;
        }

        decoded = new UnknownInput(bytes[..used].ToArray());
        return used;
    }

    // The C0 codes that keyboards send (xterm ctlseqs "Keyboard"): Ctrl with the letter 64 above, and the keys that have a code.
    private (Key Key, int CodePoint, Modifiers Modifiers) Ascii(byte value) => value switch
    {
        (byte)'\b' when Keyboard is { Protocol: OuterKeyProtocol.ModifyOtherKeys, Value: 2 } => (Key.Backspace, 0, Modifiers.Control),
        (byte)'\r' => (Key.Enter, 0, Modifiers.None),
        (byte)'\t' => (Key.Tab, 0, Modifiers.None),
        0x7f => (Key.Backspace, 0, Modifiers.None),
        Escape => (Key.Escape, 0, Modifiers.None),
        0 => (Key.Character, ' ', Modifiers.Control),
        <= 0x1a => (Key.Character, value + 0x60, Modifiers.Control),
        < 0x20 => (Key.Character, value + 0x40, Modifiers.Control),
        _ => (Key.Character, value, Modifiers.None),
    };

    private int Ss3(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        if (bytes.Length == 2 && !isEnd)
        {
            decoded = null;
            return NeedMore;
        }

        if (bytes.Length > 2 && (KeyTables.TryLetter((char)bytes[2], out var key) || KeyTables.TryKeypad((char)bytes[2], out key)))
        {
            decoded = KeyOf(key, Modifiers.None, bytes[..3]);
            return 3;
        }

        return Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded); // Alt+O
    }

    private static KeyInput KeyOf(Key key, Modifiers modifiers, ReadOnlySpan<byte> raw) => new(key, 0, modifiers, raw.ToArray());
}
