namespace Orchestrator.Core.Settings.Loading;

/// <summary>An actor and whether its program was found on PATH.</summary>
public sealed record ActorAvailability(ActorDefinition Actor, string? ProgramPath)
{
    public bool Found => ProgramPath is not null;
}
