using Orchestrator.Core.Messages;
using Orchestrator.Core.Session;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The console: timeline, a notice (the answer to the last command), command line, status bar.</summary>
internal sealed class ConsoleView
{
    internal const int MaxEntries = 2000;
    private const int MaxCharacters = 4_000_000;
    private const int MaxEntryCharacters = 20_000;
    private const int MaxNoticeRows = 4;
    private const int WheelRows = 3;

    private readonly ScrollingText _timeline = new(MaxEntries, MaxCharacters);
    private readonly MessageChips _chips;
    private readonly Theme _theme;
    private readonly TimeZoneInfo _zone;
    private readonly string _title;
    private readonly string _helpKeys;
    private (string Text, Style Style) _notice = ("", default);
    private EngineSnapshot _snapshot;
    private Rect _frame;
    private Rect _timelineArea;
    private Rect _inputArea;
    private Rect _popup;
    private CursorPosition _cursor;

    // What changed since the last drawing. The timeline is not drawn again for a typed letter.
    private bool _all = true;
    private bool _timelineChanged;
    private bool _inputChanged;

    public ConsoleView(Theme theme, TimeProvider time, string project, string helpKeys, EngineSnapshot snapshot, IReadOnlyList<SlashCommand> commands, Func<string, bool> submit)
    {
        _theme = theme;
        _zone = time.LocalTimeZone;
        _chips = new MessageChips(_timeline, theme, time);
        _title = CleanText.OneLine(project);
        _helpKeys = helpKeys;
        _snapshot = snapshot;
        CommandLine = new CommandLine(submit, commands, Hint);
    }

    public CommandLine CommandLine { get; }

    /// <summary>True while nothing has been typed into the command line.</summary>
    public bool IsLineEmpty => CommandLine.Editor.IsEmpty;

    public bool NeedsDraw => _all || _timelineChanged || _inputChanged;

    public Rect Area => _frame;

    /// <summary>Where the cursor stands when the console has the focus.</summary>
    public CursorPosition Cursor => _cursor;

    public static KeyTable<ConsoleView> Keys { get; } = new("Timeline",
    [
        new([KeyChord.Of(Key.PageUp)], "scroll the timeline up", static c => c.Scroll(1 - c._timelineArea.Height)),
        new([KeyChord.Of(Key.PageDown)], "scroll the timeline down", static c => c.Scroll(c._timelineArea.Height - 1)),
        new([KeyChord.Of(Key.Up, Modifiers.Shift)], "one row up", static c => c.Scroll(-1)),
        new([KeyChord.Of(Key.Down, Modifiers.Shift)], "one row down", static c => c.Scroll(1)),
        new([KeyChord.Of(Key.Home, Modifiers.Control)], "the oldest entry", static c => c.ScrollToStart()),
        new([KeyChord.Of(Key.End, Modifiers.Control)], "the newest entry", static c => c.ScrollToEnd()),
    ]);

    public void Arrange(Rect frame)
    {
        _frame = frame;
        _all = true;
    }

    public void Invalidate() => _all = true;

    public void Update(EngineSnapshot snapshot)
    {
        _snapshot = snapshot;
        _all = true;
    }

    public void Append(TimelineEntry entry)
    {
        var text = entry.Text.Length <= MaxEntryCharacters
            ? entry.Text
            : $"{entry.Text[..MaxEntryCharacters]}\n… and {entry.Text.Length - MaxEntryCharacters:N0} more characters";
        var time = TimeZoneInfo.ConvertTime(entry.At, _zone).ToString("HH:mm ");
        var mark = entry.Kind switch { TimelineKind.Warning => "! ", TimelineKind.Error => "✗ ", _ => "" };
        var label = _theme.Of(entry.Kind);
        var body = entry.Kind is TimelineKind.System or TimelineKind.Delivery ? _theme.Quiet : _theme.Text;
        TextRun[] head = [new(time, _theme.Quiet), new($"{mark}{TextWrap.Cut(CleanText.OneLine(entry.Label), 40)}  ", label)];
        var number = _timeline.Add(head, text, body);
        if (entry.MessageId is { } id && entry.Kind is TimelineKind.User or TimelineKind.HandOff)
        {
            _chips.Follow(id, number, head);
        }

        _timelineChanged = true;
    }

    /// <summary>A message has come further.</summary>
    public void Update(MessageLife life) => _timelineChanged |= _chips.Update(life);

    /// <summary>When the ages of messages that are shown read otherwise, or null.</summary>
    public TimeSpan? NextAge => _chips.NextChange;

    public void RefreshAges()
    {
        _chips.Refresh();
        _timelineChanged = true;
    }

    /// <summary>Says what became of a command, until the next one.</summary>
    public void Say(CommandResult result)
    {
        _notice = result.Ok ? ($"✓ {result.Text}", _theme.Ok) : ($"✗ {result.Text}", _theme.Error);
        _all = true;
    }

    public void Hint(string text)
    {
        _notice = (text, _theme.Warning);
        _all = true;
    }

    public void HandleKey(KeyInput key)
    {
        if (CommandLine.Search is null && Keys.Find(key) is { } run)
        {
            run(this);
            return;
        }

        var rows = CommandLineView.Rows(CommandLine, _inputArea.Width);
        var popup = CommandLine.Completion is not null;
        CommandLine.HandleKey(key);
        InputChanged(rows, popup);
    }

