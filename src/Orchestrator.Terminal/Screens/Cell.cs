using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <summary>
/// One cell as it is drawn: what a <see cref="Screen"/> shows its readers, and what a <see cref="Rendering.Surface"/> holds.
/// A grapheme of two columns is a cell of width 2 followed by a cell of width 0.
/// </summary>
public readonly record struct Cell
{
    /// <summary>The first (mostly the only) code point; 0 for a blank cell.</summary>
    public int CodePoint { get; init; }

    /// <summary>The whole grapheme cluster when it has more than one code point, else null.</summary>
    public string? Cluster { get; init; }

    public Style Style { get; init; }

    /// <summary>Columns: 1, 2, or 0 for the right half of the wide cell before.</summary>
    public byte Width { get; init; }

    /// <summary>A blank of one column in the given style (only its background shows).</summary>
    public static Cell Blank(Style style = default) => new() { Style = style, Width = 1 };

    /// <summary>One code point of one column.</summary>
    public static Cell Of(char character, Style style = default) => new() { CodePoint = character, Style = style, Width = 1 };

    /// <summary>The text of the cell: the grapheme, a blank for an empty cell, nothing for the right half of a wide one.</summary>
    public string Text => Width == 0 ? "" : Cluster ?? (CodePoint == 0 ? " " : new Rune(CodePoint).ToString());
}
