using System.Text.Json.Nodes;

namespace Orchestrator.Host.Control;

/// <summary>What is under way on one connection: requests with an id that wait for their answer, and streams that go on behind one.</summary>
internal sealed class OpenCalls
{
    /// <summary>Requests that may wait for their answer.</summary>
    public const int MostRequests = 32;

    /// <summary>Streams that may go on.</summary>
    public const int MostStreams = 8;

    private readonly HashSet<string> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IDisposable> _streams = new(StringComparer.Ordinal);

    /// <summary>True when anything but the request of this id is under way.</summary>
    public bool Others(JsonNode? id) => _streams.Count > 0 || _requests.Count > (id is null ? 0 : 1);

    /// <summary>Takes a place for a request. A sentence when it cannot have one, else null.</summary>
    public string? Enter(JsonNode id)
    {
        var key = ControlCall.Key(id);
        if (_requests.Contains(key) || _streams.ContainsKey(key))
        {
            return $"A request with the id {key} is under way on this connection; give each its own.";
        }

        if (_requests.Count >= MostRequests)
        {
            return $"{MostRequests} requests are under way on this connection; wait for an answer, then ask again.";
        }

        _requests.Add(key);
        return null;
    }

    public void Leave(JsonNode id) => _requests.Remove(ControlCall.Key(id));

    /// <summary>A sentence when no stream more can go on, else null.</summary>
    public string? EnterStream(JsonNode id, IDisposable stream)
    {
        if (_streams.Count >= MostStreams)
        {
            return $"{MostStreams} subscriptions are open on this connection; end one with unsubscribe.";
        }

        _streams.Add(ControlCall.Key(id), stream);
        return null;
    }

    /// <summary>Ends a stream. False when there is none of that id.</summary>
    public bool EndStream(string key)
    {
        if (!_streams.Remove(key, out var stream))
        {
            return false;
        }

        stream.Dispose();
        return true;
    }

    public void EndAll()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Dispose();
        }

        _streams.Clear();
        _requests.Clear();
    }
}
