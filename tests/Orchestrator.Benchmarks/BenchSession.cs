using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Benchmarks;

/// <summary>A project of its own, gone afterwards.</summary>
internal sealed class BenchProject : IDisposable
{
    public BenchProject()
    {
        var parent = Environment.GetEnvironmentVariable("CCCC_BENCH_FOLDER") ?? Path.GetTempPath();
        Folder = new ProjectFolder(Directory.CreateDirectory(Path.Combine(parent, $"cccc-bench-{Guid.NewGuid():N}")).FullName);
    }

    public ProjectFolder Folder { get; }

    public void Dispose() => Directory.Delete(Folder.Root, recursive: true);
}

/// <summary>The engine of a project, its agents at once idle again after each nudge, their inboxes read as soon as they are told.</summary>
internal sealed class BenchSession : IAsyncDisposable, IEngineObserver
{
    private readonly BenchProject _project;
    private readonly BenchTerminals _terminals;
    private readonly SemaphoreSlim _changed = new(0);
    private int _writes;
    private long _read;

    private BenchSession(BenchProject project, BenchTerminals terminals, LedgerFile ledger, Engine engine)
    {
        _project = project;
        _terminals = terminals;
        Ledger = ledger;
        Engine = engine;
    }

    public LedgerFile Ledger { get; }

    public Engine Engine { get; }

    public static Engine Make(BenchProject project, BenchTerminals terminals, LedgerFile ledger)
    {
        var actor = new ActorDefinition(
            "bench", "Bench", ["bench"], ImmutableDictionary<string, string>.Empty,
            [new ScreenRule(AgentState.Busy, ScreenRegion.Bottom, "^busy", 2), new ScreenRule(AgentState.Idle, ScreenRegion.Bottom, "^> ", 2)],
            SubmitDelay: TimeSpan.Zero, SubmitKeys: "\r", IdleQuiet: TimeSpan.Zero, InstallHint: null);
        var delivery = new DeliverySettings { InsightHint = false };
        var settings = new SessionSettings(new RoleChoices("bench", "bench", null, null), [actor], delivery, new TuiSettings())
        {
            Rhythm = new RhythmSettings { SelfCheckEvery = 0 }, // Mail of timers would be counted among the messages.
        };
        return new Engine(
            project.Folder, settings, TimeProvider.System, NullLogger.Instance, new Mailbox(project.Folder, delivery, TimeProvider.System), ledger, seed: 1,
            new EngineSurroundings(terminals, (_, _) => ""));
    }

    public static async Task<BenchSession> StartAsync(BenchProject project)
    {
        var terminals = new BenchTerminals();
        var ledger = LedgerFile.Open(project.Folder, TimeProvider.System, new LedgerSettings { KeepParts = 10_000 });
        var engine = Make(project, terminals, ledger);
        var session = new BenchSession(project, terminals, ledger, engine);
        terminals.Post = engine.Post;
        terminals.Submitted = session.ReadInbox;
        await engine.StartAsync();
        engine.Observe(session);
        var launched = await engine.LaunchAsync(new RoleChoices("bench", "bench", null, null), CancellationToken.None);
        return launched.Ok ? session : throw new InvalidOperationException(launched.Text);
    }

    /// <summary>As an agent writes: whole, by rename.</summary>
    public void Write(AgentRole from, string body)
    {
        var path = _project.Folder.ToPeer(from);
        var fresh = string.Create(CultureInfo.InvariantCulture, $"{path}.{++_writes}.tmp");
        File.WriteAllText(fresh, $"<TO_PEER>\n{body}\n</TO_PEER>\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Until so many messages have been read by the agents, and the engine knows it.</summary>
    public async Task WaitForReadAsync(long count)
    {
        while (Interlocked.Read(ref _read) < count || Engine.Snapshot.Agents.Any(agent => agent.InboxCount > 0))
        {
            if (!await _changed.WaitAsync(TimeSpan.FromSeconds(60)))
            {
                throw new TimeoutException($"{_read} of {count} messages were read.");
            }
        }
    }

    public void SnapshotChanged(EngineSnapshot snapshot) => _changed.Release();

    public void TimelineAppended(TimelineEntry entry)
    {
    }

    public void Logged(LogLine line)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    private void ReadInbox(AgentRole role)
    {
        foreach (var file in Directory.EnumerateFiles(_project.Folder.Inbox(role)).ToList())
        {
            File.Move(file, Path.Combine(_project.Folder.Processed(role), Path.GetFileName(file)));
            Interlocked.Increment(ref _read);
        }

        _changed.Release();
    }
}

/// <summary>Terminals with agents in them that are busy for a moment and then idle again. Their screens settle at once.</summary>
internal sealed class BenchTerminals : IAgentTerminals
{
    private readonly Dictionary<AgentRole, string> _composers = [];
    private long _version;

    public Action<EngineEvent> Post { get; set; } = _ => { };

    public Action<AgentRole> Submitted { get; set; } = _ => { };

    public void Start(AgentLaunch launch)
    {
        _composers[launch.Role] = "";
        Post(new AgentStarted(launch.Role, 1));
        Show(launch.Role, "");
    }

    public void Write(AgentRole role, ReadOnlyMemory<byte> bytes, TypingGuard guard, Action<string?> done)
    {
        var obstacle = guard(Look(role, ""));
        done(obstacle);
        if (obstacle is not null)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(bytes.Span).Replace("\e[200~", "", StringComparison.Ordinal).Replace("\e[201~", "", StringComparison.Ordinal);
        if (text != "\r")
        {
            _composers[role] += text;
            Show(role, "");
            return;
        }

        _composers[role] = "";
        Show(role, "busy");
        Submitted(role);
        Show(role, "done");
    }

    public void Stop(AgentRole role) => Post(new AgentExited(role, new AgentExit(0, null), []));

    private void Show(AgentRole role, string output)
    {
        _version++;
        Post(new ScreenObserved(role, Look(role, output)));
    }

    private ScreenObservation Look(AgentRole role, string output) => new([output, "> " + _composers[role]], 1, 2, null, BracketedPaste: true, _version, Settled: true);
}
