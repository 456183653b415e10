using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Core;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Keeping;
using Orchestrator.Terminal.Pty;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui;

namespace Orchestrator.Host.Sessions;

/// <summary>A session of one pane that runs a command: no agents, no mail. It ends with the command, and with its exit code.</summary>
public sealed class PaneContent : ISessionContent, IDisposable
{
    // signal(7)
    private const int SignalHangUp = 1;
    private const int SignalKill = 9;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop;
    private readonly SessionClients _clients;
    private readonly CockpitFactory _cockpits;
    private readonly TerminalPane _pane;
    private readonly string _name;
    private readonly string _title;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="PtyException">The command cannot be started; the message is a sentence for the user.</exception>
    public PaneContent(EventLoop loop, IAgentKeeper keeper, HostOptions options, ScreenOptions screen, SessionClients clients, CockpitFactory cockpits)
    {
        IReadOnlyList<string> command = options.PaneCommand ?? throw new ArgumentException("A pane needs a command.", nameof(options));
        _loop = loop;
        _clients = clients;
        _cockpits = cockpits;
        _name = options.SessionName ?? "";
        _title = Path.GetFileName(command[0]);
        _pane = new TerminalPane(loop, keeper, PaneRoom.Alone(options.Terminal), screen);
        Panes = [_pane];
        _pane.Changed += pane => clients.PaneChanged(pane);
        _pane.Start(new PtyStart
        {
            FileName = command[0],
            Arguments = command.Skip(1).ToArray(),
            WorkingDirectory = options.WorkingDirectory,
            Environment = PtyEnvironment.Create(),
            Size = _pane.Screen.Size,
        });
        _pane.Exited += (_, _) => _exited.TrySetResult();
    }

    /// <summary>The command has ended.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Valid after <see cref="Exited"/>: what the shell would see, 128 + the signal for a killed command.</summary>
    public int ExitCode => _pane.Exit is { } exit ? exit.ExitCode ?? (128 + exit.Signal.GetValueOrDefault()) : 1;

    public IReadOnlyList<TerminalPane> Panes { get; }

    public Cockpit MakeCockpit(AttachedClient client, Session session) => _cockpits.ForPane(client, session, _clients.View(client, _pane, _title));

    public string DetachedSentence => $"Detached; {_title} keeps running. `cccc attach --session {_name}` comes back, `cccc kill --session {_name}` ends it.";

    public JsonNode Status() => new JsonObject
    {
        ["command"] = _title,
        ["phase"] = _pane.IsAlive ? "running" : "ended",
        ["process"] = _pane.ProcessId,
        ["clients"] = _clients.Count,
        ["host_process"] = Environment.ProcessId,
    };

    public Task<ControlReply> SendAsync(Route route, string text, CancellationToken cancellationToken) =>
        Task.FromResult(new ControlReply(4, string.Create(CultureInfo.InvariantCulture, $"This session is one pane that runs {_title}; it has no agents to send to.")));

    public Task StopAsync()
    {
        TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            _pane.Signal(SignalHangUp);
            _loop.Schedule(s_grace, () => _pane.Signal(SignalKill));
            if (!_pane.IsAlive)
            {
                _exited.TrySetResult();
            }

            stopping.TrySetResult();
        });
        return Task.WhenAll(stopping.Task, _exited.Task);
    }

    public void Dispose() => _pane.Dispose();
}
