using System.Text;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Fuzz;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>The real program around a pane that prints the attack corpus: what its user's terminal gets.</summary>
public sealed class AttackSpecs
{
    private static readonly TermSize Size = new(100, 30);

    [Fact]
    public async Task Nothing_that_a_pane_prints_reaches_the_terminal_but_the_picture_and_what_the_settings_allow()
    {
        await using var project = TestProject.Empty();
        await File.WriteAllBytesAsync(Path.Combine(project.Folder.Root, "attack"), Attacks.InOneStream("THE END"), TestContext.Current.CancellationToken);
        var pane = TerminalDriver.Start(project, Size, "pane", "--", "/bin/sh", "-c", "mkfifo go; stty raw -echo; cat attack; read line < go");

        await pane.WaitFor("THE END");
        // Not by a key: the answers to the attacks' queries, which nobody reads, have filled the program's input.
        await File.WriteAllTextAsync(Path.Combine(project.Folder.Root, "go"), "on\n", TestContext.Current.CancellationToken);
        Assert.Equal(new PtyExit(0, null), await pane.WaitForExit());
        var outer = OuterTerminal.FromEnvironment(project.Environment);
        ReadOnlyMemory<byte> written = pane.Written;
        var start = written.Span.IndexOf(outer.EnterSequence.Span) + outer.EnterSequence.Length;
        var end = written.Span.LastIndexOf(outer.LeaveSequence.Span);
        Assert.InRange(end, start, int.MaxValue);

        OuterStream outside = new(OuterExtras.Clipboard | OuterExtras.Links | OuterExtras.Dialogue);
        Assert.Null(outside.Take(written.Span[start..end]));
        Assert.DoesNotContain(outside.Extras, extra => extra.StartsWith("OSC 2;", StringComparison.Ordinal) || extra.StartsWith("OSC 9;", StringComparison.Ordinal));
        Assert.DoesNotContain("\e", Encoding.UTF8.GetString(written.Span[(end + outer.LeaveSequence.Length)..]), StringComparison.Ordinal);
        Assert.Null(pane.Screen.Title);
        await project.NothingIsLeftRunning();
    }
}
