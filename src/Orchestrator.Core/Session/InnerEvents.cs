namespace Orchestrator.Core.Session;

internal sealed record TimerRang : EngineEvent
{
    public static readonly TimerRang Instance = new();
}

/// <summary>A command of the user: runs on the loop and answers by itself.</summary>
internal sealed record Asked(Func<Task> Run) : EngineEvent;

internal sealed record ObserverJoined(Audience.Ticket Seat) : EngineEvent;

internal sealed record ObserverLeft(Audience.Ticket Seat) : EngineEvent;
