using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>A message file in an inbox: <c>000001.&lt;mid&gt;.txt</c>.</summary>
public sealed record InboxFile(AgentRole To, long Sequence, string MessageId, string Path)
{
    public string Name => System.IO.Path.GetFileName(Path);
}
