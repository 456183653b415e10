using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CliWrap;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>
/// Real agent CLIs against a scripted model on loopback, from a folder of recipes beside the repository. Where that folder or a CLI is
/// missing the test is skipped and says what is missing.
/// </summary>
internal sealed class RealAgents : IAsyncDisposable
{
    private readonly TestProject _project;
    private readonly Task _model;
    private readonly CancellationTokenSource _end;
    private readonly string _folder;
    private readonly string _installed;
    private readonly string _port;

    private RealAgents(TestProject project, string folder, string installed, Task model, CancellationTokenSource end, string port)
    {
        _project = project;
        _folder = folder;
        _installed = installed;
        _model = model;
        _end = end;
        _port = port;
    }

    /// <summary>Starts the model for these CLIs.</summary>
    public static Task<RealAgents> Start(TestProject project, params string[] clis) => Start(project, oneMessageATurn: false, clis);

    /// <param name="oneMessageATurn">The model ends its turn after a message although more wait: each has a nudge of its own.</param>
    public static async Task<RealAgents> Start(TestProject project, bool oneMessageATurn, params string[] clis)
    {
        var folder = FindFolder();
        Assert.SkipWhen(folder is null, "the recipes of real agent CLIs (../shared/agents) are not there; CCCC_TEST_AGENTS can name another folder");
        var python = Programs.Require("python3");
        var installed = Environment.GetEnvironmentVariable("AGENTS_RUN") ?? Path.Combine(TemporaryFolders.Given, "cccc-agents");
        foreach (var cli in clis)
        {
            Assert.SkipUnless(File.Exists(Path.Combine(installed, "npm", "node_modules", ".bin", cli)), $"{cli} is not installed in {installed}");
        }

        var portFile = Path.Combine(project.Temporary, "model.port");
        string[] arguments =
        [
            Path.Combine(folder!, "fake-llm"), "--port", "0", "--port-file", portFile, "--log", Path.Combine(project.Temporary, "model.jsonl"), "--set", "max_exchanges=1000000",
            .. oneMessageATurn ? ["--rules", await RulesWithout(project, python, folder!, "mailbox.more")] : Array.Empty<string>(),
        ];
        CancellationTokenSource end = new();
        Task model = CliWrap.Cli.Wrap(python).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .ExecuteAsync(project.UseEnvironment, configureProcess: null, end.Token);
        await project.Until(() => TestProject.ReadShared(portFile).Trim().Length > 0, "the model's port");
        RealAgents agents = new(project, folder!, installed, model, end, TestProject.ReadShared(portFile).Trim());
        project.Owns(agents);
        return agents;
    }

    private static async Task<string> RulesWithout(TestProject project, string python, string folder, string name)
    {
        var printed = await project.Run(python, [Path.Combine(folder, "fake-llm"), "--print-rules"], "", project.Temporary);
        var rules = JsonNode.Parse(printed.Output)!;
        var all = rules["rules"]!.AsArray();
        all.Remove(all.Single(rule => rule!["name"]!.ToString() == name));
        var file = Path.Combine(project.Temporary, "model-rules.json");
        await File.WriteAllTextAsync(file, rules.ToJsonString());
        return file;
    }

    /// <summary>What goes below an actor's id in <c>agents.yaml</c>: the shipped rules, another command, a clean home.</summary>
    public void WriteActors(params string[] clis) => WriteActors(asksFirst: false, clis);

    /// <param name="asksFirst">The CLIs ask before they run a command.</param>
    public void WriteActors(bool asksFirst, params string[] clis) => WriteActors(asksFirst, "", clis);

    /// <param name="more">Lines of YAML after each actor's variables: more of them, or other keys of the actor.</param>
    public void WriteActors(bool asksFirst, string more, params string[] clis)
    {
        StringBuilder yaml = new("actors:\n");
        foreach (var cli in clis)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  {cli}:\n    command: ['{Path.Combine(_folder, "recipes", cli + ".sh")}']\n    environment:\n");
            foreach ((var name, var value) in new[]
            {
                ("PORT", _port), ("NAME", cli), ("MODE", asksFirst ? "ask" : "auto"), ("AGENTS_RUN", _installed), ("WORK", _project.Folder.Root),
                ("HOME_DIR", Path.Combine(_project.Home, cli)),
            })
            {
                yaml.Append(CultureInfo.InvariantCulture, $"      {name}: '{value}'\n");
            }

            yaml.Append(more);
        }

        _project.WriteSetting("agents.yaml", yaml.ToString());
    }

    /// <summary>What the CLIs asked of the model so far.</summary>
    public IReadOnlyList<JsonNode> Requests() =>
        [.. TestProject.ReadShared(Path.Combine(_project.Temporary, "model.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Where(line => line["event"]?.ToString() == "request")];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _model;
        }
        catch (OperationCanceledException)
        {
            // Killed, as it was meant.
        }

        _end.Dispose();
    }

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("CCCC_TEST_AGENTS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
            {
                var recipes = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "agents"));
                return Directory.Exists(recipes) ? recipes : null;
            }
        }

        return null;
    }
}
