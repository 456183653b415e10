namespace Orchestrator.Terminal.Screens;

/// <summary>How text divides into grapheme clusters and how many columns each takes, by the Unicode data that the emulator uses.</summary>
public static class Graphemes
{
    /// <summary>The extended grapheme clusters of a text, in order; unpaired surrogates come out as U+FFFD.</summary>
    public static IEnumerable<string> Split(string text) => throw new NotSupportedException();

    /// <summary>Columns of a grapheme cluster: 0 (control, format, lone combining mark), 1 or 2.</summary>
    public static int Width(string grapheme) => throw new NotSupportedException();

    /// <summary>Columns of a whole text.</summary>
    public static int TextWidth(string text) => throw new NotSupportedException();
}
