using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>Every so many messages an agent is asked to look at its own work; every so many times it gets its rules again instead.</summary>
internal sealed class SelfCheckDuty(SessionContext session, Agent agent, MailRoutes mail, TurnLimits limits, RoleRules rules, SystemTexts texts) : IDuty
{
    public string Name => "self-check";

    public Agent? Agent => agent;

    public DateTimeOffset? Due => limits.IsRefused(Name, agent) ? limits.Of(Name, agent)?.OpensAt : null;

    public TimerView? View => Settings.SelfCheckEvery > 0
        ? new TimerView(
            Name, agent.Role, null,
            $"{Math.Min(session.Journal.SelfChecks.Since(agent.Label), Settings.SelfCheckEvery)}/{Settings.SelfCheckEvery} messages{limits.Waits(Name, agent)}")
        : null;

    private RhythmSettings Settings => session.Settings.Rhythm;

    public async Task AdvanceAsync()
    {
        var every = Settings.SelfCheckEvery;
        if (every == 0 || !agent.IsUp || session.Journal.SelfChecks.Since(agent.Label) < every)
        {
            return;
        }

        var obstacle = limits.Of(Name, agent);
        await limits.NoteAsync(Name, agent, obstacle);
        if (obstacle is not null)
        {
            return;
        }

        var number = session.Journal.SelfChecks.Checks(agent.Label) + 1;
        var refresh = Settings.RefreshEvery > 0 && number % Settings.RefreshEvery == 0;
        if (TextOf(refresh) is not { } text)
        {
            return;
        }

        // Record and message in one write: after a crash there are both or neither.
        var record = session.Journal.Record(refresh ? LedgerKinds.SystemRefresh : LedgerKinds.SelfCheck, ("peer", agent.Label), ("every", every), ("count", number));
        await mail.SendAsync(new Letter(Address.System, agent.Address, text, session.NewMessageId()), record);
        session.Log(LogLevel.Information, $"{(refresh ? "System refresh" : "Self-check")} {number} for {agent.Label}.");
    }

    private string? TextOf(bool refresh)
    {
        try
        {
            return refresh
                ? $"{rules(agent.Role, session.Choices!).Trim()}\n\nThese are your rules again, as they are now. Nothing new is asked of you: go on with your work."
                : texts("self-check", agent.Role, session.Choices!);
        }
        catch (Exception e)
        {
            // A text with a mistake in it: the mail goes on, and the next message tries again.
            agent.StalledUntil = session.Now + SessionContext.RetryAfterFault;
            session.LogError($"The {(refresh ? "system refresh" : "self-check")} for {agent.Label} could not be made.", e);
            session.Show(TimelineKind.Warning, "System", $"{agent.Label} gets no {(refresh ? "refresh of its rules" : "self-check")}: {e.Message}");
            return null;
        }
    }
}
