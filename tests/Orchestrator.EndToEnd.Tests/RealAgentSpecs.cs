using Orchestrator.Core.Agents;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Real agent CLIs in the panes.</summary>
public sealed class RealAgentSpecs
{
    // They start slowly and think for a moment, as with a real model.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    [SkippableFact]
    public async Task Claude_and_codex_hand_mail_to_each_other_both_ways_and_answer_the_user()
    {
        await using TestProject project = TestProject.Empty();
        RealAgents agents = await RealAgents.Start(project, "claude", "codex");
        agents.WriteActors("claude", "codex");
        project.WriteSetting("cli_profiles.yaml", "roles:\n  peerA:\n    actor: claude\n  peerB:\n    actor: codex\n");
        TerminalDriver cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);
        await cockpit.WaitFor(screen => screen.Contains("Launch") && screen.Contains("● claude") && screen.Contains("● codex"), "the setup panel");
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor(screen => screen.Contains("PeerA · claude · ○ idle") || Idle(screen), "two idle agents", s_patience);

        cockpit.Command("/a hello");
        await cockpit.WaitFor(screen => screen.Contains("Answer(tag=demo)"), "claude's answer to the user", s_patience);

        // One message from PeerB sets the exchange going; from then on the two keep it up.
        await File.WriteAllTextAsync(project.Folder.ToPeer(AgentRole.PeerB), "<TO_PEER>\nProgress: PeerB begins. Next: your turn.\n</TO_PEER>\n");
        await project.Until(() => HandOffs(project, "PeerA") >= 2 && HandOffs(project, "PeerB") >= 3, "hand-offs both ways", s_patience);
        await project.Until(() => project.Processed(AgentRole.PeerA).Count >= 3 && project.Processed(AgentRole.PeerB).Count >= 2, "their acknowledgements", s_patience);

        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await agents.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    [SkippableTheory]
    [InlineData("claude", "FAKE sh touch made-by-agent")]
    [InlineData("codex", "FAKE esc touch made-by-agent")]
    [InlineData("gemini", "FAKE sh touch made-by-agent")]
    [InlineData("opencode", "FAKE sh touch made-by-agent")]
    public async Task Nothing_is_typed_into_a_real_permission_prompt_and_the_mail_comes_when_it_has_gone(string cli, string task)
    {
        await using TestProject project = TestProject.Empty();
        RealAgents agents = await RealAgents.Start(project, cli);
        agents.WriteActors(asksFirst: true, cli);
        project.WriteSetting("cli_profiles.yaml", $"roles:\n  peerA:\n    actor: {cli}\n  peerB:\n    actor: none\n");
        TerminalDriver cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "run", "--launch");
        await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", s_patience);

        cockpit.Type(Keys.Prefix + "a");
        cockpit.Type(Keys.Paste(task));
        await cockpit.WaitFor(task);
        // A human's return, a moment later: some take one that follows at once for a part of the paste.
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor(screen => screen.Contains($"? PeerA {cli} needs-input"), "the permission prompt", s_patience);

        Assert.Equal(0, (await project.Cccc("send", "a", "mail into a dialog")).ExitCode);
        await cockpit.WaitFor("waiting: PeerA shows a permission prompt");
        Assert.Empty(project.Ledger("typed"));
        Assert.False(File.Exists(Path.Combine(project.Folder.Root, "made-by-agent")));

        cockpit.Type(Keys.Escape);
        await project.Until(() => project.Ledger("submitted").Count == 1, "the nudge after the prompt has gone", s_patience);
        Assert.False(File.Exists(Path.Combine(project.Folder.Root, "made-by-agent")));
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await agents.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    [SkippableTheory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("gemini")]
    [InlineData("opencode")]
    public async Task A_draft_in_a_real_composer_is_left_alone_and_the_mail_comes_when_it_has_gone(string cli)
    {
        await using TestProject project = TestProject.Empty();
        RealAgents agents = await RealAgents.Start(project, cli);
        agents.WriteActors(cli);
        project.WriteSetting("cli_profiles.yaml", $"roles:\n  peerA:\n    actor: {cli}\n  peerB:\n    actor: none\ndelivery:\n  human_quiet_seconds: 1\n");
        TerminalDriver cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "run", "--launch");
        await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", s_patience);

        cockpit.Type(Keys.Prefix + "a");
        cockpit.Type("do not touch");
        await cockpit.WaitFor("do not touch");
        Assert.Equal(0, (await project.Cccc("send", "a", "mail onto a draft")).ExitCode);
        await cockpit.WaitFor("waiting: a draft stands in the composer of PeerA");
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.Empty(project.Ledger("typed"));
        await cockpit.WaitFor("do not touch");

        // Letter by letter: what empties a whole line differs from CLI to CLI.
        cockpit.Type(string.Concat(Enumerable.Repeat("\x7f", "do not touch".Length)));
        await project.Until(() => project.Ledger("submitted").Count == 1, "the nudge after the draft has gone", s_patience);
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await agents.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    [SkippableTheory]
    [InlineData("claude")]
    [InlineData("codex")]
    public async Task A_real_agent_that_rests_compacts_its_context_when_it_is_told(string cli)
    {
        await using TestProject project = TestProject.Empty();
        RealAgents agents = await RealAgents.Start(project, cli);
        agents.WriteActors(cli);
        project.WriteSetting(
            "cli_profiles.yaml",
            $"roles:\n  peerA:\n    actor: {cli}\n  peerB:\n    actor: none\ndelivery:\n  auto_compact:\n    min_interval_seconds: 3600\n    min_messages_since_last: 1\n    idle_threshold_seconds: 2\n");
        TerminalDriver cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "run", "--launch");
        await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", s_patience);
        Assert.Equal(0, (await project.Cccc("send", "a", "hello")).ExitCode);
        await project.Until(() => project.Ledger("auto-compact").Count == 1, "the command to compact", s_patience);
        await cockpit.WaitFor(screen => screen.Contains("onversation compacted") || screen.Contains("ontext compacted"), "what it says of it", s_patience);
        await cockpit.WaitFor(screen => screen.Contains($"○ PeerA {cli} idle"), "an idle agent", s_patience);
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await agents.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    private static bool Idle(ScreenText screen) => screen.Rows.Count(row => row.Contains("idle", StringComparison.Ordinal)) >= 2;

    private static int HandOffs(TestProject project, string from) => project.Ledger("handoff").Count(record => record["from"]?.ToString() == from);
}
