using System.Diagnostics;
using System.Text;
using CliWrap;
using Orchestrator.Core.Peers;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>A project folder of one test with a home and a runtime folder of its own. Its end ends every process of the test, by pid.</summary>
internal sealed partial class TestProject : IAsyncDisposable
{
    public const string ActorA = "fake-a";
    public const string ActorB = "fake-b";

    // The ways of quoting that scripts get wrong.
    public const string DifficultName = "Über \"my\" project's 文档 $HOME";

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RunPatience = TimeSpan.FromMinutes(2);

    private readonly string _base;
    private readonly List<IAsyncDisposable> _owned = [];

    private TestProject(string name, string? root = null)
    {
        _base = root ?? Directory.CreateTempSubdirectory("cccc-e2e-").FullName;
        Folder = new ProjectFolder(MakeFolder(name));
        Home = MakeFolder("home");
        Temporary = MakeFolder("tmp");
        Environment = new Dictionary<string, string>
        {
            [MarkedProcesses.Variable] = Processes.Mark,
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = Home,
            ["XDG_RUNTIME_DIR"] = MakeFolder("run"),
            ["TMPDIR"] = Temporary,
            ["LANG"] = "C.UTF-8",
            ["SHELL"] = "/bin/bash",
            ["TERM"] = "xterm-256color",
            ["COLORTERM"] = "truecolor",
            ["DOTNET_ROOT"] = Programs.DotnetRoot,
            // No diagnostics sockets in the temporary folder.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
    }

    public ProjectFolder Folder { get; }

    public string Home { get; }

    /// <summary>The test's temporary folder.</summary>
    public string Temporary { get; }

    public Dictionary<string, string> Environment { get; }

    public MarkedProcesses Processes { get; } = new();

    /// <summary>A folder without anything in it.</summary>
    public static TestProject Empty(string name = "project") => new(name);

    /// <summary>A project in a folder of the caller's, which is removed with it; for agents that count, see <see cref="WriteActors"/>.</summary>
    public static TestProject At(string root) => new("project", root);

    /// <summary>A project whose settings name fake agents for both roles.</summary>
    /// <param name="faultsOfA">Flags of fake-agent for PeerA.</param>
    public static TestProject WithAgents(string[]? faultsOfA = null, string[]? faultsOfB = null, bool single = false, string name = "project")
    {
        TestProject project = new(name);
        project.WriteActors(faultsOfA ?? [], faultsOfB ?? []);
        project.WriteSetting("cli_profiles.yaml", $$"""
            # Roles of this project; this comment stays.
            roles:
              peerA:
                actor: {{ActorA}}   # who leads
              peerB:
                actor: {{(single ? "none" : ActorB)}}
            delivery:
              # a little faster than a human needs it
              human_quiet_seconds: 0.2
            """);
        return project;
    }

    public void WriteActors(string[] faultsOfA, string[] faultsOfB)
    {
        StringBuilder yaml = new("actors:\n");
        AppendActor(yaml, ActorA, [Programs.FakeAgent, "--name", "{role}", "--mailbox", "{mailbox}", "--log", JournalPath(AgentRole.PeerA), .. faultsOfA]);
        AppendActor(yaml, ActorB, [Programs.FakeAgent, "--name", "{role}", "--mailbox", "{mailbox}", "--log", JournalPath(AgentRole.PeerB), .. faultsOfB]);
        WriteSetting("agents.yaml", yaml.ToString());
    }

    public void WriteSetting(string file, string text)
    {
        Directory.CreateDirectory(Folder.Settings);
        File.WriteAllText(Path.Combine(Folder.Settings, file), text);
    }

    public string ReadSetting(string file) => File.ReadAllText(Path.Combine(Folder.Settings, file));

    /// <summary>Runs cccc without a terminal.</summary>
    public Task<CommandResult> Cccc(params string[] arguments) => Run(Programs.Cccc, arguments, "", Folder.Root);

    public Task<CommandResult> CcccWithInput(string input, params string[] arguments) => Run(Programs.Cccc, arguments, input, Folder.Root);

    public async Task<CommandResult> Run(string program, IEnumerable<string> arguments, string input, string folder)
    {
        using CancellationTokenSource patience = new(RunPatience);
        StringBuilder output = new();
        StringBuilder error = new();
        var result = await CliWrap.Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder)
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(UseEnvironment, configureProcess: null, patience.Token);
        return new CommandResult(result.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Gives a program this test's variables, and none of the test runner's own.</summary>
    public void UseEnvironment(ProcessStartInfo start)
    {
        start.Environment.Clear();
        foreach ((var name, var value) in Environment)
        {
            start.Environment[name] = value;
        }
    }

    /// <summary>The last thing a test asserts: whatever it started has ended.</summary>
    public async Task NothingIsLeftRunning()
    {
        var left = await Processes.WaitForEnd(EndPatience);
        Assert.True(left.Count == 0, $"These still run:\n{string.Join('\n', left)}\n{Describe()}");
    }

    public void Owns(IAsyncDisposable thing) => _owned.Add(thing);

    public async ValueTask DisposeAsync()
    {
        foreach (var thing in _owned)
        {
            await thing.DisposeAsync();
        }

        await Processes.KillAllAsync();
        await Processes.WaitForEnd(EndPatience);
        Directory.Delete(_base, recursive: true);
    }

    private string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_base, name)).FullName;

    private static void AppendActor(StringBuilder yaml, string id, IEnumerable<string> command)
    {
        yaml.Append("  ").Append(id).Append(":\n    title: Fake agent\n    command: [")
            .AppendJoin(", ", command.Select(word => "'" + word.Replace("'", "''", StringComparison.Ordinal) + "'"))
            .Append("]\n    submit_delay_ms: 30\n    idle_quiet_ms: 100\n    state_rules:\n");
        foreach (var rule in Orchestrator.Demo.ScriptedAgent.StateRules)
        {
            yaml.Append("      ").Append(rule).Append('\n');
        }
    }
}
