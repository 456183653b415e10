using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Session;

/// <summary>Tells when the agents begin to say nothing new to each other, and when that is over.</summary>
internal sealed class DamperDuty(SessionContext session, TurnLimits limits) : IDuty
{
    private bool _told;

    public string Name => "damper";

    public DateTimeOffset? Due => null;

    public TimerView? View => limits.IsDamped ? new TimerView(Name, null, null, limits.DamperSentence) : null;

    public async Task AdvanceAsync()
    {
        if (limits.IsDamped == _told)
        {
            return;
        }

        _told = limits.IsDamped;
        if (limits.IsDamped)
        {
            session.Show(
                TimelineKind.Warning, "System", $"The damper holds: {limits.DamperSentence}. Nothing is lost; their last messages lie in the inboxes.");
        }

        await session.Journal.RecordAsync(LedgerKinds.DamperSet, ("on", limits.IsDamped), ("count", session.Journal.Damper.Count));
    }
}
