using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Terminal.Screens;
using Attributes = Orchestrator.Terminal.Screens.Attributes;

namespace Orchestrator.Tui.Widgets;

/// <summary>A piece of text in one style.</summary>
internal readonly record struct TextRun(string Text, Style Style);

/// <summary>
/// The styles of the cockpit's own parts. Colours come from the 16 that the user's terminal theme defines, save two greys;
/// without colour, bold and inverse carry what marks and words do not.
/// </summary>
internal sealed class Theme
{
    private readonly bool _colour;

    public Theme(bool colour)
    {
        _colour = colour;
        Border = Tint(Color.Indexed(240));
        BorderFocused = Tint(Color.Indexed(6), Attributes.Bold);
        Title = Tint(Color.Indexed(250));
        TitleFocused = Tint(Color.Indexed(6), Attributes.Bold);
        Quiet = Tint(Color.Indexed(245));
        Ok = Tint(Color.Indexed(2));
        Warning = Tint(Color.Indexed(3), Attributes.Bold);
        Error = Tint(Color.Indexed(1), Attributes.Bold);
        Accent = Tint(Color.Indexed(6));
    }

    public Style Text { get; }

    public Style Strong { get; } = new() { Attributes = Attributes.Bold };

    public Style Selected { get; } = new() { Attributes = Attributes.Inverse };

    public Style Border { get; }

    public Style BorderFocused { get; }

    public Style Title { get; }

    public Style TitleFocused { get; }

    /// <summary>For what is read only when looked for: times, counts, hints.</summary>
    public Style Quiet { get; }

    public Style Ok { get; }

    public Style Warning { get; }

    public Style Error { get; }

    public Style Accent { get; }

    /// <summary>The label of a timeline entry.</summary>
    public Style Of(TimelineKind kind) => kind switch
    {
        TimelineKind.User => Tint(Color.Indexed(2), Attributes.Bold),
        TimelineKind.ToUser => Tint(Color.Indexed(6), Attributes.Bold),
        TimelineKind.HandOff => Tint(Color.Indexed(5), Attributes.Bold),
        TimelineKind.Warning => Warning,
        TimelineKind.Error => Error,
        _ => Quiet,
    };

    public Style Of(AgentState state) => state switch
    {
        AgentState.Busy => Tint(Color.Indexed(2)),
        AgentState.Idle => Tint(Color.Indexed(6)),
        AgentState.NeedsInput or AgentState.Limited => Warning,
        AgentState.Exited => Error,
        _ => Quiet,
    };

    private Style Tint(Color colour, Attributes attributes = Attributes.None) =>
        new() { Foreground = _colour ? colour : Color.Default, Attributes = attributes };
}
