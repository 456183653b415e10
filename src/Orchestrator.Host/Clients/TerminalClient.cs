using System.Net.Sockets;
using Orchestrator.Host.Control;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;

namespace Orchestrator.Host.Clients;

/// <summary>
/// The attached client: hands its terminal to the host, keeps the terminal's modes, tells its size, and gives it back to the shell at the end. No key and no
/// frame passes through here. It can die at any time at no cost but its own.
/// </summary>
public sealed class TerminalClient : IDisposable
{
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(30);

    // How long a host may take to let go of the terminal; one that hangs is left behind.
    private static readonly TimeSpan HostPatience = TimeSpan.FromSeconds(1);

    private readonly EventLoop _loop;
    private readonly TtyDevice _tty;
    private readonly HostConnection _host;
    private readonly OutputQueue _toHost;
    private readonly WireFrameReader _frames = new();
    private readonly WireFrameReader.Sink _frameSink;
    private readonly WireFrameBuffer _frame = new();
    private readonly List<IDisposable> _owned = [];
    private readonly CancellationTokenSource _done = new();
    private readonly OuterTerminal _outer;
    private FdWatch? _hostWatch;
    private (int ExitCode, string Sentence)? _bye;
    private bool _holds;
    private Exception? _fault;

    private TerminalClient(TtyDevice tty, HostConnection host, OuterTerminal outer)
    {
        _outer = outer;
        _tty = tty;
        _host = host;
        _frameSink = FrameFromHost;
        _loop = new EventLoop(error =>
        {
            _fault ??= error;
            _done.Cancel();
        });
        _toHost = new OutputQueue(HostFd);
    }

    private int HostFd => (int)_host.Socket.SafeHandle.DangerousGetHandle();

    /// <summary>Attaches the terminal to the host until one of the two ends it. Returns the exit code and a sentence for the shell's screen.</summary>
    /// <exception cref="ControlException">The host refuses.</exception>
    public static (int ExitCode, string Sentence) Run(TtyDevice tty, HostConnection host, IReadOnlyDictionary<string, string> environment)
    {
        var reply = host.Ask(new AttachRequest(tty.Size, environment), tty.InputFd, tty.OutputFd);
        if (!reply.Ok)
        {
            return (reply.ExitCode, reply.Text);
        }

        using TerminalClient client = new(tty, host, OuterTerminal.FromEnvironment(environment));
        return client.Run();
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }

        _loop.Dispose();
        _done.Dispose();
    }

    private (int ExitCode, string Sentence) Run()
    {
        _host.Socket.Blocking = false;
        _hostWatch = _loop.Watch(HostFd, HostReadable, FlushToHost);
        _owned.Add(_hostWatch);
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.WindowChanged, SizeChanged));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.HangUp, () => Leave(1, "")));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Terminate, () => Leave(1, "cccc was told to end; the agents keep running: `cccc attach` comes back.")));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Stop, AskToHold));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Continue, Continued));
        EnterTerminal();
        try
        {
            SendSize();
            _loop.Run(_done.Token);
        }
        finally
        {
            LeaveTerminal();
        }

        return _fault is null
            ? _bye ?? (1, "The host ended.")
            : (1, $"The client failed ({_fault.Message}). The agents keep running; `cccc attach` comes back.");
    }

    private void EnterTerminal()
    {
        _tty.EnterRawMode();
        _tty.WriteAll(_outer.EnterSequence.Span, WritePatience);
    }

    private void LeaveTerminal()
    {
        _tty.WriteAll(_outer.LeaveSequence.Span, WritePatience);
        _tty.LeaveRawMode();
    }

    private void SizeChanged()
    {
        if (!_holds)
        {
            SendSize();
        }
    }

    private void SendSize()
    {
        _frame.Begin();
        WireFrame.WriteResizePayload(_frame, _tty.Size);
        SendFrame(WireFrameType.Resize);
    }

    // SIGTSTP: the terminal must be ours again before the shell has it.
    private void AskToHold()
    {
        if (!_holds)
        {
            _holds = true;
            _frame.Begin();
            SendFrame(WireFrameType.Hold);
        }
    }

    private void Stop()
    {
        LeaveTerminal();
        _tty.Suspend();
        _holds = false; // SIGCONT has told us to go on: that comes next
    }

    // After a stop (fg) the shell has had the terminal: take it again and have everything drawn anew.
    private void Continued()
    {
        if (!_holds)
        {
            EnterTerminal();
            SendSize();
        }
    }

    private void SendFrame(WireFrameType type)
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
        var count = _host.Socket.Receive(_frames.Free, SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return;
        }

        if (error != SocketError.Success || count == 0)
        {
            End(1, "The host ended without a word; its log may say why. `cccc` starts a new one.");
            return;
        }

        _frames.Filled(count, _frameSink);
    }

    private void FrameFromHost(WireFrameType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case WireFrameType.Hold:
                Stop();
                break;
            case WireFrameType.Bye:
                (var exitCode, var sentence) = WireFrame.ReadBye(payload);
                End(exitCode, sentence);
                break;
            default:
                throw new InvalidDataException($"The host sent a frame of type '{(char)type}', which this version does not know.");
        }
    }

    // Of our own will: the host hangs up when it has let go of the terminal, so that nothing is drawn after it was given back.
    private void Leave(int exitCode, string sentence)
    {
        if (_bye is null)
        {
            _bye = (exitCode, sentence);
            _frame.Begin();
            SendFrame(WireFrameType.Bye);
            _owned.Add(_loop.Schedule(HostPatience, _done.Cancel));
        }
    }

    private void End(int exitCode, string sentence)
    {
        _bye ??= (exitCode, sentence);
        _done.Cancel();
    }
}
