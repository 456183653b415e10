using System.Globalization;
using System.Text;

namespace Orchestrator.Tui.Widgets;

/// <summary>
/// Makes untrusted text safe to show: control characters become their pictures (<c>␛</c>), so that hidden sequences are seen instead of obeyed;
/// characters that reorder or hide text (bidi controls, zero-width formats) are left out.
/// </summary>
internal static class CleanText
{
    private const int TabStop = 4;

    /// <summary>The lines of a text, cleaned; always at least one.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsLineEnd(c))
            {
                lines.Add(line.ToString());
                line.Clear();
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
            }
            else
            {
                i += Append(line, text, i) - 1;
            }
        }

        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>The text as one line: line ends become a blank.</summary>
    public static string OneLine(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        return string.Join(' ', Lines(text)).Trim();
    }

    // CR, LF, VT, FF, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR: the line ends of Unicode (UAX 14, BK/CR/LF/NL).
    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    private static int Append(StringBuilder line, string text, int index)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var used) != System.Buffers.OperationStatus.Done)
        {
            line.Append('\uFFFD');
            return Math.Max(1, used);
        }

        if (rune.Value == '\t')
        {
            line.Append(' ', TabStop - (line.Length % TabStop));
        }
        else if (rune.Value < 0x20)
        {
            line.Append((char)(0x2400 + rune.Value)); // Control Pictures block
        }
        else if (rune.Value == 0x7F)
        {
            line.Append('\u2421');
        }
        else if (IsShown(rune))
        {
            line.Append(text, index, used);
        }

        return used;
    }

    // Of the format characters, only the joiners inside emoji and Indic clusters change what is drawn for the better.
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };
}
