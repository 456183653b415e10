namespace Orchestrator.Tui.Console;

/// <summary>The lines that were entered, in memory only: they may hold what the user would not want on disk.</summary>
internal sealed class CommandHistory
{
    public const int MaxLines = 1000;

    private readonly List<string> _lines = [];
    private string _draft = "";
    private int _at; // _lines.Count: the draft

    public int Count => _lines.Count;

    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
            if (_lines.Count > MaxLines)
            {
                _lines.RemoveAt(0);
            }
        }

        _at = _lines.Count;
        _draft = "";
    }

    /// <summary>The line before the one shown, or null at the oldest. What was being typed is kept as the newest.</summary>
    public string? Older(string shown)
    {
        if (_at == _lines.Count)
        {
            _draft = shown;
        }

        return _at > 0 ? _lines[--_at] : null;
    }

    public string? Newer()
    {
        if (_at >= _lines.Count)
        {
            return null;
        }

        _at++;
        return _at == _lines.Count ? _draft : _lines[_at];
    }

    /// <summary>The newest line older than <paramref name="before"/> that contains the text, or -1.</summary>
    public int Search(string text, int before)
    {
        for (var i = Math.Min(before, _lines.Count) - 1; i >= 0; i--)
        {
            if (_lines[i].Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    public string Line(int index) => _lines[index];
}
