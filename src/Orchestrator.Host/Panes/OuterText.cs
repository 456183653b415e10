using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.Host.Panes;

/// <summary>Untrusted text made fit for an outer terminal's title, notification or clipboard.</summary>
public static class OuterText
{
    /// <summary>
    /// One line of printable text, at most so many UTF-16 units. What controls, hides or turns other text is left out: C0, C1, bidi and zero-width formats, tags,
    /// line separators, private use, halves of surrogate pairs; runs of white space become one blank.
    /// </summary>
    public static string Line(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(Math.Min(text.Length, length));
        var blank = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune))
            {
                blank = line.Length > 0;
                continue;
            }

            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
            {
                continue;
            }

            if (line.Length + (blank ? 1 : 0) + rune.Utf16SequenceLength > length)
            {
                break;
            }

            line.Append(blank ? " " : "").Append(rune.ToString());
            blank = false;
        }

        return line.ToString();
    }

    /// <summary>True for UTF-8 without control characters but tab, line feed and carriage return: what a paste may hold without being a key or a command.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var used) != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
            {
                return false;
            }

            utf8 = utf8[used..];
        }

        return true;
    }
}
