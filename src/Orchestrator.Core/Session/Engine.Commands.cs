using System.Collections.Immutable;
using System.Text;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <content>What the user asks for. Every answer is given after the fact, never before it.</content>
public sealed partial class Engine
{
    private const int MostKeyCharacters = 200;

    // Given after the views have been told, so that who has an answer finds it in the snapshot too.
    private readonly List<Action> _answers = [];

    public Task<CommandResult> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken) =>
        AskAsync(() => SendOnLoopAsync(route, text, options), cancellationToken);

    public Task<CommandResult> SendAsync(Route route, string text, CancellationToken cancellationToken) => SendAsync(route, text, SendOptions.Plain, cancellationToken);

    public Task<CommandResult> LaunchAsync(RoleChoices choices, LeftOverMail leftOver, CancellationToken cancellationToken) =>
        AskForStartAsync(() => LaunchOnLoopAsync(choices, leftOver), cancellationToken);

    public Task<CommandResult> LaunchAsync(RoleChoices choices, CancellationToken cancellationToken) =>
        LaunchAsync(choices, _settings.Delivery.LeftOver == LeftOverMail.Ask ? LeftOverMail.Resume : _settings.Delivery.LeftOver, cancellationToken);

    public Task<CommandResult> RestartAsync(AgentRole? role, CancellationToken cancellationToken) =>
        AskForStartAsync(() => RestartOnLoopAsync(role), cancellationToken);

    public Task<CommandResult> PauseAsync(CancellationToken cancellationToken) =>
        AskAsync(PauseOnLoopAsync, cancellationToken);

    public Task<CommandResult> ResumeAsync(CancellationToken cancellationToken) =>
        AskAsync(ResumeOnLoopAsync, cancellationToken);

    // A command that was begun is finished: giving up the wait for its answer does not undo it.
    private async Task<CommandResult> AskAsync(Func<Task<CommandResult>> command, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new Asked(async () =>
        {
            if (cancellationToken.IsCancellationRequested)
            {
                answer.TrySetCanceled(cancellationToken);
                return;
            }

            try
            {
                var result = await command();
                _answers.Add(() => answer.TrySetResult(result));
            }
            catch (Exception e)
            {
                _answers.Add(() => answer.TrySetResult(new CommandResult(false, e.Message)));
                throw;
            }
        });
        return _events.Writer.TryWrite(asked)
            ? await answer.Task.WaitAsync(cancellationToken)
            : new CommandResult(false, "The session has ended.");
    }

    private async Task<CommandResult> AskForStartAsync(Func<Task<StartAnswer>> command, CancellationToken cancellationToken)
    {
        Task<CommandResult>? started = null;
        var asked = await AskAsync(
            async () =>
            {
                var answer = await command();
                started = answer.Started;
                return answer.Now ?? new CommandResult(true, "");
            },
            cancellationToken);
        return asked.Ok && started is not null ? await started.WaitAsync(cancellationToken) : asked;
    }

    private async Task<CommandResult> SendOnLoopAsync(Route route, string text, SendOptions options)
    {
        if (ReasonNotToSend(route, text, options) is { } reason)
        {
            return new CommandResult(false, reason);
        }

        var stored = new List<string>();
        var ids = ImmutableArray.CreateBuilder<string>();
        foreach (var seat in _seats.Values.OrderBy(seat => seat.Role).Where(seat => Reaches(route, seat.Role)))
        {
            if (options.Key is { } key && _deliveries.OfKey(seat.Label, key) is { } known && _deliveries.Find(seat.Label, known) is not { State: DeliveryState.Refused })
            {
                ids.Add(known);
                stored.Add($"{seat.Label} (before, as {known})");
                continue;
            }

            try
            {
                var letter = new Letter(MailSender.User, seat, text, NewMessageId(), Urgent: options.Urgent, Expires: Now + options.TimeToLive, Key: options.Key, ReplyTo: options.ReplyTo);
                var file = await StoreAsync(letter);
                seat.Keepalive.UserSpoke(Now);
                ids.Add(file.MessageId);
                stored.Add($"{seat.Label} ({file.Sequence:D6})");
                Show(TimelineKind.User, $"User → {seat.Label}", text, file.MessageId);
            }
            catch (Exception e) when (IsStorageFault(e))
            {
                LogError($"The user's message for {seat.Label} was not stored.", e);
                var before = stored.Count == 0 ? "" : $"stored for {string.Join(" and ", stored)}, but ";
                return new CommandResult(false, $"{before}not stored for {seat.Label}: {e.Message}", ids.ToImmutable());
            }
        }

        var paused = _pause.Paused ? "; delivery is paused" : "";
        return new CommandResult(true, $"stored for {string.Join(" and ", stored)}{paused}", ids.ToImmutable());
    }

    private string? ReasonNotToSend(Route route, string text, SendOptions options)
    {
        if (_phase != SessionPhase.Running)
        {
            return _phase == SessionPhase.Setup ? "No agent is launched yet." : "The session is ending.";
        }

        if (SinglePeer && route == Route.PeerB)
        {
            return "Single-peer mode, use /a";
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return "There is nothing to send: the message is empty.";
        }

        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > _settings.Delivery.MaxMessageBytes)
        {
            return $"The message has {bytes} bytes; delivery.max_message_bytes allows {_settings.Delivery.MaxMessageBytes}. Put the text into a file of the project and send its path.";
        }

        if (options.Key is { Length: 0 or > MostKeyCharacters })
        {
            return $"A key has 1 to {MostKeyCharacters} characters.";
        }

        return options.ReplyTo is { } answered && _deliveries.Search(answered).All(delivery => delivery.Id != answered)
            ? $"There is no message {answered} to reply to; `cccc message list` shows those that there are." : null;
    }

    private static bool Reaches(Route route, AgentRole role) => route switch
    {
        Route.PeerA => role == AgentRole.PeerA,
        Route.PeerB => role == AgentRole.PeerB,
        _ => true,
    };

    private async Task<CommandResult> PauseOnLoopAsync()
    {
        if (_pause.Paused)
        {
            return new CommandResult(true, "Delivery is paused already.");
        }

        await RecordAsync(LedgerKinds.Paused);
        Show(TimelineKind.System, "System", "Paused: mail is stored, nothing is typed.");
        return new CommandResult(true, "Paused: mail is stored, nothing is typed.");
    }

    private async Task<CommandResult> ResumeOnLoopAsync()
    {
        if (!_pause.Paused)
        {
            return new CommandResult(true, "Delivery is not paused.");
        }

        await RecordAsync(LedgerKinds.Resumed);
        foreach (var seat in _seats.Values)
        {
            seat.Nudges.RemindNow();
        }

        Show(TimelineKind.System, "System", "Resumed.");
        return new CommandResult(true, "Resumed.");
    }
}
