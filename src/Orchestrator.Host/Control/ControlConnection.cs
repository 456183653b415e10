using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>
/// One connection, host side, on the event loop: first a request line, then, when it attached, frames. It never blocks: output is queued.
/// </summary>
public sealed class ControlConnection
{
    private readonly Socket _socket;
    private readonly int _fd;
    private readonly ILogger _logger;
    private readonly FdWatch _watch;
    private readonly OutputQueue _output;
    private readonly WireFrameReader _frames = new();
    private readonly WireFrameReader.Sink _frameSink;
    private ArrayBufferWriter<byte>? _line = new();
    private readonly LoopTimer _patience;
    private readonly List<int> _descriptors = [];
    private bool _closeWhenDrained;

    public ControlConnection(EventLoop loop, Socket socket, ILogger logger)
    {
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

    /// <summary>How long a connection may take to say what it wants.</summary>
    public static TimeSpan RequestPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The request line has come.</summary>
    public Action<ControlRequest>? Requested { get; set; }

    /// <summary>A frame of an attached client has come.</summary>
    public WireFrameReader.Sink? FrameReceived { get; set; }

    public event Action? Closed;

    public bool IsClosed { get; private set; }

    /// <summary>True while the other end has not taken all that was sent.</summary>
    public bool IsBusy => !_output.IsEmpty;

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
        foreach (var descriptor in TakeDescriptors())
        {
            Descriptor.Close(descriptor);
        }

        Closed?.Invoke();
    }

    private void Readable()
    {
        var space = _line is null ? _frames.Free : _line.GetSpan(4096);
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
            if (_line is null)
            {
                _frames.Filled(count, _frameSink);
            }
            else
            {
                LineFilled(count);
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
            Refuse(1, $"The host failed to serve this ({fault.Message}); its log has the details.");
        }
    }

    // Only a request has any use for them: who sends more must not fill our table.
    private void Keep(ReadOnlySpan<int> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            if (_line is not null && _descriptors.Count < DescriptorPassing.Most)
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

    private void LineFilled(int count)
    {
        var line = _line!;
        line.Advance(count);
        var written = line.WrittenSpan;
        var end = written.IndexOf((byte)'\n');
        if (end < 0)
        {
            if (written.Length > ControlRequest.MaxLine)
            {
                throw new ControlException($"The request is longer than {ControlRequest.MaxLine} bytes; send a shorter text.");
            }

            return;
        }

        _line = null;
        _patience.Cancel();
        var rest = written[(end + 1)..];
        Requested?.Invoke(ControlRequest.Parse(written[..end]));
        if (!rest.IsEmpty && !IsClosed)
        {
            // The client did not wait for our answer; its first frames came with the line.
            FeedFrames(rest);
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

        _watch.WantWrite = !_output.IsEmpty;
        if (_closeWhenDrained && _output.IsEmpty)
        {
            Close();
        }
    }
}
