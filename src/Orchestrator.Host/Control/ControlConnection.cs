using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orchestrator.Terminal.Pty;

namespace Orchestrator.Host.Control;

/// <summary>
/// One connection, host side, on the event loop: first a request line, then, when it attached, frames. It never blocks: output is queued,
/// and its owner draws the next frame only when the last one has gone (<see cref="Drained"/>).
/// </summary>
public sealed class ControlConnection
{
    private readonly Socket _socket;
    private readonly ILogger _logger;
    private readonly FdWatch _watch;
    private readonly OutputQueue _output;
    private readonly FrameReader _frames = new();
    private readonly FrameReader.Sink _frameSink;
    private ArrayBufferWriter<byte>? _line = new();
    private readonly LoopTimer _patience;
    private bool _closeWhenDrained;

    public ControlConnection(EventLoop loop, Socket socket, ILogger logger)
    {
        _socket = socket;
        _logger = logger;
        int fd = (int)socket.SafeHandle.DangerousGetHandle();
        // A whole screen of 500 x 200 cells in full colour fits.
        _output = new OutputQueue(fd, 8 << 20);
        _frameSink = (type, payload) => FrameReceived?.Invoke(type, payload);
        _watch = loop.Watch(fd, Readable, Writable);
        // Who connects and asks nothing must not keep a place that others need.
        _patience = loop.CreateTimer(Close);
        _patience.Set(RequestPatience);
    }

    /// <summary>How long a connection may take to say what it wants.</summary>
    public static TimeSpan RequestPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The request line has come.</summary>
    public Action<ControlRequest>? Requested { get; set; }

    /// <summary>A frame of an attached client has come.</summary>
    public FrameReader.Sink? FrameReceived { get; set; }

    /// <summary>All queued output has been taken by the other end.</summary>
    public Action? Drained { get; set; }

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
        Closed?.Invoke();
    }

    private void Readable()
    {
        Span<byte> space = _line is null ? _frames.Free : _line.GetSpan(4096);
        int count = _socket.Receive(space, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return;
        }

        if (error != SocketError.Success || count == 0)
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

    // In the language that the other end reads by now: a line before it was attached, a frame after.
    private void Refuse(int exitCode, string sentence)
    {
        if (FrameReceived is null)
        {
            Reply(new ControlReply(exitCode, sentence));
            return;
        }

        FrameBuffer goodbye = new();
        goodbye.Begin();
        Frame.WriteByePayload(goodbye, exitCode, sentence);
        Send(goodbye.End(FrameType.Bye));
        CloseWhenDrained();
    }

    private void LineFilled(int count)
    {
        ArrayBufferWriter<byte> line = _line!;
        line.Advance(count);
        ReadOnlySpan<byte> written = line.WrittenSpan;
        int end = written.IndexOf((byte)'\n');
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
        ReadOnlySpan<byte> rest = written[(end + 1)..];
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
            int piece = Math.Min(bytes.Length, _frames.Free.Length);
            bytes[..piece].CopyTo(_frames.Free);
            _frames.Filled(piece, _frameSink);
            bytes = bytes[piece..];
        }
    }

    private void Writable() => Flush();

    private void Flush()
    {
        bool wasBusy = !_output.IsEmpty;
        _output.Flush();
        if (_output.IsBroken)
        {
            Close();
            return;
        }

        _watch.WantWrite = !_output.IsEmpty;
        if (wasBusy && _output.IsEmpty)
        {
            if (_closeWhenDrained)
            {
                Close();
            }
            else
            {
                Drained?.Invoke();
            }
        }
    }
}
