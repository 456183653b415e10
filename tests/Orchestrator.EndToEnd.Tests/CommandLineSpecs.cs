using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>The verbs that scripts use, and what wrong use gets.</summary>
public sealed class CommandLineSpecs
{
    [Fact]
    public async Task Status_says_as_JSON_what_the_session_does()
    {
        await using var project = TestProject.WithAgents(name: TestProject.DifficultName);
        project.Environment["TZ"] = "Asia/Kolkata"; // As far from whole hours of UTC as zones are.
        await project.StartAndLaunch();

        var status = await project.Status();

        Assert.Equal("running", status["phase"]!.GetValue<string>());
        Assert.Equal(project.Folder.Root, status["project"]!.GetValue<string>());
        Assert.Equal(["PeerA", "PeerB"], status["agents"]!.AsArray().Select(agent => agent!["role"]!.GetValue<string>()));
        Assert.Equal([TestProject.ActorA, TestProject.ActorB], status["agents"]!.AsArray().Select(agent => agent!["actor"]!.GetValue<string>()));
        Assert.Equal(1, status["clients"]!.GetValue<int>());
        var plain = await project.Cccc("status");
        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("PeerA", plain.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', plain.Output);
        Assert.Contains("times are of Asia/Kolkata (UTC+05:30)", plain.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d\d:\d\d:\d\d[+-]\d\d:\d\d", plain.Output);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$", status["agents"]![0]!["since"]!.GetValue<string>());
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_session_that_an_agent_started_gives_its_own_agents_no_mark_of_that_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the environment of a process is read from /proc");
        await using var project = TestProject.WithAgents();
        project.Environment["CLAUDECODE"] = "1";
        project.Environment["CODEX_THREAD_ID"] = "outer";
        project.Environment["ZELLIJ"] = "0";
        project.Environment["CLAUDE_CONFIG_DIR"] = "/my/own";
        await project.StartAndLaunch();

        foreach (var agent in (await project.Status())["agents"]!.AsArray())
        {
            var environment = (await File.ReadAllTextAsync($"/proc/{agent!["process"]}/environ", TestContext.Current.CancellationToken)).Split('\0');
            Assert.DoesNotContain(environment, entry => entry.Split('=')[0] is "CLAUDECODE" or "CODEX_THREAD_ID" or "ZELLIJ");
            Assert.Contains("CLAUDE_CONFIG_DIR=/my/own", environment);
        }

        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task I_send_mail_from_a_shell_as_words_and_from_standard_input()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();
        Assert.Equal(new PtyExit(0, null), await cockpit.Detach());

        var words = await project.Cccc("send", "a", "good", "morning");
        Assert.True(words.ExitCode == 0, words.ToString());
        await project.Until(() => project.Journaled(AgentRole.PeerA, "wrote", "you wrote \"good morning\"") == 1, "the answer to the words");
        var piped = await project.CcccWithInput("guten Tag aus der Röhre\n", "send", "b");
        Assert.True(piped.ExitCode == 0, piped.ToString());
        await project.Until(() => project.Journaled(AgentRole.PeerB, "wrote", "guten Tag aus der Röhre") == 1, "the answer to standard input");
        var both = await project.Cccc("send", "both", "all", "of", "you", "--json");
        Assert.True(both.ExitCode == 0, both.ToString());
        Assert.Equal(2, JsonNode.Parse(both.Output)!["messages"]!.AsArray().Count);
        Assert.Equal(2, (await project.Cccc("send", "a", "  ")).ExitCode);
        Assert.Equal(2, (await project.Cccc("send", "c", "hello")).ExitCode);

        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status", "--json")]
    [InlineData("send", "a", "hello")]
    [InlineData("kill")]
    [InlineData("detach")]
    public async Task Where_no_session_runs_the_exit_code_is_3_and_nothing_is_written(params string[] arguments)
    {
        await using var project = TestProject.Empty();

        var result = await project.Cccc(arguments);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("`cccc`", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(project.Folder.Root));
    }

    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("status", "--no-such-option")]
    [InlineData("pane")]
    public async Task Wrong_usage_is_exit_code_2_and_one_sentence(params string[] arguments)
    {
        await using var project = TestProject.Empty();

        var result = await project.Cccc(arguments);

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Matches("^cccc( [a-z]+)?: ", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_second_host_in_the_same_folder_is_refused()
    {
        await using var project = TestProject.WithAgents();
        await project.StartAndLaunch();

        var second = await project.Cccc("host", "--project", project.Folder.Root);

        Assert.True(second.ExitCode == 4, second.ToString());
        Assert.Equal("running", (await project.Status())["phase"]!.GetValue<string>());
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Without_a_terminal_it_says_so_and_starts_nothing()
    {
        await using var project = TestProject.WithAgents();

        var result = await project.Cccc();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("terminal", result.Error, StringComparison.Ordinal);
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_dumb_terminal_is_named_and_nothing_starts()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = TerminalDriver.Run(project, new TermSize(80, 24), Programs.Cccc, [], new Dictionary<string, string> { ["TERM"] = "dumb" });

        Assert.Equal(new PtyExit(1, null), await cockpit.WaitForExit());
        Assert.True(cockpit.Screen.Contains("TERM=dumb"), cockpit.Screen.ToString());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_sentence_that_names_it()
    {
        await using var project = TestProject.Empty();
        var folder = project.Folder.Root;
        if (Environment.IsPrivilegedProcess)
        {
            // Rights do not stop root; this file system takes no folders from anybody.
            folder = "/sys/kernel";
            Assert.SkipUnless(Directory.Exists(folder), "there is no folder that root cannot write to");
        }
        else
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var cockpit = TerminalDriver.Run(project, CockpitSteps.Wide, Programs.Cccc, ["-C", folder]);

        Assert.Equal(new PtyExit(1, null), await cockpit.WaitForExit());
        Assert.True(cockpit.Screen.Contains("cccc: ") && cockpit.Screen.Contains(folder), cockpit.Screen.ToString());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Broken_settings_are_named_with_file_and_line_and_nothing_starts()
    {
        await using var project = TestProject.WithAgents();
        project.WriteSetting("cli_profiles.yaml", "roles:\n  peerA: [unclosed\n");
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);

        Assert.Equal(new PtyExit(1, null), await cockpit.WaitForExit());
        Assert.True(cockpit.Screen.Contains("cli_profiles.yaml"), cockpit.Screen.ToString());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Version_and_help_are_printed_without_colours_into_a_pipe()
    {
        await using var project = TestProject.Empty();

        var version = await project.Cccc("version");
        var help = await project.Cccc("--help");

        Assert.Equal(0, version.ExitCode);
        Assert.Matches(@"\d+\.\d+\.\d+", version.Output);
        Assert.Equal(0, help.ExitCode);
        foreach (var verb in new[] { "attach", "send", "status", "demo", "doctor", "init", "pane" })
        {
            Assert.Contains(verb, help.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("scripted-agent", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', version.Output + help.Output);
    }
}
