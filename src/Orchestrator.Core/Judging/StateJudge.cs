using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>
/// Judges from the screens of one agent what it is doing. The rules decide in their order; where none speaks, the screen's stillness does.
/// One judge serves one run of an agent: a restarted agent gets a new one.
/// </summary>
public sealed class StateJudge
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly TimeSpan _idleQuiet;
    private readonly TimeZoneInfo _zone;
    private readonly Func<TimeSpan> _ahead;
    private ActorDefinition _actor;
    private ScreenRules _rules;
    private bool _knowsBusy;
    private bool _knowsIdle;
    private ScreenObservation? _screen;
    private DateTimeOffset _changedAt;
    private bool _wasReady;
    private int _timeoutsTold;
    private (string Evidence, DateTimeOffset? ResetsAt)? _limit;

    /// <param name="zone">The zone of the times that a CLI shows; by default that of this machine.</param>
    /// <param name="ahead">How far the times that it is given are ahead of the clock that a CLI sees; by default not at all.</param>
    /// <exception cref="ArgumentException">A rule's pattern is no regular expression.</exception>
    public StateJudge(ActorDefinition actor, TimeZoneInfo? zone = null, Func<TimeSpan>? ahead = null)
    {
        _ahead = ahead ?? (() => TimeSpan.Zero);
        _zone = zone ?? TimeZoneInfo.Local;
        _idleQuiet = actor.IdleQuiet;
        Current = new Judgement(AgentState.Starting, "nothing shown yet");
        TakeRules(actor);
    }

    public Judgement Current { get; private set; }

    /// <summary>The same rules once more, for the thread that types: it looks at the screen by itself.</summary>
    public ScreenRules TypingRules { get; private set; }

    /// <summary>When the judgement may change although nothing is printed, or null.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>From the next look on the rules of this actor count.</summary>
    /// <returns>False when they are the same as before.</returns>
    /// <exception cref="ArgumentException">A rule's pattern is no regular expression.</exception>
    public bool ReplaceRules(ActorDefinition actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Composer == _actor.Composer && actor.StateRules.AsSpan().SequenceEqual(_actor.StateRules.AsSpan()))
        {
            return false;
        }

        TakeRules(actor);
        return true;
    }

    /// <summary>The rules that nearly spoke of this screen.</summary>
    public ImmutableArray<NearMiss> NearMisses(ScreenObservation screen) => _rules.NearMisses(screen);

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
        var timedOut = _rules.LeftOut.ToList();
        var news = timedOut.Count > _timeoutsTold ? timedOut : [];
        _timeoutsTold = timedOut.Count;
        return news;
    }

    [MemberNotNull(nameof(_actor), nameof(_rules), nameof(TypingRules))]
    private void TakeRules(ActorDefinition actor)
    {
        // That it has ended is known from its process; a shell prompt that it prints is text.
        ImmutableArray<ScreenRule> rules = [.. actor.StateRules.Where(rule => rule.State != AgentState.Exited)];
        _rules = new ScreenRules(actor with { StateRules = rules });
        TypingRules = new ScreenRules(actor with { StateRules = rules });
        _actor = actor;
        _knowsBusy = rules.Any(rule => rule.State == AgentState.Busy);
        _knowsIdle = rules.Any(rule => rule.State == AgentState.Idle);
        _timeoutsTold = 0;
    }

    private Judgement Judge(DateTimeOffset now)
    {
        if (_screen is not { } screen || IsBlank(screen))
        {
            return new Judgement(AgentState.Starting, "nothing shown yet");
        }

        var reading = _rules.Read(screen);
        if (reading.Incomplete && reading.Match is null or { Rule.State: AgentState.Idle })
        {
            // It may be a dialog that was not recognised in time: nothing new is concluded, and it is looked at again.
            Due = now + LookAgain;
            return Current.State == AgentState.Idle ? new Judgement(AgentState.Busy, "its screen could not be judged in time") : Current;
        }

        if (reading.Match is not { } match)
        {
            return ByStillness(screen, reading.Composer, now) with { Composer = reading.Composer };
        }

        // In the midst of a redraw a prompt can stand there while the dialog below it is not yet drawn: idle needs a settled screen.
        if (match.Rule.State == AgentState.Idle && !screen.Settled)
        {
            return Current.State is AgentState.Idle ? Current : new Judgement(Unsettled, "output goes on") { Composer = reading.Composer };
        }

        if (match.Rule.State == AgentState.Busy)
        {
            // A turn has run since: the same words below it tell of another limit.
            _limit = null;
        }

        var judgement = Judgement.By(match) with { Composer = reading.Composer };
        return match.Rule.State == AgentState.Limited ? ByLimit(judgement, now) : judgement;
    }

    // The row stays on the screen when the limit is long over, until somebody writes to the agent.
    private Judgement ByLimit(Judgement limited, DateTimeOffset now)
    {
        var evidence = limited.Evidence ?? "";
        if (_limit is not { } known || known.Evidence != evidence)
        {
            _limit = known = (evidence, ResetTime.Read(evidence, now - _ahead(), _zone) is { } read ? TimeZoneInfo.ConvertTime(read + _ahead(), _zone) : null);
        }

        if (known.ResetsAt is not { } resetsAt)
        {
            return limited;
        }

        if (now >= resetsAt && limited.Composer is not null)
        {
            return new Judgement(AgentState.Idle, "its usage limit is over", limited.Rule, limited.Evidence, limited.Row) { Composer = limited.Composer };
        }

        Due = now < resetsAt ? resetsAt : null;
        return limited with { ResetsAt = resetsAt };
    }

    private Judgement ByStillness(ScreenObservation screen, ComposerFound? composer, DateTimeOffset now)
    {
        var composerMissing = _rules.KnowsComposer && composer is null;
        if (!composerMissing && screen.Settled && _knowsBusy && !_knowsIdle && _wasReady)
        {
            return new Judgement(AgentState.Idle, "no busy mark on a settled screen");
        }

        var quietAt = _changedAt + _idleQuiet;
        if (now >= quietAt && composerMissing)
        {
            // Whatever it is, it stands where the composer should, and a return would answer it.
            return _wasReady
                ? new Judgement(AgentState.NeedsInput, "its composer is not on the screen, and no rule knows what is")
                : new Judgement(AgentState.Starting, "its composer has not shown yet");
        }

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
        || a.Progress != b.Progress || a.Notification != b.Notification || a.Hook != b.Hook
        || !a.Rows.AsSpan().SequenceEqual(b.Rows.AsSpan());
}
