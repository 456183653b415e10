using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary><c>cccc pane -- COMMAND</c>: programs draw and take keys as in a terminal of their own.</summary>
public sealed class PaneSpecs
{
    private static readonly TermSize Size = new(100, 30);

    // The pane is what the status bar leaves.
    private static readonly TermSize Inner = new(100, 29);

    [Fact]
    public async Task Bash_takes_every_kind_of_key_and_its_exit_code_is_ours()
    {
        await using var project = TestProject.Empty(TestProject.DifficultName);
        var pane = await StartBash(project);

        pane.Type("echo $((6*7))" + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Contains("42"), "the answer");
        pane.Type(Keys.Up + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Count(row => row == "42") == 2, "the answer again, from the history");
        pane.Type("echo word" + Keys.Alt('b') + "fore" + Keys.Home + Keys.Ctrl('e') + "!" + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Contains("foreword!"), "a word that Alt, Home and Ctrl put together");
        pane.Type("echo grüß 你好 | tr -d ' '" + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Contains("grüß你好"), "UTF-8");
        pane.Type("stty size" + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Contains("29 100"), "the pane's size");
        pane.Resize(new TermSize(70, 20));
        pane.Type("until [ \"$(stty size)\" = '19 70' ]; do sleep 0.05; done; echo 'new'-size" + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Contains("new-size"), "the new size");
        pane.Type("exit 7" + Keys.Enter);

        Assert.Equal(new PtyExit(7, null), await pane.WaitForExit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_paste_is_one_piece_and_not_a_line_typed()
    {
        await using var project = TestProject.Empty();
        var pane = await StartBash(project);

        pane.Type(Keys.Paste("echo one\necho two"));
        await pane.WaitFor("echo two");
        Assert.DoesNotContain("one", pane.Screen.Rows);
        pane.Type(Keys.Enter);

        await pane.WaitFor(screen => screen.Rows.Contains("one") && screen.Rows.Contains("two"), "both lines run at the return");
        pane.Type("exit" + Keys.Enter);
        Assert.Equal(new PtyExit(0, null), await pane.WaitForExit());
    }

    [Fact]
    public async Task Ctrl_C_interrupts_the_command_and_not_the_pane()
    {
        await using var project = TestProject.Empty();
        var pane = await StartBash(project);

        // The command itself says that it runs: a Ctrl-C that comes before it has the terminal is the shell's.
        pane.Type("sh -c 'echo up$((1+1)); exec sleep 1000'" + Keys.Enter);
        await pane.WaitFor("up2");
        pane.Type(Keys.Ctrl('c'));
        await pane.WaitFor("^C");
        pane.Type("echo still $?" + Keys.Enter);

        await pane.WaitFor("still 130");
        pane.Type(Keys.Ctrl('d'));
        await pane.WaitForExit();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_pane_can_be_detached_and_attached_by_its_name()
    {
        await using var project = TestProject.Empty();
        var pane = await StartBash(project);
        pane.Type("echo remember me" + Keys.Enter);
        await pane.WaitFor(screen => screen.Rows.Contains("remember me"), "the echo");

        Assert.Equal(new PtyExit(0, null), await pane.Detach());
        var name = $"pane-{pane.ProcessId}";
        var again = TerminalDriver.Start(project, Size, "attach", "--session", name);

        await again.WaitFor("remember me");
        again.Type("exit 3" + Keys.Enter);
        Assert.Equal(new PtyExit(3, null), await again.WaitForExit());
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [InlineData("exit 42", 42)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("echo last words", 0)]
    public async Task A_command_that_is_over_at_once_has_its_exit_code_passed_on(string script, int exitCode)
    {
        await using var project = TestProject.Empty();
        var pane = TerminalDriver.Start(project, Size, "pane", "--", "/bin/sh", "-c", script);

        Assert.Equal(new PtyExit(exitCode, null), await pane.WaitForExit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_a_sentence_and_exit_code_1()
    {
        await using var project = TestProject.Empty();
        var pane = TerminalDriver.Start(project, Size, "pane", "--", "no-such-command-here");

        Assert.Equal(new PtyExit(1, null), await pane.WaitForExit());
        Assert.True(pane.Screen.Contains("no-such-command-here was not found on PATH"), pane.Screen.ToString());
        Assert.False(pane.Screen.Contains("its log may say why"), pane.Screen.ToString());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_program_starts_in_the_size_of_its_pane()
    {
        await using var project = TestProject.Empty();
        var pane = TerminalDriver.Start(project, Size, "pane", "--", "/bin/sh", "-c", "stty size; read line");

        await pane.WaitFor(screen => screen.Rows.Contains("29 100"), "the size of the pane");
        pane.Type(Keys.Enter);
        Assert.Equal(new PtyExit(0, null), await pane.WaitForExit());
    }

    [Fact]
    public async Task Vim_looks_as_it_does_without_us_and_edits_a_file()
    {
        var vim = Programs.Require("vim");
        await using var project = TestProject.Empty();
        var file = Path.Combine(project.Folder.Root, "notes.md");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(1, 100).Select(i => $"Zeile {i}: grüße, 世界\n")), TestContext.Current.CancellationToken);
        string[] command = [vim, "-u", "NONE", "-i", "NONE", "-n", "-N", "--cmd", "set number encoding=utf-8", "notes.md"];
        var direct = TerminalDriver.Run(project, Inner, command[0], command[1..]);
        var pane = TerminalDriver.Start(project, Size, ["pane", "--", .. command]);

        await WaitForLine(direct, pane, "Zeile 28");
        foreach (var keys in new[] { Keys.Ctrl('l'), "20G", "ddp", Keys.Ctrl('f'), "ggi" + Keys.Down + Keys.Right + "neu é" })
        {
            direct.Type(keys);
            pane.Type(keys);
            await SameRows(pane, direct, $"'{keys}' in vim");
        }

        pane.Type(Keys.Escape);
        await pane.WaitUntilGone("-- INSERT --");
        pane.Type(":wq" + Keys.Enter);
        Assert.Equal(new PtyExit(0, null), await pane.WaitForExit());
        Assert.Contains("Zneu éeile 2", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await direct.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Less_looks_as_it_does_without_us()
    {
        var less = Programs.Require("less");
        await using var project = TestProject.Empty();
        await File.WriteAllTextAsync(Path.Combine(project.Folder.Root, "long.txt"), string.Concat(Enumerable.Range(1, 300).Select(i => $"line {i} {new string((char)('a' + (i % 26)), i % 120)}\n")), TestContext.Current.CancellationToken);
        var direct = TerminalDriver.Run(project, Inner, less, ["long.txt"]);
        var pane = TerminalDriver.Start(project, Size, "pane", "--", less, "long.txt");

        await WaitForLine(direct, pane, "line 28");
        foreach (var keys in new[] { " ", Keys.PageDown, Keys.Up + Keys.Up, "/line 250" + Keys.Enter, "G" })
        {
            direct.Type(keys);
            pane.Type(keys);
            await SameRows(pane, direct, $"'{keys}' in less");
        }

        pane.Type("q");
        Assert.Equal(new PtyExit(0, null), await pane.WaitForExit());
        await direct.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Htop_draws_itself_and_takes_function_keys()
    {
        var htop = Programs.Require("htop");
        await using var project = TestProject.Empty();
        var pane = TerminalDriver.Start(project, Size, "pane", "--", htop);

        await pane.WaitFor(screen => screen.Contains("PID") && screen.Contains("F10Quit") && screen.Contains("Tasks:"), "htop's screen");
        pane.Type("\eOP"); // F1, xterm ctlseqs
        await pane.WaitFor("Released under the GNU GPL");
        pane.Type(" ");
        await pane.WaitFor("F10Quit");
        pane.Type("q");

        Assert.Equal(new PtyExit(0, null), await pane.WaitForExit());
        await project.NothingIsLeftRunning();
    }

    private static async Task WaitForLine(TerminalDriver direct, TerminalDriver pane, string line)
    {
        await direct.WaitFor(line);
        await pane.WaitFor(line);
    }

    private static async Task<TerminalDriver> StartBash(TestProject project)
    {
        project.Environment["PS1"] = "$ ";
        var pane = TerminalDriver.Start(project, Size, "pane", "--", Programs.Require("bash"), "--norc", "--noprofile");
        await pane.WaitFor("$");
        return pane;
    }

    // Waits for the moment in which both show the same and the direct one has come to rest: what a slower machine draws later, it draws all the same.
    private static async Task SameRows(TerminalDriver pane, TerminalDriver direct, string what)
    {
        ScreenText? expected = null;
        while (expected is null || !ReferenceEquals(expected, direct.Screen))
        {
            expected = direct.Screen;
            await Task.Delay(TimeSpan.FromMilliseconds(150));
        }

        await pane.WaitFor(screen => screen.Rows.Take(Inner.Rows).SequenceEqual(expected.Rows) && screen.Cursor.Row == expected.Cursor.Row && screen.Cursor.Column == expected.Cursor.Column, $"the same screen as without us after {what}, which is\n{expected}\n");
    }
}
