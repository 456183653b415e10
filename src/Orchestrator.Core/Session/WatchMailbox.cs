using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>Begins to watch the mailbox of these roles; disposing the result ends it.</summary>
public delegate IAsyncDisposable WatchMailbox(IReadOnlyList<AgentRole> roles, IMailObserver observer);
