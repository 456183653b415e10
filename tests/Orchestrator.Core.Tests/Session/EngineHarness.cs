using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Tests.Typing;

namespace Orchestrator.Core.Tests.Session;

/// <summary>An engine with real folders and a real ledger, on a clock and with agents that the test directs.</summary>
internal sealed class EngineHarness : IAsyncDisposable, IEngineObserver
{
    /// <summary>What the ledger's faults say after <see cref="DieAfter"/>.</summary>
    public const string DeadHost = "the host is dead";

    public static readonly RoleChoices Dual = new("fake", "fake", null, null);
    public static readonly RoleChoices Single = new("fake", null, null, null);

    private readonly string _root;
    private readonly bool _ownsFolder;
    private readonly int _seed;
    private DyingDisk _disk;
    private IMailObserver? _mail;
    private int _claims;
    private DateTimeOffset _second;
    private int _wakes;

    public EngineHarness(
        DeliverySettings? delivery = null, string? root = null, int seed = 1, ActorDefinition? actor = null, bool insightHint = false, HandOffFilterSettings? filter = null, RhythmSettings? rhythm = null, RunSettings? runs = null)
    {
        _ownsFolder = root is null;
        _root = root ?? Directory.CreateTempSubdirectory("cccc engine ü ").FullName;
        _seed = seed;
        Project = new ProjectFolder(_root);
        Settings = new SessionSettings(Dual, [actor ?? ScreensForTests.RuledActor()], (delivery ?? new DeliverySettings { NudgeJitter = 0 }) with { InsightHint = insightHint }, new TuiSettings())
        {
            HandOffFilter = filter ?? new HandOffFilterSettings(),
            Runs = runs ?? new RunSettings(),
            Rhythm = rhythm ?? new RhythmSettings { SelfCheckEvery = 0, DamperMessages = 0 },
        };
        Make();
    }

    [MemberNotNull(nameof(Mailbox), nameof(Ledger), nameof(Engine), nameof(Terminals), nameof(Runs), nameof(_disk))]
    private void Make()
    {
        Terminals = new FakeTerminals();
        Runs = new FakeRuns();
        Mailbox = new Mailbox(Project, Settings.Delivery, Time);
        _disk = new DyingDisk();
        Ledger = LedgerFile.Open(Project, Time, Settings.Ledger, report: null, _disk);
        Engine = new Engine(
            Project, Settings, Time, NullLogger.Instance, Mailbox, Ledger, _seed,
            new EngineSurroundings(Terminals, (role, choices) => Rules(role, choices))
            {
                Watch = Watch,
                RunTerminals = Runs,
                RunTexts = new FakeRunTexts(),
                Look = cancellationToken => Look?.Invoke(cancellationToken) ?? Task.FromResult<string?>(ProjectLooksLike),
            });
        Runs.Post = Engine.Post;
        Terminals.Post = Engine.Post;
    }

    /// <summary>After so many more writes of the ledger nothing is recorded any more, so nothing is done any more: the host is as good as dead in the midst of what it does.</summary>
    public void DieAfter(int writes) => _disk.Left = writes;

    /// <summary>The ledger can be written again, in the same life of the host.</summary>
    public void DiskIsBack() => _disk.Left = null;

    /// <summary>The host dies between two events and is started anew on the same folder; the agents have died with it and are not launched yet.</summary>
    public async Task CrashAsync()
    {
        await Engine.AbandonAsync();
        await Ledger.DisposeAsync();
        Make();
    }

    /// <summary>How the rules of a role are made.</summary>
    public Func<AgentRole, RoleChoices, string> Rules { get; set; } = (role, choices) => $"RULES OF {role.Label()} {(choices.SinglePeer ? "single" : "dual")}";

    public ManualTimeProvider Time { get; } = new();

    public FakeTerminals Terminals { get; private set; }

    public FakeRuns Runs { get; private set; }

    /// <summary>What the Foreman's look at the project says.</summary>
    public string ProjectLooksLike { get; set; } = "as at first";

    /// <summary>The look itself, where a test directs it.</summary>
    public Func<CancellationToken, Task<string?>>? Look { get; set; }

    public ProjectFolder Project { get; }

    public SessionSettings Settings { get; }

    public Mailbox Mailbox { get; private set; }

    public LedgerFile Ledger { get; private set; }

    public Engine Engine { get; private set; }

    public List<TimelineEntry> Timeline { get; } = [];

    public List<EngineSnapshot> Snapshots { get; } = [];

    public List<LogLine> Lines { get; } = [];

    public FakePane A => Terminals[AgentRole.PeerA];

    public FakePane B => Terminals[AgentRole.PeerB];

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Starts the engine and the agents, and waits until their prompts stand there.</summary>
    public async Task LaunchAsync(RoleChoices choices)
    {
        await Engine.StartAsync();
        Engine.Observe(this);
        var result = await Engine.LaunchAsync(choices, CancellationToken.None);
        Assert.True(result.Ok, result.Text);
        A.Ready();
        if (!choices.SinglePeer)
        {
            B.Ready();
        }

        await SettleAsync();
    }

