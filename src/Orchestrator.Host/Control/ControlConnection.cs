using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>
/// One connection, host side, on the event loop: lines, a request each, and when it attached, frames. A request with an id is answered under it, others may be
/// under way meanwhile, and the connection stays; one without is the last. It never blocks: output is queued.
/// </summary>
public sealed class ControlConnection
{
    private readonly Socket _socket;
    private readonly int _fd;
    private readonly EventLoop _loop;
    private readonly VerbTable _verbs;
    private readonly ILogger _logger;
    private readonly FdWatch _watch;
    private readonly OutputQueue _output;
    private readonly WireFrameReader _frames = new();
    private readonly WireFrameReader.Sink _frameSink;
    private readonly LineBuffer _lines = new();
    private readonly OpenCalls _open = new();
    private readonly LoopTimer _patience;
    private readonly List<int> _descriptors = [];
    private bool _closeWhenDrained;
    private Talk _talk;

    public ControlConnection(EventLoop loop, Socket socket, VerbTable verbs, ILogger logger)
    {
        _loop = loop;
        _verbs = verbs;
        _socket = socket;
        _logger = logger;
        _fd = (int)socket.SafeHandle.DangerousGetHandle();
        // Far more than any answer: who does not read has to be let go some time.
        _output = new OutputQueue(_fd, 8 << 20);
        _frameSink = (type, payload) => FrameReceived?.Invoke(type, payload);
        _watch = loop.Watch(_fd, Readable, Writable);
        // Who connects and asks nothing must not keep a place that others need.
        _patience = loop.CreateTimer(Close);
        _patience.Set(RequestPatience);
    }

    /// <summary>How long a connection may take to say what it wants first.</summary>
    public static TimeSpan RequestPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>A request has come.</summary>
    public Action<ControlCall>? Requested { get; set; }

    /// <summary>A frame of an attached client has come.</summary>
    public WireFrameReader.Sink? FrameReceived { get; set; }

    public event Action? Closed;

    /// <summary>The other end has taken all that waited.</summary>
    public event Action? Drained;

    public bool IsClosed { get; private set; }

    /// <summary>True while the other end has not taken all that was sent.</summary>
    public bool IsBusy => !_output.IsEmpty;

    /// <summary>Bytes that the other end has not taken.</summary>
    public int WaitingBytes => _output.PendingBytes;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (IsClosed)
        {
            return;
        }

        if (!_output.Enqueue(bytes))
        {
            _logger.LogWarning("A connection was closed: its other end does not read.");
            Close();
            return;
        }

