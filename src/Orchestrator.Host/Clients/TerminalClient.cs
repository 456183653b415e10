using System.Buffers;
using System.Net.Sockets;
using Orchestrator.Host.Control;
using Orchestrator.Terminal.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Clients;

/// <summary>
/// The attached client: raw terminal here, socket there, and nothing else. It can die at any time at no cost but its own.
/// </summary>
public sealed class TerminalClient : IDisposable
{
    private static readonly TimeSpan s_writePatience = TimeSpan.FromSeconds(30);

    private readonly EventLoop _loop;
    private readonly TtyDevice _tty;
    private readonly HostConnection _host;
    private readonly OutputQueue _toHost;
    private readonly FrameReader _frames = new();
    private readonly FrameBuffer _frame = new();
    private readonly byte[] _input = new byte[16 * 1024];
    private readonly List<IDisposable> _owned = [];
    private readonly CancellationTokenSource _done = new();
    private FdWatch? _hostWatch;
    private (int ExitCode, string Sentence)? _bye;
    private Exception? _fault;

    private readonly OuterTerminal _outer;

    private TerminalClient(TtyDevice tty, HostConnection host, OuterTerminal outer)
    {
        _outer = outer;
        _tty = tty;
        _host = host;
        _loop = new EventLoop(error =>
        {
            _fault ??= error;
            _done.Cancel();
        });
        _toHost = new OutputQueue((int)host.Socket.SafeHandle.DangerousGetHandle());
    }

    /// <summary>Attaches the terminal to the host until one of the two ends it. Returns the exit code and a sentence for the shell's screen.</summary>
    /// <exception cref="ControlException">The host refuses.</exception>
    public static (int ExitCode, string Sentence) Run(TtyDevice tty, HostConnection host, IReadOnlyDictionary<string, string> environment)
    {
        ControlReply reply = host.Ask(new ControlRequest.Attach(tty.Size, environment));
        if (!reply.Ok)
        {
            return (reply.ExitCode, reply.Text);
        }

        using TerminalClient client = new(tty, host, OuterTerminal.FromEnvironment(environment));
        return client.Run();
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        _loop.Dispose();
        _done.Dispose();
    }

    private (int ExitCode, string Sentence) Run()
    {
        _host.Socket.Blocking = false;
        int fd = (int)_host.Socket.SafeHandle.DangerousGetHandle();
        _hostWatch = _loop.Watch(fd, HostReadable, FlushToHost);
        _owned.Add(_hostWatch);
        _owned.Add(_loop.Watch(_tty.InputFd, TtyReadable));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.WindowChanged, SizeChanged));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.HangUp, () => End(1, "")));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Terminate, () => End(1, "cccc was told to end; the agents keep running: `cccc attach` comes back.")));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Continue, Continued));
        EnterTerminal();
        try
        {
            _loop.Run(_done.Token);
        }
        finally
        {
            _tty.WriteAll(_outer.LeaveSequence.Span, s_writePatience);
            _tty.LeaveRawMode();
        }

        return _fault is null
            ? _bye ?? (1, "The host ended.")
            : (1, $"The client failed ({_fault.Message}). The agents keep running; `cccc attach` comes back.");
    }

    private void EnterTerminal()
    {
        _tty.EnterRawMode();
        _tty.WriteAll(_outer.EnterSequence.Span, s_writePatience);
    }

    private void TtyReadable()
    {
        int count = _tty.Read(_input);
        if (count < 0)
        {
            End(1, "");
            return;
        }

        if (count > 0)
        {
            _frame.Begin();
            _frame.Write(_input.AsSpan(0, count));
            SendFrame(FrameType.Input);
        }
    }

    private void SizeChanged() => SendSize(_tty.Size);

    private void SendSize(TermSize size)
    {
        _frame.Begin();
        Frame.WriteResizePayload(_frame, size);
        SendFrame(FrameType.Resize);
    }

    // After a stop (kill -STOP and fg) the shell has had the terminal: take it again and have everything drawn anew.
    private void Continued()
    {
        EnterTerminal();
        SizeChanged();
    }

    private void SendFrame(FrameType type)
    {
        if (!_toHost.Enqueue(_frame.End(type)))
        {
            End(1, "The host does not read; the connection was ended. `cccc attach` tries again.");
            return;
        }

        FlushToHost();
    }

    private void FlushToHost()
    {
        _toHost.Flush();
        if (_hostWatch is not null)
        {
            _hostWatch.WantWrite = !_toHost.IsEmpty && !_toHost.IsBroken;
        }
    }

    private void HostReadable()
    {
        int count = _host.Socket.Receive(_frames.Free, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return;
        }

        if (error != SocketError.Success || count == 0)
        {
            End(1, "The host ended without a word; its log may say why. `cccc` starts a new one.");
            return;
        }

        _frames.Filled(count, FrameFromHost);
    }

    private void FrameFromHost(FrameType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Output:
                // The terminal's pace is our pace: while it takes these bytes, the host sees that we are busy and draws no more.
                if (!_tty.WriteAll(payload, s_writePatience))
                {
                    End(1, "");
                }

                break;
            case FrameType.Bye:
                (int exitCode, string sentence) = Frame.ReadBye(payload);
                End(exitCode, sentence);
                break;
            default:
                throw new InvalidDataException($"The host sent a frame of type '{(char)type}', which this version does not know.");
        }
    }

    private void End(int exitCode, string sentence)
    {
        _bye ??= (exitCode, sentence);
        _done.Cancel();
    }
}