    public Task<DateTimeOffset?> SettleAsync() => Engine.SettleAsync();

    /// <summary>Moves the clock from alarm to alarm, so that everything happens at its own time.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = Now + by;
        while (!await AdvanceOnceAsync(target))
        {
        }
    }

    /// <summary>Moves the clock to the engine's next alarm, or to that time if it comes sooner.</summary>
    /// <returns>True when that time has come.</returns>
    public async Task<bool> AdvanceOnceAsync(DateTimeOffset until)
    {
        if (Now - _second > TimeSpan.FromSeconds(1))
        {
            (_second, _wakes) = (Now, 0);
        }

        var next = await SettleAsync();
        Assert.True(++_wakes < 1000, $"the engine wakes a thousand times within a second at {Now:O}, next for {next:O}");
        var due = next is { } alarm && alarm < until ? alarm : until;
        // An alarm that is due already has rung and is waited for.
        Time.Advance(due > Now ? due - Now : until > Now ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero);
        await SettleAsync();
        return Now >= until;
    }

    public async Task WriteAsync(AgentRole from, MailChannel channel, string text)
    {
        _mail!.Taken(Claim(from, channel, text));
        await SettleAsync();
    }

    public OutgoingMail Claim(AgentRole from, MailChannel channel, string text)
    {
        Directory.CreateDirectory(Project.Claimed);
        var claim = Orchestrator.Core.Mail.Claim.Create(Project.Claimed, from, channel, ++_claims, Now);
        File.WriteAllText(claim.Path, text);
        File.SetLastWriteTimeUtc(claim.Path, Now.UtcDateTime); // Its message id is made of it: the same before and after a crash.
        var tag = channel == MailChannel.ToPeer ? "TO_PEER" : "TO_USER";
        var body = text.Replace($"<{tag}>", "", StringComparison.Ordinal).Replace($"</{tag}>", "", StringComparison.Ordinal).Trim();
        return new OutgoingMail(from, channel, "0123456789ab", text, body, Now, claim.Path, "utf-8", Lossy: false);
    }

    /// <summary>As <see cref="WriteAsync"/>, but the claimed file is there again afterwards, as after a crash before it was put away.</summary>
    /// <param name="thenLoseIt">The crash comes even before the engine is told of it.</param>
    public async Task WriteClaimAsync(AgentRole from, MailChannel channel, string text, bool thenLoseIt)
    {
        var claim = Orchestrator.Core.Mail.Claim.Create(Project.Claimed, from, channel, ++_claims, Now);
        await File.WriteAllTextAsync(claim.Path, text);
        if (thenLoseIt)
        {
            return;
        }

        var writtenAt = File.GetLastWriteTimeUtc(claim.Path);
        _mail!.Taken(new OutgoingMail(from, channel, "0123456789ab", text, text, new DateTimeOffset(writtenAt), claim.Path, "utf-8", Lossy: false));
        await SettleAsync();
        await File.WriteAllTextAsync(claim.Path, text);
        File.SetLastWriteTimeUtc(claim.Path, writtenAt);
    }

    public Task TellMailAsync(Action<IMailObserver> tell)
    {
        tell(_mail!);
        return SettleAsync();
    }

    /// <summary>The agent handles its whole inbox.</summary>
    public async Task ReadInboxAsync(AgentRole role)
    {
        TellRead(role);
        await SettleAsync();
    }

    public void TellRead(AgentRole role)
    {
        var files = Mailbox.List(role);
        foreach (var file in files)
        {
            File.Move(file.Path, Path.Combine(Project.Processed(role), file.Name));
        }

        _mail!.InboxChanged(new InboxChange(role, files, [], [], 0, Mailbox.CountProcessed(role)));
    }

    public void TellTaken(AgentRole from, MailChannel channel, string text) => _mail!.Taken(Claim(from, channel, text));

    public ImmutableArray<string> InboxTexts(AgentRole role) => [.. Mailbox.List(role).Select(file => File.ReadAllText(file.Path))];

    public IEnumerable<LedgerRecord> Records(string kind) => Ledger.ReadAll().Where(record => record.Kind == kind);

    public AgentView View(AgentRole role) => Engine.Snapshot.Agents.Single(agent => agent.Role == role);

    public async ValueTask DisposeAsync()
    {
        Terminals.AnswersStops = true;
        await Engine.DisposeAsync();
        await Ledger.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    public void SnapshotChanged(EngineSnapshot snapshot) => Snapshots.Add(snapshot);

    public void TimelineAppended(TimelineEntry entry) => Timeline.Add(entry);

    public void Logged(LogLine line) => Lines.Add(line);

    private NoWatch Watch(IReadOnlyList<AgentRole> roles, IMailObserver observer)
    {
        _mail = observer;
        return new NoWatch();
    }

    private sealed class DyingDisk : LedgerDisk
    {
        public int? Left { get; set; }

        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
        {
            if (Left is { } left)
            {
                Left = left > 0 ? left - 1 : throw new IOException(DeadHost);
            }

            base.Write(file, bytes, offset);
        }
    }

    private sealed class NoWatch : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
