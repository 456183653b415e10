using System.Collections.Immutable;
using System.Text;
using Orchestrator.Core.Judging;

namespace Orchestrator.Core.Typing;

/// <summary>
/// Where the end of a typed line stands on a screen. Composers wrap lines and draw frames around them, so only letters and digits are
/// compared, across row ends.
/// </summary>
internal static class ComposerTrace
{
    // Long enough not to stand on a screen by chance, short enough to fit in the visible end of a small composer.
    private const int TailLength = 16;

    /// <summary>The end of the line as it is looked for.</summary>
    public static string Tail(string line)
    {
        var letters = Letters(line);
        return letters.Length <= TailLength ? letters : letters[^TailLength..];
    }

    /// <summary>The lowest row on which the tail ends, or null when the screen does not show it.</summary>
    public static int? Find(ImmutableArray<string> rows, string tail)
    {
        if (tail.Length == 0)
        {
            return null;
        }

        var all = new StringBuilder();
        var rowEnds = new int[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            all.Append(Letters(rows[row]));
            rowEnds[row] = all.Length;
        }

        var at = all.ToString().LastIndexOf(tail, StringComparison.Ordinal);
        return at < 0 ? null : Array.FindIndex(rowEnds, end => end >= at + tail.Length);
    }

    /// <summary>Whether both texts say the same, however they are wrapped.</summary>
    public static bool SameLetters(string a, string b) => Letters(a) == Letters(b);

    public static bool SameRows(ScreenObservation a, ScreenObservation b) => a.Rows.AsSpan().SequenceEqual(b.Rows.AsSpan());

    public static bool SameCursor(ScreenObservation a, ScreenObservation b) => a.CursorRow == b.CursorRow && a.CursorColumn == b.CursorColumn;

    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                letters.Append(c);
            }
        }

        return letters.ToString();
    }
}
