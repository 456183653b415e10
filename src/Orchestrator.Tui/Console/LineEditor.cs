using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>Text being edited, as grapheme clusters, and a cursor between two of them. A line end is a cluster of its own.</summary>
internal sealed class LineEditor
{
    /// <summary>Characters. More than anyone types; a longer text belongs into a file or through <c>cccc send</c>.</summary>
    public const int MaxLength = 65_536;

    private readonly List<string> _clusters = [];
    private int _length;

    /// <summary>Clusters before the cursor.</summary>
    public int Cursor { get; private set; }

    public IReadOnlyList<string> Clusters => _clusters;

    public bool IsEmpty => _clusters.Count == 0;

    public string Text => string.Concat(_clusters);

    public string TextBeforeCursor => string.Concat(_clusters.Take(Cursor));

    public void Set(string text)
    {
        _clusters.Clear();
        _length = 0;
        Cursor = 0;
        Insert(text);
    }

    /// <summary>Inserts text at the cursor. False, and nothing inserted, when it would become longer than <see cref="MaxLength"/>.</summary>
    public bool Insert(string text)
    {
        var clean = string.Join('\n', CleanText.Lines(text));
        if (_length + clean.Length > MaxLength)
        {
            return false;
        }

        // A combining mark joins the cluster before it, and a joiner the one after: split the neighbours again with it.
        var before = Cursor > 0 ? _clusters[Cursor - 1] : "";
        var after = Cursor < _clusters.Count ? _clusters[Cursor] : "";
        var from = Cursor - (before.Length > 0 ? 1 : 0);
        List<string> joined = [.. Graphemes.Split(before + clean + after)];
        _clusters.RemoveRange(from, (before.Length > 0 ? 1 : 0) + (after.Length > 0 ? 1 : 0));
        _clusters.InsertRange(from, joined);
        _length += clean.Length;

        var wanted = before.Length + clean.Length;
        Cursor = from;
        for (var seen = 0; seen < wanted && Cursor < from + joined.Count; Cursor++)
        {
            seen += _clusters[Cursor].Length;
        }

        return true;
    }

    public void Left() => Cursor = Math.Max(0, Cursor - 1);

    public void Right() => Cursor = Math.Min(_clusters.Count, Cursor + 1);

    /// <summary>The start of the line that the cursor is in.</summary>
    public void Home() => Cursor = LineStart();

    public void End() => Cursor = LineEnd();

    public void WordLeft() => Cursor = WordStart();

    public void WordRight() => Cursor = WordEnd();

    public void Backspace() => Delete(Math.Max(0, Cursor - 1), Cursor);

    public void DeleteForward() => Delete(Cursor, Math.Min(_clusters.Count, Cursor + 1));

    public void DeleteWordBack() => Delete(WordStart(), Cursor);

    public void DeleteWordForward() => Delete(Cursor, WordEnd());

    /// <summary>To the start of the line; at the start of a line, the line end before it.</summary>
    public void DeleteToStart() => Delete(LineStart() == Cursor ? Math.Max(0, Cursor - 1) : LineStart(), Cursor);

    /// <summary>To the end of the line; at the end of a line, the line end.</summary>
    public void DeleteToEnd() => Delete(Cursor, LineEnd() == Cursor ? Math.Min(_clusters.Count, Cursor + 1) : LineEnd());

    public void Clear() => Set("");

    private void Delete(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            _length -= _clusters[i].Length;
        }

        _clusters.RemoveRange(from, to - from);
        Cursor = from;
    }

    private int LineStart()
    {
        var at = Cursor;
        while (at > 0 && _clusters[at - 1] != "\n")
        {
            at--;
        }

        return at;
    }

    private int LineEnd()
    {
        var at = Cursor;
        while (at < _clusters.Count && _clusters[at] != "\n")
        {
            at++;
        }

        return at;
    }

    private int WordStart()
    {
        var at = Cursor;
        while (at > 0 && IsBlank(_clusters[at - 1]))
        {
            at--;
        }

        while (at > 0 && !IsBlank(_clusters[at - 1]))
        {
            at--;
        }

        return at;
    }

    private int WordEnd()
    {
        var at = Cursor;
        while (at < _clusters.Count && IsBlank(_clusters[at]))
        {
            at++;
        }

        while (at < _clusters.Count && !IsBlank(_clusters[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsBlank(string cluster) => char.IsWhiteSpace(cluster[0]);
}
