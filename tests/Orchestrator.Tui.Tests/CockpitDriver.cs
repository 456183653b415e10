using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Tests;

/// <summary>A cockpit with everything around it: types into it as a terminal does, and reads its picture as text.</summary>
internal sealed class CockpitDriver : IDisposable
{
    private readonly Queue<Action> _posted = new();

    public CockpitDriver(EngineSnapshot snapshot, int columns = 80, int rows = 24, CockpitLayout layout = CockpitLayout.Session, TuiSettings? settings = null, bool colour = true, FakeSetup? setup = null, IReadOnlyList<FakePane>? panes = null)
    {
        Engine = new FakeEngine(snapshot);
        Setup = setup ?? new FakeSetup();
        Surface = new Surface(new TermSize(columns, rows));
        Cockpit = new Cockpit(
            new CockpitContext
            {
                Layout = layout,
                Engine = layout == CockpitLayout.Session ? Engine : null,
                Setup = Setup,
                Pane = role => role == AgentRole.PeerA ? PaneA : PaneB,
                Panes = () => panes ?? [PaneA!],
                Settings = settings ?? new TuiSettings(),
                Detach = () => Detached++,
                Quit = () => Quits++,
                Post = _posted.Enqueue,
                Time = new UtcTime(),
                ProjectName = "parser",
                Colour = colour,
            },
            Surface.Size);
        RunPosted();
    }

    public Cockpit Cockpit { get; }

    public FakeEngine Engine { get; }

    public FakeSetup Setup { get; }

    public FakePane? PaneA { get; set; } = new("PeerA");

    public FakePane? PaneB { get; set; } = new("PeerB");

    public Surface Surface { get; }

    public int Detached { get; private set; }

    public int Quits { get; private set; }

    public static KeyInput Of(string name)
    {
        Assert.True(Widgets.KeyChord.TryParse(name, out var chord), name);
        var raw = chord switch
        {
            { Key: Key.Character, Modifiers: Modifiers.Control } => [(byte)(chord.CodePoint & 0x1F)],
            { Key: Key.Character } => Encoding.UTF8.GetBytes(new Rune(chord.CodePoint).ToString()),
            { Key: Key.Enter } => [13],
            { Key: Key.Tab } => [9],
            { Key: Key.Escape } => [27],
            { Key: Key.Backspace } => [127],
            _ => [],
        };
        return new KeyInput(chord.Key, chord.CodePoint, chord.Modifiers, raw);
    }

    /// <summary>Presses keys by their names, with blanks between: <c>C-b z</c>.</summary>
    public CockpitDriver Press(string names)
    {
        foreach (var name in names.Split(' '))
        {
            Cockpit.HandleInput(Of(name));
        }

        RunPosted();
        return this;
    }

    /// <summary>Types text, a key for each character, through the decoder that real input goes through.</summary>
    public CockpitDriver Type(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            Cockpit.HandleInput(new KeyInput(Key.Character, rune.Value, Modifiers.None, Encoding.UTF8.GetBytes(rune.ToString())));
        }

        RunPosted();
        return this;
    }

    /// <summary>Types a line into the command line and runs it.</summary>
    public CockpitDriver Enter(string line) => Type(line).Press("Enter");

    public CockpitDriver Paste(string text)
    {
        Cockpit.HandleInput(new PasteInput(Encoding.UTF8.GetBytes(text)));
        return this;
    }

    public CockpitDriver Mouse(MouseAction action, int column, int row, MouseButton button = MouseButton.Left)
    {
        Cockpit.HandleInput(new MouseInput(action, action is MouseAction.WheelUp or MouseAction.WheelDown ? MouseButton.None : button, column, row, Modifiers.None));
        RunPosted();
        return this;
    }

    public void Print(FakePane pane, string text)
    {
        pane.Print(text);
        Cockpit.PaneChanged(pane);
    }

    public void Timeline(TimelineKind kind, string label, string text, int minute = 0) =>
        Cockpit.TimelineAppended(new TimelineEntry(minute, Snapshots.Noon.AddMinutes(minute), kind, label, text));

    public void Resize(int columns, int rows)
    {
        Cockpit.Resize(new TermSize(columns, rows));
        Surface.Resize(new TermSize(columns, rows));
    }

    /// <summary>The picture as text, one string a row, trailing blanks kept off.</summary>
    public string[] Rows()
    {
        if (Cockpit.NeedsDraw)
        {
            Cockpit.Draw(Surface);
        }

        Assert.False(Cockpit.NeedsDraw);
        return [.. Enumerable.Range(0, Surface.Size.Rows).Select(RowText)];
    }

    public string Text() => string.Join('\n', Rows());

    public void RunPosted()
    {
        while (_posted.TryDequeue(out var action))
        {
            action();
        }
    }

    public void Dispose() => Cockpit.Dispose();

    private string RowText(int y)
    {
        var text = new StringBuilder();
        foreach (var cell in Surface.ReadRow(y))
        {
            text.Append(cell.Text);
        }

        return text.ToString().TrimEnd();
    }

    private sealed class UtcTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
