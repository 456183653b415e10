using System.Collections;

namespace Orchestrator.Terminal.Screens;

/// <content>The pen, and the bounded tables of styles and clusters that cells name by number.</content>
public sealed partial class Screen
{
    private const int MaxStyles = ushort.MaxValue;
    private const int MaxClusters = 1 << 16;
    private const int MaxLinks = 4096;

    private readonly InternTable<PackedStyle> _styles = new(MaxStyles);
    private readonly InternTable<string> _clusters = new(MaxClusters);
    private readonly InternTable<Hyperlink> _links = new(MaxLinks);
    private PackedStyle _pen;
    private ushort _penStyle;
    private bool _penChanged;

    /// <summary>Number of the pen's style.</summary>
    private ushort PenStyle
    {
        get
        {
            if (_penChanged)
            {
                _penChanged = false;
                _penStyle = StyleNumber(_pen);
            }

            return _penStyle;
        }
    }

    /// <summary>Number of the style that erased cells get (BCE).</summary>
    private ushort EraseStyle => _pen.Background == 0 ? (ushort)0 : StyleNumber(_pen.Erased);

    private PackedStyle StyleOf(ushort number) => number == 0 ? default : _styles[number];

    private Style ShownStyle(ushort number)
    {
        var style = StyleOf(number);
        return style.ToStyle(style.Link == 0 ? null : _links[style.Link]);
    }

    private ushort StyleNumber(PackedStyle style)
    {
        if (style.IsDefault)
        {
            return 0;
        }

        var number = _styles.Intern(style);
        if (number == 0 && _styles.WantsSweep)
        {
            Sweep();
            number = _styles.Intern(style);
        }

        return (ushort)number;
    }

    private int ClusterNumber(string cluster)
    {
        var number = _clusters.Intern(cluster);
        if (number == 0 && _clusters.WantsSweep)
        {
            Sweep();
            number = _clusters.Intern(cluster);
        }

        return number;
    }

    // OSC 8. A link for which there is no room is text without a link.
    private void SetLink(Hyperlink? link)
    {
        _pen.Link = link is null ? (ushort)0 : LinkNumber(link);
        _penChanged = true;
    }

    private ushort LinkNumber(Hyperlink link)
    {
        var number = _links.Intern(link);
        if (number == 0 && _links.WantsSweep)
        {
            Sweep();
            number = _links.Intern(link);
        }

        return (ushort)number;
    }

    // Numbers that no cell of the screens and the history names any more are free again.
    private void Sweep()
    {
        var styles = new BitArray(MaxStyles + 1);
        var clusters = new BitArray(MaxClusters + 1);
        Mark(_main, styles, clusters);
        Mark(_alternate, styles, clusters);
        _history.Mark(styles, clusters);
        styles[_penStyle] = true;
        var links = new BitArray(MaxLinks + 1) { [_pen.Link] = true, [_savedMain.Pen.Link] = true, [_savedAlternate.Pen.Link] = true };
        for (var number = 1; number < styles.Length; number++)
        {
            if (styles[number])
            {
                links[_styles[number].Link] = true;
            }
        }

        _links.Sweep(links);
        _styles.Sweep(styles);
        _clusters.Sweep(clusters);
    }

    private static void Mark(Grid grid, BitArray styles, BitArray clusters)
    {
        for (var y = 0; y < grid.Rows; y++)
        {
            for (var row = grid[y]; row is not null; row = row.Beyond)
            {
                Mark(row, styles, clusters);
            }
        }
    }

    private static void Mark(Row row, BitArray styles, BitArray clusters)
    {
        for (var x = 0; x < row.Used; x++)
        {
            styles[row.Styles[x]] = true;
            if ((row.Glyphs[x] & Glyph.Cluster) != 0)
            {
                clusters[(int)(row.Glyphs[x] & Glyph.ValueMask)] = true;
            }
        }
    }
}
