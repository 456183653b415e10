using System.Collections.Immutable;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Messages;

/// <summary>A way by which letters reach some addresses. It owns everything between "recorded as stored" and "there". Used on the engine's loop only.</summary>
internal interface ITransport
{
    /// <summary>Whether it is the way to this address, now.</summary>
    bool Reaches(Address to);

    /// <summary>
    /// Takes a letter: it is on disk and in the ledger when this returns, and gets there whatever happens to this process. When it throws, the letter was not
    /// taken, and its sender is to be told.
    /// </summary>
    /// <param name="before">A record that must be on disk too before anybody can see the letter: both share one flush.</param>
    /// <param name="after">Records that are written together with the one that it is there: all of them or none.</param>
    Task<Delivered> SendAsync(Letter letter, LedgerRecord? before, ImmutableArray<LedgerRecord> after);
}

/// <summary>A letter that a transport has taken.</summary>
/// <param name="Sequence">Its number in the inbox, where there is one.</param>
internal sealed record Delivered(string MessageId, long? Sequence);
