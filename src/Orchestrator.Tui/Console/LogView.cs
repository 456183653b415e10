using Orchestrator.Core.Session;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The newest lines of the log, wrapped, the newest at the bottom.</summary>
internal sealed class LogView(Theme theme, TimeZoneInfo zone)
{
    private const int MaxLines = 1000;
    private const int MaxLineCharacters = 2000;
    private const int WheelRows = 3;

    private readonly Queue<LogLine> _lines = new();
    private readonly ScrollingText _shown = new(MaxLines, MaxLines * MaxLineCharacters);
    private Rect _frame;

    public bool NeedsDraw { get; private set; } = true;

    public Rect Area => _frame;

    /// <summary>True shows details (levels below information) too.</summary>
    public bool Verbose { get; private set; }

    public static KeyTable<LogView> Keys { get; } = new("Log",
    [
        new([KeyChord.Of(Key.Up)], "one row up", static l => l.Scroll(-1)),
        new([KeyChord.Of(Key.Down)], "one row down", static l => l.Scroll(1)),
        new([KeyChord.Of(Key.PageUp)], "a page up", static l => l.Scroll(-l.PageRows)),
        new([KeyChord.Of(Key.PageDown)], "a page down", static l => l.Scroll(l.PageRows)),
        new([KeyChord.Of(Key.End), KeyChord.Char('G')], "the newest line", static l => l.Scroll(int.MaxValue / 2)),
    ]);

    private int PageRows => Math.Max(1, Border.Inside(_frame).Height - 1);

    public void Arrange(Rect frame)
    {
        _frame = frame;
        NeedsDraw = true;
    }

    public void Invalidate() => NeedsDraw = true;

    public void Append(LogLine line)
    {
        _lines.Enqueue(line.Text.Length <= MaxLineCharacters ? line : line with { Text = line.Text[..MaxLineCharacters] + "…" });
        if (_lines.Count > MaxLines)
        {
            _lines.Dequeue();
        }

        if (IsShown(line))
        {
            Show(line);
            NeedsDraw = true;
        }
    }

    public void SetVerbose(bool verbose)
    {
        Verbose = verbose;
        _shown.Clear();
        foreach (var line in _lines.Where(IsShown))
        {
            Show(line);
        }

        NeedsDraw = true;
    }

    public void HandleMouse(MouseInput mouse)
    {
        if (mouse.Action is MouseAction.WheelUp or MouseAction.WheelDown)
        {
            Scroll(mouse.Action == MouseAction.WheelUp ? -WheelRows : WheelRows);
        }
    }

    public void Draw(Surface surface, bool focused)
    {
        var inside = Border.Inside(_frame);
        _shown.Draw(surface, inside);
        var below = _shown.EntriesBelow(inside.Width, inside.Height);
        Border.Draw(surface, _frame, theme, focused, [new("log", focused ? theme.TitleFocused : theme.Title), new(Verbose ? " · verbose" : "", theme.Quiet)], below > 0 ? new($"↓ {below} more", theme.Warning) : default);
        NeedsDraw = false;
    }

    private void Scroll(int rows)
    {
        var inside = Border.Inside(_frame);
        _shown.Scroll(rows, inside.Width, inside.Height);
        NeedsDraw = true;
    }

    private bool IsShown(LogLine line) => Verbose || !IsDetail(line.Level);

    // By the first letters, whichever way a logger spells its levels: Verbose, VRB, trace, Debug, DBG.
    private static bool IsDetail(string level) =>
        level.StartsWith("v", StringComparison.OrdinalIgnoreCase) || level.StartsWith("t", StringComparison.OrdinalIgnoreCase) || level.StartsWith("d", StringComparison.OrdinalIgnoreCase);

    private void Show(LogLine line)
    {
        (var mark, var style) = char.ToUpperInvariant(line.Level.Length > 0 ? line.Level[0] : ' ') switch
        {
            'W' => ("! ", theme.Warning),
            'E' or 'F' or 'C' => ("✗ ", theme.Error),
            _ => ("", theme.Quiet),
        };
        var time = TimeZoneInfo.ConvertTime(line.At, zone).ToString("HH:mm:ss ");
        _shown.Add([new(time, theme.Quiet), new(mark, style)], line.Text, mark.Length > 0 ? theme.Text : theme.Quiet);
    }
}
