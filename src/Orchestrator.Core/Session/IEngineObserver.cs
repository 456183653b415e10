using Orchestrator.Core.Messages;

namespace Orchestrator.Core.Session;

/// <summary>
/// Told of everything new by the engine's loop, in order; a new observer gets the newest snapshot and the last 1,000 entries first.
/// Called on the engine's loop: hand over and return.
/// </summary>
public interface IEngineObserver
{
    void SnapshotChanged(EngineSnapshot snapshot);

    void TimelineAppended(TimelineEntry entry);

    void Logged(LogLine line);

    /// <summary>A message that the timeline shows (by its <see cref="TimelineEntry.MessageId"/>) is in this state now.</summary>
    void DeliveryChanged(MessageLife delivery)
    {
        // Who shows no timeline has no use for it.
    }
}
