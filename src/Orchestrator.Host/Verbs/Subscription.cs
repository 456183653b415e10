using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>
/// Carries the engine's news to one connection, a line each. Neither loop waits for who reads slowly: what there is no room for is dropped, and once the
/// other end has caught up it is told how many events it missed, and the newest snapshot when that was among them.
/// </summary>
internal sealed class Subscription(ControlCall call, ImmutableArray<SessionEvent> events) : IEngineObserver, IDisposable
{
    /// <summary>Events on their way from the engine's loop to the socket's; a new observer is told a thousand at once.</summary>
    public const int MostOnTheirWay = 4096;

    /// <summary>Bytes that the other end may leave unread before events are dropped: far below what ends a connection.</summary>
    public const int MostUnread = 1 << 20;

    private IDisposable? _observing;
    private Numbered? _missedSnapshot;
    private long _snapshots;
    private long _newestTold;
    private int _onTheirWay;
    private int _missed;
    private bool _ended;

    public void Begin(IEngine engine)
    {
        if (_ended)
        {
            return; // The answer itself was too much for the other end.
        }

        call.Connection.Drained += CatchUp;
        _observing = engine.Observe(this);
    }

    public void SnapshotChanged(EngineSnapshot snapshot)
    {
        if (events.Contains(SessionEvent.Snapshot))
        {
            Numbered numbered = new(++_snapshots, snapshot);
            HandOver(() => Tell(numbered), numbered);
        }
    }

    public void TimelineAppended(TimelineEntry entry)
    {
        if (events.Contains(SessionEvent.Timeline))
        {
            HandOver(() => Tell("timeline", EventJson.Of(entry)));
        }
    }

    public void DeliveryChanged(MessageLife delivery)
    {
        if (events.Contains(SessionEvent.Deliveries))
        {
            HandOver(() => Tell("deliveries", MessageJson.Of(delivery)));
        }
    }

    public void Logged(LogLine line)
    {
        if (events.Contains(SessionEvent.Log))
        {
            HandOver(() => Tell("log", EventJson.Of(line)));
        }
    }

    /// <summary>On the event loop.</summary>
    public void Dispose()
    {
        _ended = true;
        call.Connection.Drained -= CatchUp;
        _observing?.Dispose();
    }

    // On the engine's loop: counted and posted, nothing more.
    private void HandOver(Action tell, Numbered? snapshot = null)
    {
        if (Interlocked.Increment(ref _onTheirWay) > MostOnTheirWay)
        {
            Interlocked.Decrement(ref _onTheirWay);
            Miss(snapshot);
            return;
        }

        call.Loop.Post(() =>
        {
            Interlocked.Decrement(ref _onTheirWay);
            if (_ended)
            {
                return;
            }

            if (call.Connection.WaitingBytes > MostUnread)
            {
                Miss(snapshot);
                return;
            }

            CatchUp();
            tell();
        });
    }

    private void Miss(Numbered? snapshot)
    {
        if (snapshot is not null)
        {
            Interlocked.Exchange(ref _missedSnapshot, snapshot);
        }

        Interlocked.Increment(ref _missed);
    }

    private void CatchUp()
    {
        if (Interlocked.Exchange(ref _missed, 0) is > 0 and var missed)
        {
            Tell("missed", new JsonObject { ["count"] = missed });
        }

        if (Interlocked.Exchange(ref _missedSnapshot, null) is { } snapshot)
        {
            Tell(snapshot);
        }
    }

    // One that was missed on the engine's side is newer than those that are on their way still: the newest is told last, whatever was told before.
    private void Tell(Numbered snapshot)
    {
        if (snapshot.Number > _newestTold)
        {
            _newestTold = snapshot.Number;
            Tell("snapshot", SnapshotJson.Of(snapshot.Snapshot));
        }
    }

    private void Tell(string name, JsonObject data)
    {
        JsonObject line = new() { ["id"] = call.Id!.DeepClone(), ["event"] = name, ["data"] = data };
        call.Connection.Send(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
    }

    private sealed record Numbered(long Number, EngineSnapshot Snapshot);
}
