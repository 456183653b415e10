using System.Globalization;
using System.Text;

namespace Orchestrator.Cli.Output;

/// <summary>Makes foreign text (file names, keys of a project's settings) safe to print: it must not command the terminal.</summary>
internal static class Printable
{
    /// <summary>As <see cref="Text"/>, line by line.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Text));

    /// <summary>Control and format characters (escape sequences, direction marks) become U+FFFD; a line end becomes a blank.</summary>
    public static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(rune.Value is '\n' or '\r' or '\t' ? " "
                : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "\uFFFD"
                : rune.ToString());
        }

        return safe.ToString();
    }
}
