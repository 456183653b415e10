using System.Collections.Immutable;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>Where all mail goes out: each letter by the first transport that reaches its address. Used on the engine's loop only.</summary>
internal sealed class MailRoutes(SessionContext session, params ImmutableArray<ITransport> transports)
{
    /// <exception cref="MailboxException">No transport reaches the address, or the one that does could not take the letter.</exception>
    public Task<Delivered> SendAsync(Letter letter, LedgerRecord? before = null, ImmutableArray<LedgerRecord> after = default) =>
        (transports.FirstOrDefault(transport => transport.Reaches(letter.To)) ?? throw new MailboxException($"There is no way to {letter.To}: nobody of that name runs in this session."))
            .SendAsync(letter, before, after.IsDefault ? [] : after);

    /// <summary>A word of the system's, to whoever is there to hear it and has not had this one.</summary>
    public async Task TellAsync(Address to, string text, string? messageId = null)
    {
        // In single-peer mode an old run may have left mail of PeerB: its author does not run, and its folder is not touched.
        if (transports.Any(transport => transport.Reaches(to)) && (messageId is null || session.Journal.Deliveries.Find(to.Text, messageId) is null))
        {
            await SendAsync(new Letter(Address.System, to, text, messageId ?? session.NewMessageId()));
        }
    }
}
