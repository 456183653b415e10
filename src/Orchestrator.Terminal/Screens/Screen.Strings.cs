using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>OSC: title, notifications, clipboard and colours, as events or bounded state.</content>
public sealed partial class Screen
{
    private const int MaxText = 512; // characters of a title, notification or report
    private const int MaxTitles = 10; // as xterm

    private readonly List<string?> _titles = [];

    private void OperatingSystem(ReadOnlySpan<byte> data, bool bell)
    {
        _printedJustNow = false;
        var digits = data.IndexOf((byte)';');
        digits = digits < 0 ? data.Length : digits;
        if (!Utf8Parser.TryParse(data[..digits], out int code, out var used) || used != digits)
        {
            return;
        }

        var rest = data[Math.Min(digits + 1, data.Length)..];
        switch (code)
        {
            case 0 or 2: // xterm: window title
                SetTitle(Clean(rest));
                break;
            case 7:
                WorkingDirectory(rest);
                break;
            case 4 or 10 or 11 or 12 or 104 or 110 or 111 or 112:
                Colors(code, rest, bell);
                break;
            case 8:
                SetLink(_options.Hyperlinks ? Hyperlink.Parse(rest) : null);
                break;
            case 9:
                DesktopNotification(rest);
                break;
            case 52:
                Clipboard(rest);
                break;
            case 99:
                KittyNotification(Before(rest), After(rest));
                break;
            case 133:
                Mark(rest);
                break;
            case 777 when rest.StartsWith("notify;"u8): // urxvt: notify ; title ; body
                rest = After(rest);
                Raise(new ScreenEvent.Notification(Clean(Before(rest)), Clean(After(rest))));
                break;
            case 7501:
                Report(code, rest);
                break;
        }
    }

    private static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)';') is var i && i < 0 ? text : text[..i];

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)';') is var i && i < 0 ? [] : text[(i + 1)..];

    private void SetTitle(string? title)
    {
        Title = title;
        _version++;
        Raise(new ScreenEvent.TitleChanged(title ?? ""));
    }

    // XTWINOPS 22 and 23.
    private void PushTitle()
    {
        if (_titles.Count == MaxTitles)
        {
            _titles.RemoveAt(0);
        }

        _titles.Add(Title);
    }

    private void PopTitle()
    {
        if (_titles.Count > 0)
        {
            var title = _titles[^1];
            _titles.RemoveAt(_titles.Count - 1);
            SetTitle(title);
        }
    }

    // OSC 9 ; 4 ; state ; progress is ConEmu's progress report, 9 ; 9 its working directory, 9 ; 1 to 12 are other commands of it
    // (https://conemu.github.io/en/AnsiEscapeCodes.html); any other OSC 9 is iTerm2's notification.
    private void DesktopNotification(ReadOnlySpan<byte> rest)
    {
        var command = Utf8Parser.TryParse(Before(rest), out int number, out var used) && used == Before(rest).Length
            && number is >= 1 and <= 12 && used < rest.Length;
        if (!command)
        {
            Raise(new ScreenEvent.Notification("", Clean(rest)));
        }
        else if (number == 4)
        {
            Report(9, rest);
        }
        else if (number == 9)
        {
            RaiseDirectory("", Encoding.UTF8.GetString(After(rest).Trim((byte)'"')));
        }
    }

    private void Report(int code, ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= MaxText && !rest.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            Raise(new ScreenEvent.StateReport(code, Encoding.ASCII.GetString(rest)));
        }
    }

    // OSC 52 ; selection ; base64. A query is not answered: what the clipboard holds is not the program's to know.
    private void Clipboard(ReadOnlySpan<byte> rest)
    {
        var encoded = After(rest);
        var selection = Clean(Before(rest));
        if (encoded is [(byte)'?'] || selection.Length > 16)
        {
            return;
        }

        var decoded = Decoded(encoded);
        if (decoded.Length > 0 || encoded.IsEmpty)
        {
            Raise(new ScreenEvent.ClipboardWrite(selection, decoded));
        }
    }

    // Text for people: no controls, nothing that turns the direction of what follows, bounded.
    private static string Clean(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(Math.Min(utf8.Length, MaxText));
        foreach (var rune in Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxText * 4)]).EnumerateRunes())
        {
            if (text.Length + rune.Utf16SequenceLength > MaxText)
            {
                break;
            }

            if (!IsHarmful(rune))
            {
                text.Append(rune.ToString());
            }
        }

        return text.ToString();
    }

    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
