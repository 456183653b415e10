using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>The Foreman and Aux: a run in a third pane, and what comes of it.</summary>
public sealed class RunSpecs
{
    [Fact]
    public async Task I_have_the_Foreman_run_now_see_it_in_a_pane_and_its_message_reaches_the_agents_as_mine()
    {
        await using var project = WithHelper();
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/foreman now");
        await cockpit.WaitFor(screen => screen.Contains("Foreman · helper · until") && screen.Contains("the helper begins"), "the Foreman's pane");
        await cockpit.WaitFor("Foreman → PeerB");
        await project.Until(() => project.Processed(AgentRole.PeerA).Count > 0 && project.Processed(AgentRole.PeerB).Count > 0, "both have read it");

        var text = await File.ReadAllTextAsync(Path.Combine(project.Folder.Processed(AgentRole.PeerB), project.Processed(AgentRole.PeerB)[0]), TestContext.Current.CancellationToken);
        Assert.StartsWith("<FROM_USER>\n[MID: foreman-", text, StringComparison.Ordinal);
        Assert.Contains("To: Both\nshow the tests", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Folder.Root, "FOREMAN_TASK.md")));
        var status = await project.Cccc("foreman", "status");
        Assert.Contains("The next run is due at", status.Output, StringComparison.Ordinal);
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Aux_answers_in_the_shell_that_asked_and_refuses_where_there_is_none()
    {
        await using var project = WithHelper();
        var cockpit = await project.StartAndLaunch();
        var answer = await project.Cccc("aux", "what", "is", "it?");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        Assert.EndsWith("the answer is 42", answer.Output.TrimEnd(), StringComparison.Ordinal);
        await cockpit.WaitFor("is done for User");
        await cockpit.Quit();

        await using var without = TestProject.WithAgents();
        var other = await without.StartAndLaunch();
        var refused = await without.Cccc("aux", "x");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("Aux is set to none", refused.Error, StringComparison.Ordinal);
        await other.Quit();
    }

    private static TestProject WithHelper()
    {
        var project = TestProject.WithAgents();
        var script = Path.Combine(project.Temporary, "helper.sh");
        File.WriteAllText(script, """
            #!/bin/sh
            echo the helper begins
            sleep 2
            if [ "$CCCC_ROLE" = Foreman ]; then
              printf 'To: Both\n<TO_PEER>\nshow the tests\n</TO_PEER>\n' > .cccc/mailbox/foreman/new.tmp
              mv .cccc/mailbox/foreman/new.tmp .cccc/mailbox/foreman/to_peer.md
            fi
            echo the answer is 42
            """.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        project.WriteSetting("agents.yaml", project.ReadSetting("agents.yaml") + $"  helper:\n    command: [/bin/sh]\n    run_command: ['{script}', '{{prompt}}']\n");
        project.WriteSetting("cli_profiles.yaml", project.ReadSetting("cli_profiles.yaml").Replace("roles:\n", "roles:\n  aux: {actor: helper}\n  foreman: {actor: helper}\n", StringComparison.Ordinal));
        return project;
    }
}
