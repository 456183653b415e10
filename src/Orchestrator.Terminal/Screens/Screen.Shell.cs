using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>What shells and programs tell of themselves: working directory (OSC 7), prompt marks (OSC 133), kitty's notifications (OSC 99). Events to the owner.</content>
public sealed partial class Screen
{
    private const int MaxPath = 4096; // as Linux' PATH_MAX

    // A kitty notification that has more parts to come.
    private string _noticeTitle = "";
    private string _noticeBody = "";

    // OSC 7 ; file://host/path, the path percent-encoded (https://gist.github.com/egmontkob: VTE, Terminal.app) or as it is (some shells).
    private void WorkingDirectory(ReadOnlySpan<byte> uri)
    {
        if (uri.Length > MaxPath * 3 || !uri.StartsWith("file://"u8))
        {
            return;
        }

        uri = uri[7..];
        var slash = uri.IndexOf((byte)'/');
        if (slash >= 0)
        {
            RaiseDirectory(Clean(uri[..slash]), PercentDecoded(uri[slash..]));
        }
    }

    // A path that holds a control, a character that turns the direction of text, or bytes that are not UTF-8 would not be the same path when cleaned.
    private void RaiseDirectory(string host, string path)
    {
        if (path.Length is > 0 and <= MaxPath && !path.Contains('\uFFFD', StringComparison.Ordinal) && !path.EnumerateRunes().Any(IsHarmful))
        {
            Raise(new ScreenEvent.WorkingDirectory(host, path));
        }
    }

    private static string PercentDecoded(ReadOnlySpan<byte> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '%' && i + 2 < text.Length && Utf8Parser.TryParse(text.Slice(i + 1, 2), out byte value, out var used, 'x') && used == 2)
            {
                b = value;
                i += 2;
            }

            bytes.Write([b]);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // OSC 133 ; A, B, C or D ; parameters. The first of D's is the exit code.
    private void Mark(ReadOnlySpan<byte> rest)
    {
        PromptMarkKind? kind = Before(rest) switch
        {
            [(byte)'A'] => PromptMarkKind.Prompt,
            [(byte)'B'] => PromptMarkKind.Command,
            [(byte)'C'] => PromptMarkKind.Output,
            [(byte)'D'] => PromptMarkKind.Done,
            _ => null,
        };
        if (kind is { } known)
        {
            var code = Before(After(rest));
            var told = Utf8Parser.TryParse(code, out int exit, out var used) && used == code.Length && known == PromptMarkKind.Done;
            Raise(new ScreenEvent.PromptMark(known, told ? exit : null));
        }
    }

    // OSC 99 ; key=value:... ; payload, https://sw.kovidgoyal.net/kitty/desktop-notifications/: p is what the payload is, d=0 when more comes,
    // e=1 base64. Queries and buttons are not for us to answer.
    private void KittyNotification(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> payload)
    {
        var body = false;
        var done = true;
        var encoded = false;
        foreach (var part in metadata.Split((byte)':'))
        {
            var pair = metadata[part];
            if (pair.StartsWith("p="u8))
            {
                body = pair.SequenceEqual("p=body"u8);
                if (!body && !pair.SequenceEqual("p=title"u8))
                {
                    return;
                }
            }

            done &= !pair.SequenceEqual("d=0"u8);
            encoded |= pair.SequenceEqual("e=1"u8);
        }

        var text = Clean(encoded ? Decoded(payload) : payload);
        _noticeTitle = body ? _noticeTitle : Bounded(_noticeTitle + text);
        _noticeBody = body ? Bounded(_noticeBody + text) : _noticeBody;
        if (done)
        {
            // One text alone is the message.
            var both = _noticeTitle.Length > 0 && _noticeBody.Length > 0;
            Raise(new ScreenEvent.Notification(both ? _noticeTitle : "", both ? _noticeBody : _noticeTitle + _noticeBody));
            (_noticeTitle, _noticeBody) = ("", "");
        }
    }

    private static string Bounded(string text) => text.Length <= MaxText ? text : text[..MaxText];

    private static byte[] Decoded(ReadOnlySpan<byte> base64)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, decoded, out _, out var written) == OperationStatus.Done ? decoded[..written] : [];
    }
}
