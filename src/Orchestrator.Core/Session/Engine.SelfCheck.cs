using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Session;

/// <content>Every so many messages an agent is asked to look at its own work; every so many times it gets its rules again instead.</content>
public sealed partial class Engine
{
    private async Task AdvanceSelfCheckAsync(AgentSeat seat)
    {
        var every = Rhythm.SelfCheckEvery;
        if (every == 0 || !seat.IsUp || _selfChecks.Since(seat.Label) < every)
        {
            return;
        }

        var obstacle = TimerObstacle("self-check", seat);
        await NoteRefusalAsync("self-check", seat, obstacle);
        if (obstacle is not null)
        {
            return;
        }

        var number = _selfChecks.Checks(seat.Label) + 1;
        var refresh = Rhythm.RefreshEvery > 0 && number % Rhythm.RefreshEvery == 0;
        if (TextOf(refresh, seat) is not { } text)
        {
            return;
        }

        // Record and message in one write: after a crash there are both or neither.
        var record = Record(refresh ? LedgerKinds.SystemRefresh : LedgerKinds.SelfCheck, ("peer", seat.Label), ("every", every), ("count", number));
        await StoreAsync(new Letter(MailSender.System, seat, text, NewMessageId()), record);
        Log(LogLevel.Information, $"{(refresh ? "System refresh" : "Self-check")} {number} for {seat.Label}.");
    }

    private string? TextOf(bool refresh, AgentSeat seat)
    {
        try
        {
            return refresh
                ? $"{_rules(seat.Role, _choices!).Trim()}\n\nThese are your rules again, as they are now. Nothing new is asked of you: go on with your work."
                : _texts("self-check", seat.Role, _choices!);
        }
        catch (Exception e)
        {
            // A prompt with a mistake in it: the mail goes on, and the next message tries again.
            seat.StalledUntil = Now + RetryAfterFault;
            LogError($"The {(refresh ? "system refresh" : "self-check")} for {seat.Label} could not be made.", e);
            Show(TimelineKind.Warning, "System", $"{seat.Label} gets no {(refresh ? "refresh of its rules" : "self-check")}: {e.Message}");
            return null;
        }
    }
}
