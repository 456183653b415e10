using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <summary>How text divides into grapheme clusters and how many columns each takes, by the Unicode data that the emulator uses.</summary>
public static class Graphemes
{
    /// <summary>The extended grapheme clusters of a text (UAX #29), in order; unpaired surrogates come out as U+FFFD.</summary>
    public static IEnumerable<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SplitWhole(text);
    }

    /// <summary>Columns of a grapheme cluster: 0 (control, format, lone combining mark), 1 or 2.</summary>
    public static int Width(string grapheme)
    {
        ArgumentNullException.ThrowIfNull(grapheme);
        var width = 0;
        var first = true;
        var widens = false;
        foreach (var rune in grapheme.EnumerateRunes())
        {
            var properties = Unicode.Properties(rune.Value);
            width += Unicode.Width(properties);
            if (widens && rune.Value == Unicode.VariationSelector16)
            {
                width = 2;
            }

            widens = first && Unicode.WidensWithVs16(properties);
            first = false;
        }

        return Math.Min(width, 2);
    }

    /// <summary>Columns of a whole text.</summary>
    public static int TextWidth(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text.Length;
        }

        var width = 0;
        foreach (var grapheme in SplitWhole(text))
        {
            width += Width(grapheme);
        }

        return width;
    }

    private static IEnumerable<string> SplitWhole(string text)
    {
        var start = 0;
        var i = 0;
        var state = default(GraphemeBreaker);
        while (i < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used);
            if (state.BreaksBefore(rune.Value) && i > start)
            {
                yield return Valid(text[start..i]);
                start = i;
            }

            i += used;
        }

        if (start < text.Length)
        {
            yield return Valid(text[start..]);
        }
    }

    private static string Valid(string cluster)
    {
        for (var i = 0; i < cluster.Length; i++)
        {
            if (char.IsSurrogate(cluster[i]))
            {
                // Only a cluster with surrogates needs the slow look.
                var text = new StringBuilder(cluster.Length);
                foreach (var rune in cluster.EnumerateRunes())
                {
                    text.Append(rune.ToString());
                }

                return text.ToString();
            }
        }

        return cluster;
    }
}