    public void Insert(string text)
    {
        var rows = CommandLineView.Rows(CommandLine, _inputArea.Width);
        var popup = CommandLine.Completion is not null;
        CommandLine.Insert(text);
        InputChanged(rows, popup);
    }

    /// <summary>A new command is on its way: what the last one said is history.</summary>
    public void ClearNotice()
    {
        _all |= _notice.Text.Length > 0;
        _notice = ("", default);
    }

    public void HandleMouse(MouseInput mouse)
    {
        if (mouse.Action == MouseAction.WheelUp)
        {
            Scroll(-WheelRows);
        }
        else if (mouse.Action == MouseAction.WheelDown)
        {
            Scroll(WheelRows);
        }
        else if (mouse is { Action: MouseAction.Press, Button: MouseButton.Left } && CommandLine.Completion is { } completion)
        {
            CommandLine.Choose(CompletionPopup.ChoiceAt(_popup, completion, mouse.Column, mouse.Row));
            _all = true;
        }
    }

    public void Draw(Surface surface, bool focused)
    {
        if (_all)
        {
            DrawFrame(surface, focused);
        }

        if (_all || _timelineChanged)
        {
            DrawTimeline(surface, focused);
        }

        if (_all || _inputChanged)
        {
            _cursor = CommandLineView.Draw(surface, _inputArea, CommandLine, _theme, focused);
        }

        if (CommandLine.Completion is { } completion)
        {
            _popup = CompletionPopup.Place(completion, _frame, _inputArea.Y - 1);
            CompletionPopup.Draw(surface, _popup, completion, _theme);
        }

        _all = _timelineChanged = _inputChanged = false;
    }

    private void DrawFrame(Surface surface, bool focused)
    {
        surface.Blank(_frame);
        var inside = Border.Inside(_frame);
        var statusRows = Math.Min(StatusBar.Rows(_snapshot, inside.Width), Math.Max(0, inside.Height - 4));
        var inputRows = Math.Min(CommandLineView.Rows(CommandLine, inside.Width), Math.Max(1, inside.Height - statusRows - 3));
        var notice = NoticeRows(inside.Width, Math.Max(0, inside.Height - statusRows - inputRows - 3));
        var planRows = _snapshot.Plan is not null && inside.Height - statusRows - inputRows - notice.Count - 2 > 1 ? 1 : 0;
        var timelineRows = Math.Max(0, inside.Height - statusRows - inputRows - notice.Count - 2 - planRows);

        _timelineArea = inside with { Y = inside.Y + planRows, Height = timelineRows };
        var divider = inside.Y + planRows + timelineRows + notice.Count;
        _inputArea = new Rect(inside.X, divider + 1, inside.Width, inputRows);

        var title = focused ? _theme.TitleFocused : _theme.Title;
        Border.Draw(surface, _frame, _theme, focused, [new("cccc", title), new(_title.Length > 0 ? $" · {_title}" : "", _theme.Quiet)], new(_helpKeys, _theme.Quiet));
        if (planRows > 0)
        {
            surface.WriteRight(inside with { Height = 1 }, 0, TextWrap.Cut(_snapshot.Plan!.Summary, inside.Width), _theme.Quiet);
        }

        for (var i = 0; i < notice.Count; i++)
        {
            surface.DrawText(inside.X, _timelineArea.Bottom + i, notice[i], _notice.Style, inside);
        }

        Border.Divide(surface, _frame, divider, _theme, focused);
        Border.Divide(surface, _frame, _inputArea.Bottom, _theme, focused);
        StatusBar.Draw(surface, new Rect(inside.X, _inputArea.Bottom + 1, inside.Width, Math.Max(0, inside.Bottom - _inputArea.Bottom - 1)), _snapshot, _theme, _zone);
    }

    private void DrawTimeline(Surface surface, bool focused)
    {
        _timeline.Draw(surface, _timelineArea);
        var dividerY = _inputArea.Y - 1;
        Border.Divide(surface, _frame, dividerY, _theme, focused);
        if (!_timeline.FollowsEnd)
        {
            var below = _timeline.EntriesBelow(_timelineArea.Width, _timelineArea.Height);
            var text = below == 1 ? " ↓ 1 more · PageDown " : $" ↓ {below} more · PageDown ";
            surface.WriteRight(new Rect(_frame.X + 1, dividerY, _frame.Width - 3, 1), 0, text, _theme.Warning);
        }
    }

    private List<string> NoticeRows(int columns, int limit)
    {
        if (_notice.Text.Length == 0)
        {
            return [];
        }

        var rows = TextWrap.Wrap(_notice.Text, columns);
        var most = Math.Min(limit, MaxNoticeRows);
        if (rows.Count > most)
        {
            rows.RemoveRange(most, rows.Count - most);
            if (most > 0)
            {
                rows[^1] = TextWrap.Cut(rows[^1] + " …", columns);
            }
        }

        return rows;
    }

    private void InputChanged(int rowsBefore, bool popupBefore)
    {
        _inputChanged = true;
        _all |= rowsBefore != CommandLineView.Rows(CommandLine, _inputArea.Width) || popupBefore || CommandLine.Completion is not null;
    }

    private void Scroll(int rows)
    {
        _timeline.Scroll(rows, _timelineArea.Width, _timelineArea.Height);
        _timelineChanged = true;
    }

    private void ScrollToStart()
    {
        _timeline.ScrollToStart(_timelineArea.Width, _timelineArea.Height);
        _timelineChanged = true;
    }

    private void ScrollToEnd()
    {
        _timeline.ScrollToEnd();
        _timelineChanged = true;
    }
}
