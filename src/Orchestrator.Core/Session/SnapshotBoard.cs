namespace Orchestrator.Core.Session;

/// <summary>What the session looks like from outside, renewed by the loop when something in it is another. Read from any thread.</summary>
internal sealed class SnapshotBoard
{
    private readonly SessionContext _session;
    private readonly Func<SessionParts> _parts;
    private EngineSnapshot _current;

    public SnapshotBoard(SessionContext session, Func<SessionParts> parts)
    {
        _session = session;
        _parts = parts;
        _current = new EngineSnapshot(
            session.Phase, session.SinglePeer, session.Journal.Paused, [], [], 0, session.Settings.Roles.Aux, session.Settings.Roles.Foreman, session.WallNow);
    }

    public EngineSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Views get a new snapshot only when something in it is another; the time alone is nothing to draw.</summary>
    public void Publish()
    {
        var next = Make();
        if (next.SaysTheSameAs(_current))
        {
            return;
        }

        Volatile.Write(ref _current, next);
        _session.Timeline.Audience.Show(next);
    }

    private TimerView AsShown(TimerView timer) => timer.Due is { } due ? timer with { Due = _session.Wall(due) } : timer;

    private EngineSnapshot Make()
    {
        var (choices, parts) = (_session.Choices ?? _session.Settings.Roles, _parts());
        return new EngineSnapshot(
            _session.Phase,
            choices.SinglePeer,
            _session.Journal.Paused,
            [.. _session.Agents.All.Select(agent => agent.View())],
            [.. parts.Duties.Select(duty => duty.View).OfType<TimerView>().Select(AsShown)],
            (int)Math.Min(_session.Journal.Deliveries.HandOffs, int.MaxValue),
            choices.Aux,
            choices.Foreman,
            _session.WallNow)
        {
            Plan = parts.Plan.Plan,
            Runs = parts.Runs.Views,
        };
    }
}
