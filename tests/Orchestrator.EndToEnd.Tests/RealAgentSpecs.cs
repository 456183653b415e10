using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Real agent CLIs in the panes.</summary>
[Long]
public sealed class RealAgentSpecs
{
    // They start slowly and think for a moment, as with a real model.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Claude_and_codex_hand_mail_to_each_other_both_ways_and_answer_the_user()
    {
        await using var project = TestProject.Empty();
        var agents = await RealAgents.Start(project, "claude", "codex");
        agents.WriteActors("claude", "codex");
        project.WriteSetting("cli_profiles.yaml", "roles:\n  peerA:\n    actor: claude\n  peerB:\n    actor: codex\n");
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);
        await cockpit.WaitFor(screen => screen.Contains("Launch") && screen.Contains("● claude") && screen.Contains("● codex"), "the setup panel");
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor(screen => screen.Contains("PeerA · claude · ○ idle") || Idle(screen), "two idle agents", Patience);

        cockpit.Command("/a hello");
        await cockpit.WaitFor(screen => screen.Contains("Answer(tag=demo)"), "claude's answer to the user", Patience);

        // One message from PeerB sets the exchange going; from then on the two keep it up.
        await File.WriteAllTextAsync(project.Folder.ToPeer(AgentRole.PeerB), "<TO_PEER>\nProgress: PeerB begins. Next: your turn.\n</TO_PEER>\n", TestContext.Current.CancellationToken);
        await project.Until(() => HandOffs(project, "PeerA") >= 2 && HandOffs(project, "PeerB") >= 3, "hand-offs both ways", Patience);
        await project.Until(() => project.Processed(AgentRole.PeerA).Count >= 3 && project.Processed(AgentRole.PeerB).Count >= 2, "their acknowledgements", Patience);

