using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Typing;

/// <summary>Screens and actors as a test writes them down.</summary>
internal static class ScreensForTests
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ActorDefinition Actor(params ScreenRule[] rules) => new(
        "fake", "Fake", ["fake-agent"], System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, [.. rules],
        SubmitDelay: TimeSpan.FromMilliseconds(100), SubmitKeys: "\r", IdleQuiet: TimeSpan.FromSeconds(1), InstallHint: null);

    public static readonly ScreenRule Dialog = new(AgentState.NeedsInput, ScreenRegion.Screen, "Do you want to proceed", 0);
    public static readonly ScreenRule Limit = new(AgentState.Limited, ScreenRegion.Bottom, "usage limit reached", 5);
    public static readonly ScreenRule Working = new(AgentState.Busy, ScreenRegion.Bottom, "esc to interrupt", 3);
    public static readonly ScreenRule Prompt = new(AgentState.Idle, ScreenRegion.Bottom, "^> ", 3);

    public static ActorDefinition RuledActor() => Actor(Dialog, Limit, Working, Prompt);

    public static ScreenObservation Screen(long version, params string[] rows) => Screen(version, settled: true, rows);

    public static ScreenObservation Screen(long version, bool settled, params string[] rows) => new(
        [.. rows], Math.Max(0, rows.Length - 1), rows.Length == 0 ? 0 : rows[^1].Length, Title: null, BracketedPaste: true, version, settled);

    public static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    public static TimeSpan Sec(double seconds) => TimeSpan.FromSeconds(seconds);
}
