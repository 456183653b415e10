using System.Buffers;
using System.Text;

namespace Orchestrator.Terminal.Input;

/// <summary>What has a beginning and an end far apart: answers as OSC, DCS and APC strings, and bracketed paste.</summary>
public sealed partial class InputDecoder
{
    /// <summary>The largest piece of a paste in one event.</summary>
    public const int MaxPastePiece = 64 * 1024;

    // The longest answer that is asked for is a colour or a name; OSC 52 is not.
    private const int MaxAnswer = 4096;

    private bool _inPaste;
    private bool _isFirstPiece;

    private static ReadOnlySpan<byte> PasteEnd => "\e[201~"u8;

    // ESC ] 1 1 ; ... BEL or ESC \, ESC P ... ESC \, ESC _ G ... ESC \. The same first two bytes are Alt with a key.
    private int Answer(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        decoded = null;
        switch (LooksLikeAnswer(bytes))
        {
            case false:
                return Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded);
            case null when isEnd && bytes.Length == 2:
                return Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded);
            case null:
                // Two bytes may be typed, Alt with a key; of three at once the rest is still to come.
                _waitsForRest = bytes.Length > 2;
                return NeedMore;
            default:
                break;
        }

        for (var i = 2; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (i >= MaxAnswer)
            {
                return Reply(bytes, i, out decoded);
            }

            if (value == Escape)
            {
                if (i + 1 == bytes.Length)
                {
                    break;
                }

                return Reply(bytes, bytes[i + 1] == (byte)'\\' ? i + 2 : i, out decoded);
            }

            // BEL ends an OSC; any other control (Enter, Ctrl-C) is the user, who must not be kept waiting by half an answer.
            if (value < 0x20)
            {
                return Reply(bytes, value == 0x07 ? i + 1 : i, out decoded);
            }
        }

        _waitsForRest = true;
        return isEnd ? Reply(bytes, bytes.Length, out decoded) : NeedMore;
    }

    private static int Reply(ReadOnlySpan<byte> bytes, int length, out InputEvent decoded)
    {
        decoded = new ReplyInput(bytes[..length].ToArray());
        return length;
    }

    // True: no one types this; null: too early to say.
    private static bool? LooksLikeAnswer(ReadOnlySpan<byte> bytes)
    {
        var body = bytes[2..];
        if (body.IsEmpty)
        {
            return null;
        }

        if (bytes[1] == (byte)'_')
        {
            return body[0] == (byte)'G'; // kitty graphics
        }

        if (bytes[1] == (byte)'P')
        {
            // XTVERSION DCS > |, DECRPSS and XTGETTCAP DCS 0 or 1 $ r and + r, DA3 DCS ! |
            if (body[0] is (byte)'>' or (byte)'!')
            {
                return body.Length < 2 ? null : body[1] == (byte)'|';
            }

            return body[0] is not ((byte)'0' or (byte)'1') ? false : body.Length < 2 ? null : body[1] is (byte)'$' or (byte)'+';
        }

        var digits = body.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits < 0 ? body.Length > 4 ? false : null : digits > 0 && body[digits] == (byte)';';
    }

    private int Paste(ReadOnlySpan<byte> bytes)
    {
        _pendingEvent = null;
        var end = bytes.IndexOf(PasteEnd);
        var available = end >= 0 ? end : bytes.Length - PartialEnd(bytes);
        var length = available <= MaxPastePiece ? available : WholeCharacters(bytes[..MaxPastePiece]);
        var isLast = end >= 0 && length == end;
        // Without its end a paste is told in full pieces only: the events are then the same however the bytes were cut.
        if (!isLast && available <= MaxPastePiece)
        {
            return NeedMore;
        }

        _pendingEvent = new PasteInput(bytes[..length].ToArray(), _isFirstPiece, isLast);
        _isFirstPiece = false;
        _inPaste = !isLast;
        return isLast ? length + PasteEnd.Length : length;
    }

    // Bytes at the end that may be the beginning of the end marker.
    private static int PartialEnd(ReadOnlySpan<byte> bytes)
    {
        for (var length = Math.Min(bytes.Length, PasteEnd.Length - 1); length > 0; length--)
        {
            if (PasteEnd.StartsWith(bytes[^length..]))
            {
                return length;
            }
        }

        return 0;
    }

    // A piece ends between characters.
    private static int WholeCharacters(ReadOnlySpan<byte> bytes) =>
        Rune.DecodeLastFromUtf8(bytes, out _, out var used) == OperationStatus.NeedMoreData ? bytes.Length - used : bytes.Length;
}
