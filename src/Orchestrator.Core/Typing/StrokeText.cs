using System.Text;

namespace Orchestrator.Core.Typing;

/// <summary>The bytes of a line that is typed into a terminal.</summary>
public static class StrokeText
{
    // Bracketed paste, xterm ctlseqs "Bracketed Paste Mode" (DECSET 2004).
    private const string PasteStart = "\e[200~";
    private const string PasteEnd = "\e[201~";

    /// <summary>One line without control characters: a return inside would submit half of it, an ESC would end the paste early.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' or '\u2028' or '\u2029')
            {
                clean.Append(' ');
            }
            else if (!Rune.IsControl(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    /// <param name="line">A line that <see cref="Clean"/> made.</param>
    /// <param name="bracketed">Whether the program asked for bracketed paste. Markers that it did not ask for would be typed as text.</param>
    public static byte[] Bytes(string line, bool bracketed) =>
        Encoding.UTF8.GetBytes(bracketed ? PasteStart + line + PasteEnd : line);
}
