using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;
using Orchestrator.Tui;

namespace Orchestrator.Host.Sessions;

/// <summary>A session of panes that run a command each: no agents, no mail. It ends when all of them have ended, with the exit code of the first that failed.</summary>
public sealed class PaneContent : ISessionContent, IDisposable
{
    // signal(7)
    private const int SignalHangUp = 1;
    private const int SignalKill = 9;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop;
    private readonly SessionClients _clients;
    private readonly CockpitFactory _cockpits;
    private readonly PaneColors _colors;
    private readonly List<TerminalPane> _panes = [];
    private readonly List<string> _titles = [];
    private readonly string _name;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="PtyException">A command cannot be started; the message is a sentence for the user. Those that had started are ended.</exception>
    public PaneContent(EventLoop loop, IAgentKeeper keeper, SessionOptions options, TuiSettings settings, SessionClients clients, CockpitFactory cockpits)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.PaneCommands.Count, nameof(options));
        _loop = loop;
        _clients = clients;
        _cockpits = cockpits;
        _name = options.SessionName ?? "";
        Settings = settings;
        _colors = new PaneColors(loop, settings.Background);
        _colors.ExpectClient();
        clients.Colors = _colors;
        try
        {
            foreach (var command in options.PaneCommands)
            {
                Start(command, keeper, options);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Every command has ended.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Valid after <see cref="Exited"/>: what the shell would see, 128 + the signal for a killed command; of several, of the first that failed.</summary>
    public int ExitCode => _panes.Select(CodeOf).FirstOrDefault(code => code != 0);

    public IReadOnlyList<TerminalPane> Panes => _panes;

    public TuiSettings Settings { get; }

    public string Name => _name;

    public Cockpit MakeCockpit(AttachedClient client, Session session) =>
        _cockpits.ForPanes(client, session, [.. _panes.Select((pane, i) => _clients.View(client, pane, _titles[i]))], Settings);

    public string DetachedSentence =>
        $"Detached; {(_panes.Count == 1 ? $"{_titles[0]} keeps" : $"the {_panes.Count} commands keep")} running. `cccc attach --session {_name}` comes back, `cccc kill --session {_name}` ends {(_panes.Count == 1 ? "it" : "them")}.";

    public JsonNode Status() => new JsonObject
    {
        ["command"] = string.Join(", ", _titles),
        ["phase"] = _panes.Exists(pane => pane.IsAlive) ? "running" : "ended",
        ["process"] = _panes[0].ProcessId,
        ["panes"] = new JsonArray([.. _panes.Select((pane, i) => (JsonNode)new JsonObject { ["command"] = _titles[i], ["process"] = pane.ProcessId })]),
        ["clients"] = _clients.Count,
        ["host_process"] = Environment.ProcessId,
    };

    public IEngine? Engine => null;

    public string About => $"This session runs {string.Join(", ", _titles)}";

    public Task StopAsync()
    {
        TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            SignalAll(SignalHangUp);
            _loop.Schedule(Grace, () => SignalAll(SignalKill));
            EndWhenAllHaveEnded();
            stopping.TrySetResult();
        });
        return Task.WhenAll(stopping.Task, _exited.Task);
    }

    public void Dispose()
    {
        _panes.ForEach(pane => pane.Dispose());
        _colors.Dispose();
    }

    private void Start(IReadOnlyList<string> command, IAgentKeeper keeper, SessionOptions options)
    {
        var size = PaneRoom.InGrid(options.Terminal, _panes.Count, options.PaneCommands.Count);
        TerminalPane pane = new(_loop, keeper, size, Settings, _colors);
        _panes.Add(pane);
        _titles.Add(Path.GetFileName(command[0]));
        pane.Changed += changed => _clients.PaneChanged(changed);
        pane.Judged += _clients.PaneJudged;
        pane.Exited += (_, _) => EndWhenAllHaveEnded();
        pane.Start(new PtyStart
        {
            FileName = command[0],
            Arguments = command.Skip(1).ToArray(),
            WorkingDirectory = options.WorkingDirectory,
            Environment = PtyEnvironment.Create(),
            Size = pane.Screen.Size,
        });
    }

    private void SignalAll(int signal) => _panes.ForEach(pane => pane.Signal(signal));

    private void EndWhenAllHaveEnded()
    {
        if (!_panes.Exists(pane => pane.IsAlive))
        {
            _exited.TrySetResult();
        }
    }

    private static int CodeOf(TerminalPane pane) => pane.Exit is { } exit ? exit.ExitCode ?? (128 + exit.Signal.GetValueOrDefault()) : 1;
}