        Flush();
    }

    /// <summary>Answers the request and closes once the answer has gone.</summary>
    public void Reply(ControlReply reply)
    {
        Send(reply.ToLine());
        CloseWhenDrained();
    }

    /// <summary>Has a stream go on under the call's id until it is ended, or the connection is.</summary>
    /// <returns>A sentence when there are too many, else null.</returns>
    public string? Keep(ControlCall call, IDisposable stream) => _open.EnterStream(call.Id!, stream);

    /// <summary>Ends the stream of that id, as JSON. False when there is none.</summary>
    public bool EndStream(string id) => _open.EndStream(id);

    /// <summary>The call no longer waits for its answer.</summary>
    internal void Answered(ControlCall call) => _open.Leave(call.Id!);

    /// <summary>The descriptors that came with the request; the caller owns them from now on.</summary>
    public int[] TakeDescriptors()
    {
        int[] taken = [.. _descriptors];
        _descriptors.Clear();
        return taken;
    }

    public void CloseWhenDrained()
    {
        _closeWhenDrained = true;
        // What it says after its answer is not for us; its end is told by the write that fails.
        _watch.WantRead = false;
        if (_output.IsEmpty)
        {
            Close();
        }
    }

    public void Close()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        _patience.Dispose();
        _watch.Dispose();
        _socket.Dispose();
        Drop(TakeDescriptors());
        _open.EndAll();
        Closed?.Invoke();
    }

    private void Readable()
    {
        // Once the last request is said, what comes is not for us; it is read for the sake of its end.
        var space = _talk == Talk.Frames ? _frames.Free : _lines.Free;
        Span<int> descriptors = stackalloc int[DescriptorPassing.Most];
        var count = DescriptorPassing.Receive(_fd, space, descriptors, out var descriptorCount);
        Keep(descriptors[..descriptorCount]);
        if (count == 0)
        {
            return;
        }

        if (count < 0)
        {
            Close();
            return;
        }

        try
        {
            if (_talk == Talk.Frames)
            {
                _frames.Filled(count, _frameSink);
            }
            else if (_talk == Talk.Lines)
            {
                LinesFilled(count);
            }
        }
        catch (Exception fault) when (fault is ControlException or InvalidDataException)
        {
            _logger.LogWarning("A connection was closed: {Reason}", fault.Message);
            Refuse(2, fault.Message);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The edge: whatever a request ran into ends its connection with a word, and the session lives on.
            _logger.LogError(fault, "A connection was closed: serving it failed.");
            Refuse(1, Failed(fault));
        }
    }

    // Only a request has any use for them: who sends more must not fill our table.
    private void Keep(ReadOnlySpan<int> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            if (_talk == Talk.Lines && _descriptors.Count < DescriptorPassing.Most)
            {
                _descriptors.Add(descriptor);
            }
            else
            {
                Descriptor.Close(descriptor);
            }
        }
    }

    // In the language that the other end reads by now: a line before it was attached, a frame after.
    private void Refuse(int exitCode, string sentence)
    {
        if (FrameReceived is null)
        {
            Reply(new ControlReply(exitCode, sentence));
            return;
        }

        WireFrameBuffer goodbye = new();
        goodbye.Begin();
        WireFrame.WriteByePayload(goodbye, exitCode, sentence);
        Send(goodbye.End(WireFrameType.Bye));
        CloseWhenDrained();
    }

    private void LinesFilled(int count)
    {
        _lines.Filled(count);
        while (_talk == Talk.Lines && !IsClosed && !_closeWhenDrained)
        {
            if (!_lines.TryTake(out var line))
            {
                if (_lines.Waiting > ControlRequest.MaxLine)
                {
                    throw new ControlException($"The request is longer than {ControlRequest.MaxLine} bytes; send a shorter text.");
                }

                return;
            }

            _patience.Cancel();
            Hear(line);
            if (_talk == Talk.Lines)
            {
                Drop(TakeDescriptors());
            }
        }

        if (_talk == Talk.Frames && !IsClosed)
        {
            // The client did not wait for our answer; its first frames came with the line.
            FeedFrames(_lines.TakeRest());
        }
    }

    private void Hear(ReadOnlySpan<byte> line)
    {
        var json = RequestReader.ParseObject(line);
        if (ControlCall.IdOf(json) is not { } id)
        {
            Serve(json, id: null);
            return;
        }

        // A request of its own name that cannot be served is answered under it; the others on the connection go on.
        try
        {
            if (_open.Enter(id) is { } sentence)
            {
                Send(new ControlReply(ReplyCode.Refused, sentence).ToLine(id));
                return;
            }

            Serve(json, id);
        }
        catch (ControlException fault)
        {
            Answer(id, new ControlReply(ReplyCode.Usage, fault.Message));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException && _talk == Talk.Lines)
        {
            _logger.LogError(fault, "Serving a request failed.");
            Answer(id, new ControlReply(ReplyCode.Failed, Failed(fault)));
        }
    }

    private void Serve(JsonObject json, JsonNode? id)
    {
        var verb = _verbs.VerbOf(json);
        var request = verb.Read(new RequestReader(verb.Name, json));
        if (request is AttachRequest)
        {
            if (_open.Others(id))
            {
                throw new ControlException("A cockpit needs a connection of its own: this one has other requests under way.");
            }

            _talk = Talk.Frames;
        }
        else if (id is null)
        {
            _talk = Talk.Over;
        }

        Requested?.Invoke(new ControlCall(this, id, verb, request, _loop, _logger));
    }

    private void Answer(JsonNode id, ControlReply reply)
    {
        _open.Leave(id);
        Send(reply.ToLine(id));
    }

    private static string Failed(Exception fault) => $"The host failed to serve this ({fault.Message}); its log has the details.";

    private static void Drop(ReadOnlySpan<int> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            Descriptor.Close(descriptor);
        }
    }

    private void FeedFrames(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var piece = Math.Min(bytes.Length, _frames.Free.Length);
            bytes[..piece].CopyTo(_frames.Free);
            _frames.Filled(piece, _frameSink);
            bytes = bytes[piece..];
        }
    }

    private void Writable() => Flush();

    private void Flush()
    {
        _output.Flush();
        if (_output.IsBroken)
        {
            Close();
            return;
        }

        var waited = _watch.WantWrite;
        _watch.WantWrite = !_output.IsEmpty;
        if (!_output.IsEmpty)
        {
            return;
        }

        if (_closeWhenDrained)
        {
            Close();
        }
        else if (waited)
        {
            Drained?.Invoke();
        }
    }

    /// <summary>What the other end says.</summary>
    private enum Talk
    {
        /// <summary>Requests.</summary>
        Lines,

        /// <summary>Nothing more: its last request is being answered.</summary>
        Over,

        /// <summary>Frames of a cockpit.</summary>
        Frames,
    }
}
