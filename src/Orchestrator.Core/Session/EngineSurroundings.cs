using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <summary>What the engine asks of the world around it.</summary>
/// <param name="Terminals">Where the agents live.</param>
/// <param name="Rules">The rules of a role, given to each agent with the first message that reaches it.</param>
public sealed record EngineSurroundings(IAgentTerminals Terminals, RoleRules Rules)
{
    /// <summary>What the system says to agents, by the name of the text; by default the name itself.</summary>
    public SystemTexts? Texts { get; init; }

    /// <summary>How the mailbox is watched; by default with a watcher of its files.</summary>
    public WatchMailbox? Watch { get; init; }

    /// <summary>Where runs of Aux and the Foreman live; without it there are none.</summary>
    public IRunTerminals? RunTerminals { get; init; }

    /// <summary>What these are told.</summary>
    public IRunTexts? RunTexts { get; init; }

    /// <summary>How it is found out whether anything has changed since the Foreman's last run; without it the Foreman always runs.</summary>
    public LookAtProject? Look { get; init; }
}
