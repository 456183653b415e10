using System.Globalization;

namespace Orchestrator.Pty;

/// <summary>The size of a terminal or pane in character cells.</summary>
/// <param name="Columns">Columns, at least 1.</param>
/// <param name="Rows">Rows, at least 1.</param>
public readonly record struct TermSize(int Columns, int Rows)
{
    /// <summary>Reads what <see cref="ToString"/> writes. False when the text is anything else.</summary>
    public static bool TryParse(string text, out TermSize size)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = default;
        var sides = text.Split('x');
        if (sides.Length != 2
            || !int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            || columns < 1 || rows < 1)
        {
            return false;
        }

        size = new TermSize(columns, rows);
        return true;
    }

    public override string ToString() => $"{Columns}x{Rows}";
}
