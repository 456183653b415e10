using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Widgets;

/// <summary>
/// A bounded list of labelled texts, wrapped to whatever width it is drawn in. Follows its end, unless it was scrolled up: then it keeps
/// its place while entries come. Only what is shown is wrapped, so a resize costs a screenful, not a history.
/// </summary>
internal sealed class ScrollingText(int maxEntries, int maxCharacters)
{
    private readonly List<Entry> _entries = [];
    private long _dropped; // entries that went off the top: entry i has the number _dropped + i
    private long _characters;
    private (long Number, int Row)? _top; // null: follow the end

    public int Count => _entries.Count;

    /// <summary>False while it is scrolled up.</summary>
    public bool FollowsEnd => _top is null;

    /// <returns>The entry's number, for <see cref="SetHead"/>.</returns>
    public long Add(TextRun[] head, string text, Style style)
    {
        _entries.Add(new Entry(head, text, style));
        _characters += text.Length;
        var excess = 0;
        while (_entries.Count - excess > maxEntries || (_characters > maxCharacters && _entries.Count - excess > 1))
        {
            _characters -= _entries[excess].Length;
            excess++;
        }

        if (excess > 0)
        {
            _entries.RemoveRange(0, excess);
            _dropped += excess;
        }

        return _dropped + _entries.Count - 1;
    }

    public bool Has(long number) => number >= _dropped && number < _dropped + _entries.Count;

    /// <summary>Gives an entry another head; its text stays.</summary>
    /// <returns>False when the entry has gone off the top, or has that head already.</returns>
    public bool SetHead(long number, TextRun[] head)
    {
        if (!Has(number) || _entries[(int)(number - _dropped)].Head.AsSpan().SequenceEqual(head))
        {
            return false;
        }

        _entries[(int)(number - _dropped)] = _entries[(int)(number - _dropped)].With(head);
        return true;
    }

    public void Clear()
    {
        _dropped += _entries.Count;
        _entries.Clear();
        _characters = 0;
        _top = null;
    }

    public void ScrollToEnd() => _top = null;

    public void ScrollToStart(int columns, int rows)
    {
        _top = (_dropped, 0);
        FollowIfAtEnd(columns, rows);
    }

    /// <summary>Entries below the last one that is shown.</summary>
    public int EntriesBelow(int columns, int rows)
    {
        if (_top is null)
        {
            return 0;
        }

        (var index, var row) = Top(columns, rows);
        var left = rows + row;
        while (index < _entries.Count && left > 0)
        {
            left -= _entries[index].Rows(columns).Count;
            index++;
        }

        return _entries.Count - index + (left < 0 ? 1 : 0);
    }

    /// <summary>Moves by rows; negative is up.</summary>
    public void Scroll(int delta, int columns, int rows)
    {
        if (_entries.Count == 0)
        {
            return;
        }

        (var index, var row) = Top(columns, rows);
        row += delta;
        while (row < 0 && index > 0)
        {
            index--;
            row += _entries[index].Rows(columns).Count;
        }

        row = Math.Max(0, row);
        while (index < _entries.Count - 1 && row >= _entries[index].Rows(columns).Count)
        {
            row -= _entries[index].Rows(columns).Count;
            index++;
        }

        _top = (_dropped + index, row);
        FollowIfAtEnd(columns, rows);
    }

    public void Draw(Surface surface, Rect area)
    {
        surface.Blank(area);
        if (_entries.Count == 0 || area.IsEmpty)
        {
            return;
        }

        (var index, var row) = Top(area.Width, area.Height);
        for (var line = 0; line < area.Height && index < _entries.Count; line++)
        {
            var entry = _entries[index];
            entry.Draw(surface, area, line, row);
            row++;
            if (row >= entry.Rows(area.Width).Count)
            {
                row = 0;
                index++;
            }
        }
    }

    private void FollowIfAtEnd(int columns, int rows)
    {
        (var index, var row) = Top(columns, rows);
        (var endIndex, var endRow) = TopAtEnd(columns, rows);
        if (index > endIndex || (index == endIndex && row >= endRow))
        {
            _top = null;
        }
    }

    private (int Index, int Row) Top(int columns, int rows)
    {
        if (_top is not { } top)
        {
            return TopAtEnd(columns, rows);
        }

        var index = (int)Math.Clamp(top.Number - _dropped, 0, Math.Max(0, _entries.Count - 1));
        var row = top.Number < _dropped ? 0 : Math.Min(top.Row, _entries[index].Rows(columns).Count - 1);
        return (index, row);
    }

    private (int Index, int Row) TopAtEnd(int columns, int rows)
    {
        var left = Math.Max(1, rows);
        var index = _entries.Count;
        while (index > 0)
        {
            index--;
            left -= _entries[index].Rows(columns).Count;
            if (left <= 0)
            {
                return (index, -left);
            }
        }

        return (0, 0);
    }

    private sealed class Entry(TextRun[] head, string text, Style style)
    {
        private const int Indent = 6; // under the label, past "HH:mm "
        private readonly int _headWidth = head.Sum(static r => Graphemes.TextWidth(r.Text));
        private List<string> _rows = [];
        private int _columns = -1;

        public int Length => text.Length;

        public TextRun[] Head => head;

        public Entry With(TextRun[] other) => new(other, text, style);

        public List<string> Rows(int columns)
        {
            if (columns != _columns)
            {
                _rows = Wrap(columns);
                _columns = columns;
            }

            return _rows;
        }

        public void Draw(Surface surface, Rect area, int line, int row)
        {
            var x = area.X;
            if (row == 0)
            {
                foreach (var run in head)
                {
                    x = surface.DrawText(x, area.Y + line, run.Text, run.Style, area);
                }
            }
            else
            {
                x += IndentFor(area.Width);
            }

            surface.DrawText(x, area.Y + line, Rows(area.Width)[row], style, area);
        }

        // The first row shares its line with the head; where the head leaves too little, the text starts on the next.
        private List<string> Wrap(int columns)
        {
            var rows = new List<string>();
            var rest = columns - IndentFor(columns);
            var first = columns - _headWidth;
            foreach (var line in CleanText.Lines(text))
            {
                if (rows.Count == 0 && first < Math.Min(12, Graphemes.TextWidth(line)))
                {
                    rows.Add("");
                }

                TextWrap.Wrap(line, rows.Count == 0 ? first : rest, rest, rows);
            }

            return rows;
        }

        private static int IndentFor(int columns) => columns >= 24 ? Indent : 1;
    }
}
