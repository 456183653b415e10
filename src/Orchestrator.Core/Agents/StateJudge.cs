using System.Collections.Immutable;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Agents;

/// <summary>
/// Judges from the screens of one agent what it is doing. The rules decide in their order; where none speaks, the screen's stillness does.
/// One judge serves one run of an agent: a restarted agent gets a new one.
/// </summary>
public sealed class StateJudge
{
    private readonly ImmutableArray<CompiledRule> _rules;
    private readonly TimeSpan _idleQuiet;
    private readonly bool _knowsBusy;
    private readonly bool _knowsIdle;
    private ScreenObservation? _screen;
    private DateTimeOffset _changedAt;
    private bool _wasReady;
    private int _timeoutsTold;

    /// <exception cref="ArgumentException">A rule's pattern is no regular expression.</exception>
    public StateJudge(ActorDefinition actor)
    {
        _rules = [.. actor.StateRules.Select(rule => new CompiledRule(rule))];
        _idleQuiet = actor.IdleQuiet;
        _knowsBusy = actor.StateRules.Any(rule => rule.State == AgentState.Busy);
        _knowsIdle = actor.StateRules.Any(rule => rule.State == AgentState.Idle);
        Current = new Judgement(AgentState.Starting, "nothing shown yet");
    }

    public Judgement Current { get; private set; }

    /// <summary>When the judgement may change although nothing is printed, or null.</summary>
    public DateTimeOffset? Due { get; private set; }

    public Judgement Observe(ScreenObservation screen, DateTimeOffset now)
    {
        if (_screen is null || Differs(_screen, screen))
        {
            _changedAt = now;
        }

        _screen = screen;
        return Reconsider(now);
    }

    /// <summary>Judges the newest screen again, because time has passed.</summary>
    public Judgement Reconsider(DateTimeOffset now)
    {
        Due = null;
        Current = Judge(now);
        _wasReady |= Current.State is AgentState.Idle or AgentState.Busy;
        return Current;
    }

    /// <summary>The patterns that ran into their time-out since the last call: each is told once and not tried again.</summary>
    public IReadOnlyList<ScreenRule> TakeTimedOutRules()
    {
        var timedOut = _rules.Where(rule => rule.TimedOut).Select(rule => rule.Rule).ToList();
        var news = timedOut.Count > _timeoutsTold ? timedOut : [];
        _timeoutsTold = timedOut.Count;
        return news;
    }

    private Judgement Judge(DateTimeOffset now)
    {
        if (_screen is not { } screen || IsBlank(screen))
        {
            return new Judgement(AgentState.Starting, "nothing shown yet");
        }

        foreach (var rule in _rules)
        {
            if (rule.Match(screen) is not { } evidence)
            {
                continue;
            }

            // In the midst of a redraw a prompt can stand there while the dialog below it is not yet drawn: idle needs a settled screen.
            if (rule.Rule.State == AgentState.Idle && !screen.Settled)
            {
                return Current.State is AgentState.Idle ? Current : new Judgement(Unsettled, "output goes on");
            }

            return new Judgement(rule.Rule.State, $"rule /{rule.Rule.Pattern}/", rule.Rule, evidence.Trim());
        }

        return ByStillness(screen, now);
    }

    private Judgement ByStillness(ScreenObservation screen, DateTimeOffset now)
    {
        if (screen.Settled && _knowsBusy && !_knowsIdle && _wasReady)
        {
            return new Judgement(AgentState.Idle, "no busy mark on a settled screen");
        }

        var quietAt = _changedAt + _idleQuiet;
        if (now >= quietAt)
        {
            return new Judgement(AgentState.Idle, $"still for {_idleQuiet.TotalSeconds:0.##} s");
        }

        Due = quietAt;
        return new Judgement(Unsettled, "the screen changed a moment ago");
    }

    // A program that has not come to rest once since its start is still starting: its prompt may not take input yet.
    private AgentState Unsettled => _wasReady ? AgentState.Busy : AgentState.Starting;

    private static bool IsBlank(ScreenObservation screen) =>
        string.IsNullOrEmpty(screen.StateReport) && screen.Rows.All(string.IsNullOrWhiteSpace);

    private static bool Differs(ScreenObservation a, ScreenObservation b) =>
        a.CursorRow != b.CursorRow || a.CursorColumn != b.CursorColumn || a.Title != b.Title || a.StateReport != b.StateReport
        || !a.Rows.AsSpan().SequenceEqual(b.Rows.AsSpan());
}
