using Orchestrator.Core.Messages;

namespace Orchestrator.Core.Session;

/// <summary>
/// Those who watch the session, and what a newcomer is told first. Used on the engine's loop only; a watcher that fails is dropped, the others are not touched.
/// </summary>
internal sealed class Audience(Action<IEngineObserver, Exception> failed)
{
    private const int HistoryEntries = 1000;

    // A thousand messages of a megabyte each are not history but a leak.
    private const long HistoryCharacters = 4_000_000;

    private readonly List<Ticket> _seats = [];
    private readonly Queue<TimelineEntry> _timeline = new();
    private readonly Queue<LogLine> _log = new();
    private readonly Dictionary<string, MessageLife> _deliveries = new(StringComparer.Ordinal);
    private long _timelineCharacters;

    /// <summary>A place in the audience; disposing it leaves.</summary>
    internal sealed class Ticket(IEngineObserver observer, Action<Ticket> leave) : IDisposable
    {
        private int _left;

        public IEngineObserver Observer { get; } = observer;

        public bool HasLeft => Volatile.Read(ref _left) != 0;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                leave(this);
            }
        }
    }

    public void Join(Ticket seat, EngineSnapshot snapshot)
    {
        if (seat.HasLeft)
        {
            return;
        }

        _seats.Add(seat);
        Tell(seat, observer =>
        {
            observer.SnapshotChanged(snapshot);
            foreach (var entry in _timeline)
            {
                observer.TimelineAppended(entry);
            }

            foreach (var delivery in _deliveries.Values)
            {
                observer.DeliveryChanged(delivery);
            }

            foreach (var line in _log)
            {
                observer.Logged(line);
            }
        });
    }

    public void Leave(Ticket seat) => _seats.Remove(seat);

    public void Show(EngineSnapshot snapshot) => TellAll(observer => observer.SnapshotChanged(snapshot));

    /// <param name="delivery">The life so far of the message that the entry is, or null.</param>
    public void Append(TimelineEntry entry, MessageLife? delivery = null)
    {
        _timeline.Enqueue(entry);
        _timelineCharacters += entry.Text.Length;
        while (_timeline.Count > HistoryEntries || (_timelineCharacters > HistoryCharacters && _timeline.Count > 1))
        {
            var forgotten = _timeline.Dequeue();
            _timelineCharacters -= forgotten.Text.Length;
            if (forgotten.MessageId is { } id)
            {
                _deliveries.Remove(id);
            }
        }

        if (entry.MessageId is { } shown && delivery is not null)
        {
            _deliveries[shown] = delivery;
        }

        TellAll(observer => observer.TimelineAppended(entry));
        if (delivery is not null)
        {
            TellAll(observer => observer.DeliveryChanged(delivery));
        }
    }

    /// <summary>A message that the timeline shows has come further.</summary>
    public void Show(MessageLife delivery)
    {
        if (_deliveries.ContainsKey(delivery.Id))
        {
            _deliveries[delivery.Id] = delivery;
            TellAll(observer => observer.DeliveryChanged(delivery));
        }
    }

    public void Log(LogLine line)
    {
        _log.Enqueue(line);
        if (_log.Count > HistoryEntries)
        {
            _log.Dequeue();
        }

        TellAll(observer => observer.Logged(line));
    }

    private void TellAll(Action<IEngineObserver> tell)
    {
        foreach (var seat in _seats.ToArray())
        {
            Tell(seat, tell);
        }
    }

    private void Tell(Ticket seat, Action<IEngineObserver> tell)
    {
        if (seat.HasLeft)
        {
            return;
        }

        try
        {
            tell(seat.Observer);
        }
        catch (Exception e)
        {
            _seats.Remove(seat);
            failed(seat.Observer, e);
        }
    }
}
