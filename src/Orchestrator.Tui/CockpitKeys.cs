using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <summary>The keys of the cockpit itself.</summary>
internal static class CockpitKeys
{
    private static readonly KeyTable<Cockpit>.Binding Detach = new([KeyChord.Char('d')], "detach; everything keeps running", static c => c.Detach());
    private static readonly KeyTable<Cockpit>.Binding Scroll = new([KeyChord.Char('[')], "look back in the pane", static c => c.EnterScroll());
    private static readonly KeyTable<Cockpit>.Binding Help = new([KeyChord.Char('?')], "show this help", static c => c.ShowHelp());
    private static readonly KeyTable<Cockpit>.Binding Quit = new([KeyChord.Char('q')], "quit; asks first", static c => c.AskQuit());

    private static readonly KeyTable<Cockpit>.Binding[] Moves =
    [
        new([KeyChord.Char('o')], "focus the next part", static c => c.FocusNext()),
        new([KeyChord.Of(Key.Left)], "focus the part to the left", static c => c.FocusTowards(-1, 0)),
        new([KeyChord.Of(Key.Right)], "focus the part to the right", static c => c.FocusTowards(1, 0)),
        new([KeyChord.Of(Key.Up)], "focus the part above", static c => c.FocusTowards(0, -1)),
        new([KeyChord.Of(Key.Down)], "focus the part below", static c => c.FocusTowards(0, 1)),
    ];

    private static readonly KeyTable<Cockpit>.Binding Zoom = new([KeyChord.Char('z')], "zoom the pane, and back", static c => c.ToggleZoom());

    private const string PrefixTitle = "After the prefix key";

    public static KeyTable<Cockpit> Prefix { get; } = new(PrefixTitle,
    [
        Detach,
        .. Moves,
        new([KeyChord.Char('c'), KeyChord.Char(':')], "focus the command line", static c => c.FocusOn(Part.Console)),
        new([KeyChord.Char('a')], "focus PeerA", static c => c.FocusOn(Part.PeerA)),
        new([KeyChord.Char('b')], "focus PeerB", static c => c.FocusOn(Part.PeerB)),
        new([KeyChord.Char('l')], "focus the log", static c => c.FocusOn(Part.Log)),
        Zoom,
        Scroll,
        Help,
        Quit,
    ]);

    private static readonly KeyTable<Cockpit> OnePane = new(PrefixTitle, [Detach, Scroll, Help, Quit]);

    private static readonly KeyTable<Cockpit> Panes = new(PrefixTitle, [Detach, .. Moves, Zoom, Scroll, Help, Quit]);

    /// <summary>What is bound after the prefix key: in a session with agents, with several panes, with one.</summary>
    public static KeyTable<Cockpit> AfterPrefix(bool session, bool manyPanes) => session ? Prefix : manyPanes ? Panes : OnePane;

    /// <summary>Not in a pane: there every key but the prefix is the program's.</summary>
    public static KeyTable<Cockpit> OutsidePanes { get; } = new("Outside the panes",
    [
        new([KeyChord.Of(Key.F1)], "show this help", static c => c.ShowHelp()),
    ]);
}
