using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rules;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Host.Control;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;

namespace Orchestrator.Host.Sessions;

/// <summary>The engine of a project with the terminals of its agents, put together. What the session and the headless demo share.</summary>
public sealed class ProjectRuntime : IAsyncDisposable
{
    private static readonly TimeSpan RemainsPatience = TimeSpan.FromMilliseconds(500);

    private readonly EventLoop _loop;
    private readonly IAgentKeeper _keeper;
    private readonly ILogger _logger;
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly LedgerFile _ledger;
    private readonly SettingsWatch _settingsWatch;
    private bool _stopped;

    private ProjectRuntime(EventLoop loop, IAgentKeeper keeper, ProjectFolder project, SettingsSources sources, LoadedSettings settings, LedgerFile ledger, ILogger logger)
    {
        _loop = loop;
        _keeper = keeper;
        _logger = logger;
        _ledger = ledger;
        Project = project;
        Settings = settings;
        Colors = new PaneColors(loop, settings.Settings.Tui.Background);
        Panes = new AgentPanes(loop, keeper, settings.Settings.Tui, _mark, Colors);
        Runs = new RunPanes(loop, keeper, settings.Settings.Tui, _mark, Colors, logger);
        RuleTexts prompts = new(project);
        Rules = new RulesBook(project, prompts, logger);
        Engine = new Engine(
            project,
            settings.Settings,
            TimeProvider.System,
            logger,
            new Mailbox(project, settings.Settings.Delivery, TimeProvider.System),
            ledger,
            seed: Random.Shared.Next(),
            new EngineSurroundings(Panes, Rules.Of)
            {
                Texts = (name, role, choices) => prompts.Weave(name, RuleValues.OfPeer(project, role, choices)),
                RunTerminals = Runs,
                RunTexts = new RunTexts(Rules, prompts),
                Look = new ProjectLook(project).LookAsync,
            });
        Panes.Post = Engine.Post;
        Runs.Post = Engine.Post;
        _settingsWatch = new SettingsWatch(project, sources, TimeProvider.System, () => ReadSettingsAgain(sources), TellOfUnwatchedSettings);
    }

    public ProjectFolder Project { get; }

    public LoadedSettings Settings { get; }

    /// <summary>The colours that the agents are told of.</summary>
    public PaneColors Colors { get; }

    public AgentPanes Panes { get; }

    /// <summary>The terminals of Aux and the Foreman.</summary>
    public RunPanes Runs { get; }

    public Engine Engine { get; }

    public RulesBook Rules { get; }

    /// <exception cref="ControlException">The settings have errors: file, line and what to do.</exception>
    public static async Task<ProjectRuntime> StartAsync(EventLoop loop, IAgentKeeper keeper, ProjectFolder project, IReadOnlyList<string> overrides, ILogger logger)
    {
        var sources = SettingsSources.OfProcess(overrides);
        var settings = SettingsLoader.Load(project, sources);
        var errors = settings.Problems.Where(problem => problem.IsError).ToArray();
        if (errors.Length > 0)
        {
            throw new ControlException("The settings have errors; mend them, then start again:\n" + string.Join('\n', errors.AsEnumerable()));
        }

        ProjectSetup.WriteIgnore(project);
        var ledger = LedgerFile.Open(project, TimeProvider.System, settings.Settings.Ledger, report: fault => logger.LogWarning("{Fault}", fault));
        ProjectRuntime runtime = new(loop, keeper, project, sources, settings, ledger, logger);
        await runtime.Engine.StartAsync();
        await runtime.WatchSettingsAsync();
        return runtime;
    }

    public IEnumerable<LedgerRecord> ReadLedger() => _ledger.ReadAll();

    /// <summary>Ends the agents and whatever they left running, then the engine. Does nothing the second time.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _settingsWatch.DisposeAsync();
        await Engine.StopAsync();
        await EndRemainsAsync();
        await Engine.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            Panes.Dispose();
            Runs.Dispose();
            Colors.Dispose();
            _keeper.Dispose();
            released.SetResult();
        });
        await released.Task;
    }

    private async Task WatchSettingsAsync()
    {
        try
        {
            await _settingsWatch.WatchAsync();
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            TellOfUnwatchedSettings(error);
        }
    }

    private void TellOfUnwatchedSettings(Exception error) =>
        _logger.LogWarning(error, "The settings could not be watched or read again; what was edited may count from the next start on only.");

    // On a thread of the pool.
    private void ReadSettingsAgain(SettingsSources sources)
    {
        var settings = SettingsLoader.Load(Project, sources);
        Engine.Post(settings.Problems.FirstOrDefault(problem => problem.IsError) is { } error ? new SettingsFaulted(error.ToString()) : new ActorsChanged(settings.Settings.Actors));
    }

    private sealed class RunTexts(RulesBook rules, RuleTexts prompts) : IRunTexts
    {
        public string Rules(RunKind kind, RoleChoices choices, string workFolder) => kind == RunKind.Aux ? rules.OfAux(choices, workFolder) : rules.OfForeman(choices);

        public string NewForemanTask() => prompts.Weave(RuleTexts.ForemanTask, new Dictionary<string, string>());
    }

    // Daemons that an agent started outlive its process group; they carry our mark.
    private async Task EndRemainsAsync()
    {
        foreach (var signal in new[] { 15, 9 }) // SIGTERM, SIGKILL: signal(7)
        {
            var remains = await Remains.FindAsync(_mark);
            if (remains.Count == 0)
            {
                return;
            }

            _logger.LogInformation("The agents left {Count} processes running ({Processes}); they get signal {Signal}.", remains.Count, remains, signal);
            foreach (var process in remains)
            {
                ProcessSignal.Send(process, signal);
            }

            await Task.Delay(RemainsPatience, TimeProvider.System);
        }
    }
}
