using System.Collections.Immutable;
using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Core.Judging;

/// <summary>How a cell looks, as far as rules ask.</summary>
[Flags]
public enum CellLook
{
    Plain = 0,
    /// <summary>SGR 2, a grey foreground, or the cursor that a program draws itself on such a text or on nothing.</summary>
    Dim = 1,
    Bold = 2,
    Inverse = 4,
}

/// <summary>The rows of a screen as text, and how each character of them looks.</summary>
/// <param name="Rows">Trailing blanks trimmed.</param>
/// <param name="Looks">For each row a <see cref="CellLook"/> for each UTF-16 unit of it; an empty array where all of the row is plain.</param>
public sealed record ScreenRows(ImmutableArray<string> Rows, ImmutableArray<ImmutableArray<CellLook>> Looks)
{
    // xterm's palette: 8 is bright black, 232 to 255 are a grey ramp whose last third is nearly white.
    private const int BrightBlack = 8;
    private const int FirstGrey = 232;
    private const int LastGrey = 248;
    private const int GreySpread = 16;
    private const int GreyMost = 180;

    public static ScreenRows Of(Screen screen)
    {
        var rows = ImmutableArray.CreateBuilder<string>(screen.Size.Rows);
        var looks = ImmutableArray.CreateBuilder<ImmutableArray<CellLook>>(screen.Size.Rows);
        var cells = new Cell[screen.Size.Columns];
        var text = new StringBuilder(cells.Length);
        var marks = new List<CellLook>(cells.Length);
        for (var row = 0; row < screen.Size.Rows; row++)
        {
            text.Clear();
            marks.Clear();
            screen.CopyRow(row, cells);
            Read(cells, text, marks);
            rows.Add(text.ToString());
            looks.Add(marks.TrueForAll(look => look == CellLook.Plain) ? [] : [.. marks]);
        }

        return new ScreenRows(rows.MoveToImmutable(), looks.MoveToImmutable());
    }

    /// <summary>The same row with blanks for every character that is not read.</summary>
    public static string Only(string row, ImmutableArray<CellLook> looks, Func<CellLook, bool> reads)
    {
        if (looks.IsDefaultOrEmpty)
        {
            return reads(CellLook.Plain) ? row : "";
        }

        return string.Create(row.Length, (row, looks, reads), static (span, parts) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = parts.reads(parts.looks[i]) ? parts.row[i] : ' ';
            }
        }).TrimEnd(' ');
    }

    private static void Read(ReadOnlySpan<Cell> cells, StringBuilder text, List<CellLook> marks)
    {
        var used = cells.Length;
        while (used > 0 && IsBlank(cells[used - 1]))
        {
            used--;
        }

        for (var i = 0; i < used; i++)
        {
            var cell = cells[i];
            var look = LookOf(cell);
            if (cell.Style.Attributes.HasFlag(Attributes.Inverse) && (IsBlank(cell) || (i + 1 < used && !IsBlank(cells[i + 1]) && LookOf(cells[i + 1]).HasFlag(CellLook.Dim))))
            {
                look |= CellLook.Dim;
            }

            var glyph = cell.Text;
            text.Append(glyph);
            for (var unit = 0; unit < glyph.Length; unit++)
            {
                marks.Add(look);
            }
        }
    }

    private static bool IsBlank(in Cell cell) => cell.Width != 0 && cell.Cluster is null && cell.CodePoint is 0 or ' ';

    private static CellLook LookOf(in Cell cell)
    {
        var style = cell.Style;
        var look = style.Attributes.HasFlag(Attributes.Dim) || IsGrey(style.Foreground) ? CellLook.Dim : CellLook.Plain;
        look |= style.Attributes.HasFlag(Attributes.Bold) ? CellLook.Bold : CellLook.Plain;
        return look | (style.Attributes.HasFlag(Attributes.Inverse) ? CellLook.Inverse : CellLook.Plain);
    }

    private static bool IsGrey(Color color)
    {
        if (color.IsIndexed)
        {
            return color.Index is BrightBlack or (>= FirstGrey and <= LastGrey);
        }

        if (!color.IsRgb)
        {
            return false;
        }

        var most = Math.Max(color.Red, Math.Max(color.Green, color.Blue));
        return most <= GreyMost && most - Math.Min(color.Red, Math.Min(color.Green, color.Blue)) <= GreySpread;
    }
}
