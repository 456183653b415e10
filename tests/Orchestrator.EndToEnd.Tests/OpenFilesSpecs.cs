using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>A shell that allows few open files (<c>ulimit -n</c>).</summary>
public sealed class OpenFilesSpecs
{
    private const string Sentence = "cccc: This process may have 64 files open at once, and cccc needs 256: raise the limit "
        + "(`ulimit -n 1024` in the shell, or the nofile line of limits.conf), then start cccc again.\n";

    [Theory]
    [InlineData("version")]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("demo --headless")]
    [InlineData("send --to a hello")]
    [InlineData("host --session few -- true")]
    public async Task Too_few_are_said_in_one_sentence_by_every_verb(string verb)
    {
        await using var project = TestProject.Empty();
        var result = await WithLimit(project, "-n 64", verb);
        Assert.Equal((1, "", Sentence), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("-n 256")]
    [InlineData("-S -n 64")] // the hard limit is what counts
    public async Task What_suffices_is_no_hindrance(string limit)
    {
        await using var project = TestProject.Empty();
        var pane = TerminalDriver.Run(
            project, CockpitSteps.Wide, "/bin/sh", ["-c", $"ulimit {limit}; exec \"$0\" pane -- sh -c 'ulimit -S -n; read line; exit 7'", Programs.Cccc]);
        await pane.WaitFor(screen => screen.Rows.Any(row => int.TryParse(row, out var files) && files >= 256), "the pane's own limit");
        pane.Type(Keys.Enter);
        Assert.Equal(new PtyExit(7, null), await pane.WaitForExit());

        var demo = await WithLimit(project, limit, "demo --headless");
        Assert.True(demo.ExitCode == 0, demo.Error);
        await project.NothingIsLeftRunning();
    }

    private static Task<Harness.CommandResult> WithLimit(TestProject project, string limit, string verb) =>
        project.Run("/bin/sh", ["-c", $"ulimit {limit}; exec \"$0\" {verb}", Programs.Cccc], "", project.Folder.Root);
}
