using Orchestrator.Core.Peers;
using Orchestrator.Pty;

namespace Orchestrator.Demo;

/// <summary>
/// A program that behaves like a coding-agent CLI in its terminal and follows the mail contract, with a script in the place of a model.
/// The demo's agents, and with <see cref="AgentFaults"/> the agents of the tests.
/// </summary>
internal sealed partial class ScriptedAgent : IDisposable
{
    /// <summary>Rules by which its state is read off its screen, as they stand in <c>agents.yaml</c> below <c>state_rules:</c>.</summary>
    public static readonly IReadOnlyList<string> StateRules =
    [
        "dialog: {state: needs-input, where: bottom, rows: 12, pattern: 'Esc to cancel'}",
        "spinner: {state: busy, where: bottom, rows: 12, pattern: '\\(esc to interrupt\\)$'}",
        "prompt: {state: idle, where: bottom, rows: 12, pattern: '^❯'}",
    ];

    // 128 + the signal: what a shell reports for a program that a signal ended.
    private const int HangUpCode = 129;
    private const int TerminatedCode = 143;

    private static readonly TimeSpan EscapePatience = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromMilliseconds(500);

    private readonly ScriptedAgentOptions _options;
    private readonly TtyDevice _tty;
    private readonly EventLoop _loop;
    private readonly AgentInput _input = new();
    private readonly AgentOutput _output;
    private readonly AgentScreen _screen;
    private readonly AgentMailbox _mailbox;
    private readonly AgentScript _script;
    private readonly List<IDisposable> _owned = [];
    private readonly CancellationTokenSource _done = new();
    private Exception? _fault;
    private int _exitCode;
    private IDisposable? _escapeTimer;

    private ScriptedAgent(ScriptedAgentOptions options, TimeProvider time)
    {
        _options = options;
        _tty = TtyDevice.Open();
        _loop = new EventLoop(Failed, time);
        _output = new AgentOutput(_loop, _tty, options.Faults.PieceDelay);
        _screen = new AgentScreen(_output.Write, () => _tty.Size, options.Faults);
        _mailbox = new AgentMailbox(options.MailboxFolder);
        _script = new AgentScript(options.Role, options.HandOffs);
    }

    /// <summary>Plays until it is told to end. Returns the exit code.</summary>
    /// <exception cref="PtyException">Standard input and output are not a terminal.</exception>
    public static int Run(ScriptedAgentOptions options, TimeProvider time)
    {
        using ScriptedAgent agent = new(options, time);
        return agent.Run();
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }

        _loop.Dispose();
        _tty.Dispose();
        _done.Dispose();
    }

    private int Run()
    {
        _tty.EnterRawMode();
        var watch = _loop.Watch(_tty.InputFd, Readable, _output.Flush);
        watch.WantRead = !_options.Faults.NeverRead;
        _output.Watch = watch;
        _owned.Add(watch);
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.WindowChanged, Resized));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.HangUp, () => End(HangUpCode)));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Terminate, () => End(TerminatedCode)));
        _screen.Enter();
        Greet();
        _loop.Run(_done.Token);
        if (_exitCode != HangUpCode)
        {
            _tty.WriteAll(System.Text.Encoding.UTF8.GetBytes(_screen.Leave()), GoodbyePatience);
        }

        _tty.LeaveRawMode();
        _options.Journal("ended", _exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return _fault is null ? _exitCode : throw new IOException($"{_options.Role.Label()} failed: {_fault.Message}", _fault);
    }

    private void Failed(Exception fault)
    {
        _fault ??= fault;
        _done.Cancel();
    }

    private void End(int exitCode)
    {
        _exitCode = exitCode;
        _done.Cancel();
    }

    private void Readable()
    {
        Span<byte> buffer = stackalloc byte[4096];
        var count = _tty.Read(buffer);
        if (count < 0)
        {
            End(HangUpCode);
            return;
        }

        _escapeTimer?.Dispose();
        _escapeTimer = null;
        Take(_input.Feed(buffer[..count]));
        if (_input.HasPendingEscape)
        {
            _escapeTimer = _loop.Schedule(EscapePatience, () => Take(_input.FlushEscape()));
        }
    }

    private void Take(IReadOnlyList<AgentKey> keys)
    {
        foreach (var key in keys)
        {
            Press(key);
        }

        Draw();
    }

    private void Resized()
    {
        _options.Journal("resized", _tty.Size.ToString());
        _screen.Resized();
        Draw();
    }
}