        await End(project, cockpit, agents);
    }

    [Theory]
    [InlineData("claude", "FAKE sh touch made-by-agent")]
    [InlineData("codex", "FAKE esc touch made-by-agent")]
    [InlineData("gemini", "FAKE sh touch made-by-agent")]
    [InlineData("opencode", "FAKE sh touch made-by-agent")]
    public async Task Nothing_is_typed_into_a_real_permission_prompt_and_the_mail_comes_when_it_has_gone(string cli, string task)
    {
        await using var project = TestProject.Empty();
        (var agents, var cockpit) = await StartOne(project, cli, asksFirst: true);

        cockpit.Type(Keys.Prefix + "a");
        cockpit.Type(Keys.Paste(task));
        await cockpit.WaitFor(task);
        // A human's return, a moment later: some take one that follows at once for a part of the paste.
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor(screen => screen.Contains($"? PeerA {cli} needs-input"), "the permission prompt", Patience);

        Assert.Equal(0, (await project.Cccc("send", "a", "mail into a dialog")).ExitCode);
        await cockpit.WaitFor("waiting: PeerA shows a permission prompt");
        Assert.Empty(project.Ledger("typed"));
        Assert.False(File.Exists(Path.Combine(project.Folder.Root, "made-by-agent")));

        cockpit.Type(Keys.Escape);
        await project.Until(() => project.Ledger("submitted").Count == 1, "the nudge after the prompt has gone", Patience);
        Assert.False(File.Exists(Path.Combine(project.Folder.Root, "made-by-agent")));
        await End(project, cockpit, agents);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("gemini")]
    [InlineData("opencode")]
    public async Task A_draft_in_a_real_composer_is_left_alone_and_the_mail_comes_when_it_has_gone(string cli)
    {
        await using var project = TestProject.Empty();
        (var agents, var cockpit) = await StartOne(project, cli, delivery: "  human_quiet_seconds: 1\n");

        cockpit.Type(Keys.Prefix + "a");
        cockpit.Type("do not touch");
        await cockpit.WaitFor("do not touch");
        Assert.Equal(0, (await project.Cccc("send", "a", "mail onto a draft")).ExitCode);
        await cockpit.WaitFor("waiting: a draft stands in the composer of PeerA");
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Empty(project.Ledger("typed"));
        await cockpit.WaitFor("do not touch");

        // Letter by letter: what empties a whole line differs from CLI to CLI.
        cockpit.Type(string.Concat(Enumerable.Repeat("\x7f", "do not touch".Length)));
        await project.Until(() => project.Ledger("submitted").Count == 1, "the nudge after the draft has gone", Patience);
        await End(project, cockpit, agents);
    }

    [Theory]
    [InlineData("claude", "FAKE sh")]
    [InlineData("codex", "FAKE esc")]
    [InlineData("gemini", "FAKE sh")]
    [InlineData("opencode", "FAKE sh")]
    public async Task A_real_permission_prompt_is_approved_and_denied_by_command(string cli, string task)
    {
        await using var project = TestProject.Empty();
        (var agents, var cockpit) = await StartOne(project, cli, asksFirst: true);
        foreach ((var answer, var file) in new[] { ("/approve a", "yes"), ("/deny a", "no"), ("/approve", "again") })
        {
            cockpit.Command($"/a! {task} touch {file}");
            await cockpit.WaitFor(screen => screen.Contains("asks you: /approve a · /deny a"), "how to answer the prompt", Patience);
            Assert.False(File.Exists(Path.Combine(project.Folder.Root, file)));
            cockpit.Command(answer);
            await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", Patience);
        }

        Assert.Equal((true, false, true), (Made("yes"), Made("no"), Made("again")));
        Assert.Equal(["approve", "deny", "approve"], project.Ledger("prompt-answered").Select(record => record["answer"]!.ToString()));
        await End(project, cockpit, agents);

        bool Made(string file) => File.Exists(Path.Combine(project.Folder.Root, file));
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("gemini")]
    [InlineData("opencode")]
    public async Task Urgent_mail_stops_a_real_agent_in_the_midst_of_its_turn_and_is_read_next(string cli)
    {
        await using var project = TestProject.Empty();
        (var agents, var cockpit) = await StartOne(project, cli);
        cockpit.Command("/a! FAKE sh sleep 120; touch never");
        await cockpit.WaitFor(screen => screen.Contains($"● PeerA {cli} busy") && screen.Contains("Running it."), "a command that runs", Patience);
        Assert.Equal(0, (await project.Cccc("send", "a", "--urgent", "stop that")).ExitCode);
        await project.Until(() => project.Processed(AgentRole.PeerA).Count == 1, "the urgent mail to be read", Patience);
        Assert.NotEmpty(project.Ledger("interrupted"));
        Assert.Single(project.Ledger("urgent-stopped"));
        Assert.Empty(project.Ledger("unproven"));
        await End(project, cockpit, agents);
        Assert.False(File.Exists(Path.Combine(project.Folder.Root, "never")));
    }

    [Fact]
    public async Task A_real_composer_with_the_keys_of_vi_gets_its_mail_in_its_normal_mode()
    {
        await using var project = TestProject.Empty();
        (var agents, var cockpit) = await StartOne(
            project, "claude", delivery: "  human_quiet_seconds: 1\n",
            actor: "      CLAUDE_SETTINGS: ', \"editorMode\": \"vim\"'\n    normal_mode: '^\\s*(\\? for shortcuts|⏵⏵ (?!.*INSERT))'\n");
        await cockpit.WaitFor("-- INSERT --");
        cockpit.Type(Keys.Prefix + "a");
        cockpit.Type(Keys.Escape);
        await cockpit.WaitFor(screen => !screen.Contains("-- INSERT --"), "the normal mode");
        Assert.Equal(0, (await project.Cccc("send", "a", "mail for a vi")).ExitCode);
        await project.Until(() => project.Processed(AgentRole.PeerA).Count == 1, "the mail", Patience);
        Assert.Equal(1, (int)Assert.Single(project.Ledger("submitted"))["returns"]!);
        await End(project, cockpit, agents);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    public async Task A_real_agent_that_rests_compacts_its_context_when_it_is_told(string cli)
    {
        await using var project = TestProject.Empty();
        (var agents, var cockpit) = await StartOne(
            project, cli, delivery: "  auto_compact:\n    min_interval_seconds: 3600\n    min_messages_since_last: 1\n    idle_threshold_seconds: 2\n");
        Assert.Equal(0, (await project.Cccc("send", "a", "hello")).ExitCode);
        await project.Until(() => project.Ledger("auto-compact").Count == 1, "the command to compact", Patience);
        await cockpit.WaitFor(screen => screen.Contains("onversation compacted") || screen.Contains("ontext compacted"), "what it says of it", Patience);
        await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", Patience);
        await End(project, cockpit, agents);
    }

    /// <param name="actor">See <see cref="RealAgents.WriteActors(bool, string, string[])"/>.</param>
    /// <param name="delivery">Lines of the <c>delivery</c> block.</param>
    private static async Task<(RealAgents Agents, TerminalDriver Cockpit)> StartOne(TestProject project, string cli, bool asksFirst = false, string delivery = "", string actor = "")
    {
        var agents = await RealAgents.Start(project, cli);
        agents.WriteActors(asksFirst, actor, cli);
        project.WriteSetting("cli_profiles.yaml", $"roles:\n  peerA:\n    actor: {cli}\n  peerB:\n    actor: none\n{(delivery.Length > 0 ? "delivery:\n" : "")}{delivery}");
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "run", "--launch");
        await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", Patience);
        return (agents, cockpit);
    }

    private static async Task End(TestProject project, TerminalDriver cockpit, RealAgents agents)
    {
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await agents.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    private static bool Idle(ScreenText screen) => screen.Rows.Count(row => row.Contains("idle", StringComparison.Ordinal)) >= 2;

    private static int HandOffs(TestProject project, string from) => project.Ledger("handoff").Count(record => record["from"]?.ToString() == from);
}
