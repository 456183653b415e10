using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>
/// Real agent CLIs take nudges through whole turns, with permission prompts opened in between, while nobody but a script answers. <c>CCCC_REAL_NUDGES</c> says how
/// many each agent takes (3), <c>CCCC_REAL_MINUTES</c> how long a run lasts at least (0), <c>CCCC_REAL_ASKS=0</c> that they run commands without asking, <c>CCCC_REAL_REPORT</c> names a file to which a line for each run is added.
/// </summary>
[Long]
public sealed class RealAgentRunSpecs
{
    // A real turn takes seconds; on a loaded machine, with prompts in between, a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private const int PromptEvery = 5;

    private const int MailEvery = 5;

    // One that leaves mail for its next turn is reminded of it at once, not after minutes.
    private const string ReminderSettings = "  nudge_resend_seconds: 5\n  nudge_progress_timeout_seconds: 5\n  nudge_backoff_max_seconds: 5\n  keepalive_delay_seconds: 10\n";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("claude", "codex")]
    [InlineData("claude", null)]
    [InlineData("codex", null)]
    [InlineData("gemini", null)]
    [InlineData("opencode", null)]
    public async Task Every_nudge_goes_through_a_whole_turn_once_and_none_into_a_prompt(string peerA, string? peerB)
    {
        var wanted = Number("CCCC_REAL_NUDGES", 3);
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(Number("CCCC_REAL_MINUTES", 0));
        await using var project = TestProject.Empty();
        string[] clis = peerB is null ? [peerA] : [peerA, peerB];
        // Two that write to each other come to rest only if they leave what waits for the next turn.
        var agents = await RealAgents.Start(project, oneMessageATurn: clis.Length == 2, clis);
        agents.WriteActors(asksFirst: Environment.GetEnvironmentVariable("CCCC_REAL_ASKS") != "0", clis);
        project.WriteSetting("cli_profiles.yaml", $"roles:\n  peerA:\n    actor: {peerA}\n  peerB:\n    actor: {peerB ?? "none"}\ndelivery:\n  human_quiet_seconds: 1\n{(peerB is null ? "" : ReminderSettings)}");
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "run", "--launch");
        await project.Until(() => States(project).Result.Values.Count(state => state == "idle") == clis.Length, "idle agents", Patience);

        using CancellationTokenSource done = new();
        var answering = AnswerPrompts(project, done.Token);
        var last = until + (wanted * Between) + Patience;
        var sent = 0;
        var prompts = 0;
        try
        {
            if (clis.Length == 2)
            {
                // One message sets the exchange going; from then on the two keep it up.
                await File.WriteAllTextAsync(project.Folder.ToPeer(AgentRole.PeerB), "<TO_PEER>\nProgress: PeerB begins. Next: your turn.\n</TO_PEER>\n", TestContext.Current.CancellationToken);
            }

            while ((clis.Length == 1 ? sent : FewestTyped(project)) < wanted || TimeProvider.System.GetUtcNow() < until)
            {
                var to = clis.Length == 2 && sent % 2 == 1 ? "b" : "a";
                var cli = to == "a" ? peerA : peerB!;
                // Of two agents that write to each other none comes to rest for long; claude asks in each of its turns by itself.
                if (clis.Length == 1 && sent % PromptEvery == PromptEvery - 1)
                {
                    prompts++;
                    await OpenPrompt(project, cockpit, to, cli, prompts);
                }

                Assert.Equal(0, (await project.Cccc("send", to, $"message {sent} äöü 漢字 🚀 {new string('x', sent * 97 % 3000)}")).ExitCode);
                sent++;
                var expected = sent;
                if (clis.Length == 1)
                {
                    // Rest, too: so that the next one has a nudge of its own.
                    await project.Until(() => Read(project) >= expected, $"the acknowledgement of message {sent} by {cli}", Patience);
                    await project.Until(() => States(project).Result["a"] == "idle", "rest", Patience);
                }
                else
                {
                    // The user's mail comes now and then, between what they write to each other.
                    var next = FewestTyped(project) + MailEvery;
                    await Within(Between, () => FewestTyped(project) >= next);
                    Assert.True(TimeProvider.System.GetUtcNow() < last, "the agents do not take their nudges");
                }
            }

            // What is being typed is typed to its end, and then there is quiet. A pause that comes between a line and its return holds the return back.
            for (var pauses = 1; ; pauses++)
            {
                var number = pauses;
                cockpit.Command("/pause");
                await project.Until(() => project.Ledger("paused").Count == number, "the pause", Patience);
                if (await Within(Between, () => project.Ledger("typed").Count == project.Ledger("submitted").Count))
                {
                    break;
                }

                var before = project.Ledger("submitted").Count;
                cockpit.Command("/resume");
                await project.Until(() => project.Ledger("submitted").Count > before, "the return after the pause", Patience);
            }

            await project.Until(() => Nudges(agents).Count >= project.Ledger("typed").Count, "the model to be asked", Patience);
        }
        finally
        {
            await done.CancelAsync();
        }

        var answered = await answering;
        var nudges = Nudges(agents);
        var typed = project.Ledger("typed").Count;
        var submitted = project.Ledger("submitted").Count;
        var distinct = nudges.Distinct(StringComparer.Ordinal).Count();
        var merged = nudges.Count(text => text.Split("[NUDGE]").Length > 2);
        var unproven = project.Ledger("unproven").Count;
        var report = string.Create(CultureInfo.InvariantCulture,
            $"{string.Join('+', clis)}: sent {sent}, read {Read(project)}, nudges typed {typed} ({Typed(project, "PeerA")} + {Typed(project, "PeerB")}), submitted {submitted}, held back {project.Ledger("not-typed").Count}, received {nudges.Count} ({distinct} distinct), merged {merged}, unproven {unproven}, returns {project.Ledger("submitted").Sum(record => (int)record["returns"]!)}, prompts opened by script {prompts}, prompts answered {answered}, hand-offs {project.Ledger("handoff").Count}");
        if (Environment.GetEnvironmentVariable("CCCC_REAL_REPORT") is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, report + "\n", TestContext.Current.CancellationToken);
            File.Copy(Path.Combine(project.Temporary, "model.jsonl"), $"{file}.{string.Join('-', clis)}.model", overwrite: true);
            File.Copy(project.Folder.LedgerFile, $"{file}.{string.Join('-', clis)}.ledger", overwrite: true);
        }

        Assert.True(submitted == typed && distinct == typed && nudges.Count == typed && merged == 0 && unproven == 0, report);
        Assert.Equal(prompts, Directory.GetFiles(project.Folder.Root, "by-script-*").Length);
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await agents.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    private static async Task<bool> Within(TimeSpan time, Func<bool> reached)
    {
        var end = TimeProvider.System.GetUtcNow() + time;
        while (!reached() && TimeProvider.System.GetUtcNow() < end)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }

        return reached();
    }

    // As a human would: a task in the pane that makes the CLI ask; then mail comes, and waits.
    private static async Task OpenPrompt(TestProject project, TerminalDriver cockpit, string to, string cli, int number)
    {
        await project.Until(() => States(project).Result[to] == "idle", "an idle agent", Patience);
        cockpit.Type(Keys.Prefix + to);
        cockpit.Type(Keys.Paste($"FAKE {(cli == "codex" ? "esc" : "sh")} touch by-script-{number}"));
        await cockpit.WaitFor($"by-script-{number}");
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        cockpit.Type(Keys.Enter);
        await project.Until(() => project.Ledger("prompt-shown").Count > 0 && File.Exists(Path.Combine(project.Folder.Root, $"by-script-{number}")), "the answer to the prompt", Patience);
        cockpit.Type(Keys.Prefix + "c");
    }

    // The user who is away has a script that says yes: to the prompt that it saw, and to no other.
    private static async Task<int> AnswerPrompts(TestProject project, CancellationToken stop)
    {
        var answered = 0;
        while (!stop.IsCancellationRequested)
        {
            var status = JsonNode.Parse((await project.Cccc("status", "--json")).Output)!;
            foreach (var agent in status["agents"]!.AsArray().Where(agent => agent?["prompt"] is JsonObject))
            {
                var id = agent!["prompt"]!["id"]!.ToString();
                answered += (await project.Cccc("answer", agent["role"]!.ToString() == "PeerA" ? "a" : "b", "approve", "--prompt", id)).ExitCode == 0 ? 1 : 0;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }

        return answered;
    }

    private static async Task<Dictionary<string, string>> States(TestProject project)
    {
        var status = await project.Cccc("status", "--json");
        return status.ExitCode != 0 ? [] : JsonNode.Parse(status.Output)!["agents"]!.AsArray()
            .ToDictionary(agent => agent!["role"]!.ToString() == "PeerA" ? "a" : "b", agent => agent!["state"]!.ToString());
    }

    // Messages of the user that were read; the agents' own mail to each other is not counted.
    private static int Read(TestProject project)
    {
        HashSet<string> own = [.. project.Ledger("stored").Where(record => record["from"]?.ToString() == "User").Select(record => record["mid"]!.ToString())];
        return project.Ledger("ack-file").Count(record => own.Contains(record["mid"]!.ToString()));
    }

    // The first request of a turn has the line as its last message; questions about titles quote it, or have no tools.
    private static IReadOnlyList<string> Nudges(RealAgents agents) =>
    [
        .. agents.Requests().Where(request => request["tools"]!.AsArray().Count > 0)
            .Select(request => request["user_last"]?.ToString().TrimStart('"') ?? "").Where(text => text.StartsWith("[NUDGE]", StringComparison.Ordinal)),
    ];

    private static int FewestTyped(TestProject project) => Math.Min(Typed(project, "PeerA"), Typed(project, "PeerB"));

    private static int Typed(TestProject project, string to) => project.Ledger("typed").Count(record => record["to"]?.ToString() == to);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
