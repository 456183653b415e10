using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;

namespace Orchestrator.Host.Control;

/// <summary>What a connection asks of the host: a line with a JSON object that has a <c>verb</c>. Each verb has a record of its own, beside it.</summary>
/// <param name="Verb">The name of its row in the table of verbs.</param>
public abstract record ControlRequest(string Verb)
{
    /// <summary>Bytes of a line; a longer one is refused.</summary>
    public const int MaxLine = 2 << 20;

    /// <summary>The line that asks this, with its end.</summary>
    public string ToLine()
    {
        JsonObject line = new() { ["verb"] = Verb };
        Write(line);
        return line.ToJsonString() + "\n";
    }

    /// <exception cref="ControlException">Another word than a, b, PeerA, PeerB, both.</exception>
    public static Route ParseRoute(string? name) => AgentRoles.Parse(name) switch
    {
        AgentRole.PeerA => Route.PeerA,
        AgentRole.PeerB => Route.PeerB,
        _ when string.Equals(name, "both", StringComparison.OrdinalIgnoreCase) => Route.Both,
        _ => throw new ControlException($"'{name}' is no receiver; use a, b or both."),
    };

    /// <exception cref="ControlException">Another word than a, b, PeerA, PeerB.</exception>
    public static AgentRole ParseRole(string? name) =>
        AgentRoles.Parse(name) ?? throw new ControlException($"'{name}' is no agent of a session; use peerA or peerB.");

    /// <exception cref="ControlException">Another word than approve, deny, or a number from 1 to 99.</exception>
    public static PromptAnswer ParseAnswer(string? word) =>
        PromptAnswer.Parse(word) ?? throw new ControlException($"'{word}' is no answer: approve, deny, or a number from 1 to 99.");

    /// <summary>Adds what the verb wants to know; nothing when its name says it all.</summary>
    protected virtual void Write(JsonObject line)
    {
        // Most of what is asked has no more to say.
    }
}
