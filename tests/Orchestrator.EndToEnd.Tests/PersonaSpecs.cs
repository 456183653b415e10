using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Agents that look and misbehave like real CLIs, judged by the shipped rules of those.</summary>
public sealed class PersonaSpecs
{
    public static TheoryData<string> Personas => ["claude", "codex", "gemini", "opencode"];

    private sealed record Setting(string Incidents = "[]", string Actor = "", string Delivery = "", bool AsksAtStart = false);

    private static async Task<TerminalDriver> Start(TestProject project, string persona, Setting setting, params string[] flags)
    {
        var script = Path.Combine(project.Temporary, "incidents.json");
        await File.WriteAllTextAsync(script, setting.Incidents);
        string[] command =
        [
            Programs.FakeAgent, "--name", "{role}", "--mailbox", "{mailbox}", "--log", project.JournalPath(AgentRole.PeerA), "--persona", persona, "--script", script, "--pace", "300",
            .. setting.AsksAtStart ? ["--start-dialog"] : Array.Empty<string>(), .. flags,
        ];
        project.WriteSetting("agents.yaml", $"actors:\n  {persona}:\n    command: {JsonSerializer.Serialize(command)}\n{setting.Actor}");
        project.WriteSetting("cli_profiles.yaml", $"roles:\n  peerA:\n    actor: {persona}\n  peerB:\n    actor: none\ndelivery:\n  human_quiet_seconds: 0.2\n  self_check_every_handoffs: 0\n{setting.Delivery}");
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "run", "--launch");
        await cockpit.WaitFor(setting.AsksAtStart ? "asks you: " : $"○ PeerA {persona} idle");
        return cockpit;
    }

    private static async Task End(TestProject project, TerminalDriver cockpit)
    {
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Each_gets_its_mail_whatever_happens_between_the_text_and_the_return(string persona)
    {
        await using var project = TestProject.Empty();
        const string Incidents = """
            [{"after":0,"swallowReturns":2},{"after":1,"askAfterPaste":true},{"after":2,"draft":"hold on, I was just"},
             {"after":3,"limitMilliseconds":1000},{"after":4,"slowMilliseconds":500},{"after":5,"askInTurn":true}]
            """;
        var cockpit = await Start(project, persona, new Setting(Incidents), "--question-lasts", "1500");
        for (var i = 1; i <= 7; i++)
        {
            var count = i;
            Assert.Equal(0, (await project.Cccc("send", "a", $"message {i}")).ExitCode);
            await project.Until(() => project.Journaled(AgentRole.PeerA, "rested") == count, $"the end of turn {i}", TimeSpan.FromSeconds(60));
        }

        Assert.Equal(7, project.Journaled(AgentRole.PeerA, "submitted"));
        Assert.Equal(7, project.Journaled(AgentRole.PeerA, "submitted", "[NUDGE]"));
        Assert.Equal(7, project.Journaled(AgentRole.PeerA, "read"));
        Assert.Equal(2, project.Journaled(AgentRole.PeerA, "swallowed", "return"));
        foreach (var harm in (string[])["approved", "denied", "ignored", "draft-destroyed", "lost", "shell"])
        {
            Assert.Equal(0, project.Journaled(AgentRole.PeerA, harm));
        }

        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "draft-intact"));
        await End(project, cockpit);
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task A_dialog_at_the_start_is_shown_and_not_answered_and_the_mail_goes_when_the_user_has(string persona)
    {
        await using var project = TestProject.Empty();
        var cockpit = await Start(project, persona, new Setting(AsksAtStart: true));
        await cockpit.WaitFor($"? PeerA {persona} needs-input");
        Assert.Equal(0, (await project.Cccc("send", "a", "are you there?")).ExitCode);
        await cockpit.WaitFor("waiting: PeerA shows a permission prompt");

        // What was typed in between would have answered it before the user does: with the prompt that is shown, and
        // with no other.
        var id = (await project.Status())["agents"]![0]!["prompt"]!["id"]!.GetValue<string>();
        Assert.Equal(4, (await project.Cccc("answer", "a", "approve", "--prompt", "00000000")).ExitCode);
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "approved"));
        Assert.Equal(0, (await project.Cccc("answer", "a", "approve", "--prompt", id)).ExitCode);
        await project.Until(() => project.Journaled(AgentRole.PeerA, "read") == 1, "the mail");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "approved"));
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "ignored"));
        await End(project, cockpit);
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task A_prompt_that_is_drawn_piece_by_piece_is_shown_when_it_is_whole_and_the_first_answer_counts(string persona)
    {
        await using var project = TestProject.Empty();
        var cockpit = await Start(project, persona, new Setting(AsksAtStart: true), "--question-drawn-in", "200");
        var prompt = (await project.Status())["agents"]![0]!["prompt"]!;
        Assert.Contains(prompt["rows"]!.AsArray(), row => row!.ToString().Contains("Do you trust the files", StringComparison.Ordinal));
        var id = prompt["id"]!.ToString();
        Assert.Contains($"(prompt {id}; `cccc answer peerA {(persona == "opencode" ? "approve|deny" : "approve|deny|N")}`)", (await project.Cccc("status")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await project.Cccc("answer", "a", "approve", "--prompt", id)).ExitCode);
        await cockpit.WaitFor($"○ PeerA {persona} idle");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "approved"));
        Assert.Equal(id, Assert.Single(project.Ledger("prompt-shown"))["prompt"]!.ToString());
        await End(project, cockpit);
    }

    [Fact]
    public async Task The_desktop_is_told_of_a_prompt_once_in_our_own_words_when_the_user_wants_it()
    {
        await using var project = TestProject.Empty();
        var told = Path.Combine(project.Temporary, "told");
        var programs = Directory.CreateDirectory(Path.Combine(project.Temporary, "bin")).FullName;
        var notify = Path.Combine(programs, "notify-send");
        await File.WriteAllTextAsync(notify, $"#!/bin/sh\nprintf '<%s>' \"$@\" >> '{told}'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(notify, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        project.Environment["PATH"] = $"{programs}:{project.Environment["PATH"]}";
        var settings = Directory.CreateDirectory(Path.Combine(project.Home, ".config", "cccc")).FullName;
        await File.WriteAllTextAsync(Path.Combine(settings, "tui.yaml"), "tui:\n  attention: desktop\n", TestContext.Current.CancellationToken);
        var cockpit = await Start(project, "claude", new Setting(AsksAtStart: true));
        await project.Until(() => File.Exists(told) && File.ReadAllText(told).EndsWith("answer>", StringComparison.Ordinal), "the notification");
        cockpit.Command("/approve a");
        await cockpit.WaitFor("○ PeerA claude idle");
        Assert.Equal("<--app-name=cccc><--><cccc: PeerA><claude waits for your answer>", await File.ReadAllTextAsync(told, TestContext.Current.CancellationToken));
        await End(project, cockpit);
    }

    [Fact]
    public async Task A_composer_with_the_keys_of_a_vi_gets_its_text_in_the_insert_mode()
    {
        await using var project = TestProject.Empty();
        var cockpit = await Start(project, "claude", new Setting(Actor: "    normal_mode: '^\\s*-- NORMAL --'\n"), "--vim");
        for (var i = 1; i <= 2; i++)
        {
            var count = i;
            Assert.Equal(0, (await project.Cccc("send", "a", $"message {i}")).ExitCode);
            await project.Until(() => project.Journaled(AgentRole.PeerA, "read") == count, $"message {i}");
        }

        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "lost"));
        Assert.Equal(2, project.Journaled(AgentRole.PeerA, "mode", "insert"));
        await End(project, cockpit);
    }

    [Fact]
    public async Task A_line_that_no_return_submits_is_taken_out_again_and_a_reminder_brings_the_mail()
    {
        await using var project = TestProject.Empty();
        var cockpit = await Start(
            project, "claude", new Setting("""[{"after":0,"swallowReturns":4}]""", "    return_again_ms: 100\n", "  nudge_resend_seconds: 4\n"));
        Assert.Equal(0, (await project.Cccc("send", "a", "hello")).ExitCode);
        await cockpit.WaitFor("the line was taken out of the composer again");
        await project.Until(() => project.Journaled(AgentRole.PeerA, "read") == 1, "the mail");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "submitted"));
        Assert.Equal(2, project.Journaled(AgentRole.PeerA, "pasted"));
        await End(project, cockpit);
    }

    [Fact]
    public async Task An_agent_that_runs_is_explained_and_its_screen_is_kept()
    {
        await using var project = TestProject.Empty();
        var cockpit = await Start(project, "codex", new Setting(AsksAtStart: true));
        var explained = await project.Cccc("explain", "peerA", "--save", "trust");
        Assert.Equal(0, explained.ExitCode);
        Assert.StartsWith("PeerA (codex) is needs-input since ", explained.Output, StringComparison.Ordinal);
        Assert.Contains("rule     permission: /", explained.Output, StringComparison.Ordinal);
        var fixture = ScreenFixture.Load(Path.Combine(ScreenFixture.FolderOf(project.Folder), "trust.json"));
        Assert.Equal(("codex", AgentState.NeedsInput), (fixture.Actor, fixture.State));
        var again = await project.Cccc("explain", "--agent", "codex", Path.Combine(ScreenFixture.FolderOf(project.Folder), "trust.ansi"));
        Assert.StartsWith("needs-input", again.Output, StringComparison.Ordinal);
        Assert.Equal(4, (await project.Cccc("explain", "b")).ExitCode);

        // What a hook of the CLI would run.
        project.WriteSetting("agents.yaml", project.ReadSetting("agents.yaml") + "    state_rules:\n      hooked: {state: limited, priority: 900, where: hook, pattern: '^Limited$'}\n");
        await cockpit.WaitFor("The rules by which");
        var hook = await project.Run("/bin/sh", ["-c", $"CCCC_ROLE=PeerA CCCC_PROJECT='{project.Folder.Root}' '{Programs.Cccc}' report Limited"], "", project.Folder.Root);
        Assert.Equal(0, hook.ExitCode);
        await cockpit.WaitFor("! PeerA codex limited");
        await End(project, cockpit);
    }

    [Fact]
    public async Task Text_past_the_gate_is_asked_about_when_a_prompt_is_open()
    {
        await using var project = TestProject.Empty();
        var cockpit = await Start(project, "gemini", new Setting(AsksAtStart: true));
        cockpit.Command("/a! 2");
        await cockpit.WaitFor("what is typed now answers it");
        cockpit.Type(Keys.Escape);
        await cockpit.WaitFor(screen => !screen.Contains("what is typed now answers it"), "the question to be gone");
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "denied"));
        cockpit.Command("/a! 1");
        await cockpit.WaitFor("what is typed now answers it");
        cockpit.Type("y");
        await project.Until(() => project.Journaled(AgentRole.PeerA, "approved") == 1, "the answer");
        await cockpit.WaitFor("○ PeerA gemini idle");
        cockpit.Command("/a! just a line");
        await cockpit.WaitFor("and submitted. It is no mail");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "submitted", "just a line"));
        Assert.Empty(project.Ledger("typed"));
        await End(project, cockpit);
    }
}
