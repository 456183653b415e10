using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>The agent that plays the agents of all other tests, alone in a terminal.</summary>
public sealed class ScriptedAgentSpecs
{
    private static readonly TermSize Size = new(80, 24);
    private static readonly string Nudge = "[NUDGE] [TS: now] Inbox: /somewhere/inbox";

    [Fact]
    public async Task It_shows_its_prompt_answers_typed_text_and_ends_at_the_second_Ctrl_C()
    {
        await using var project = TestProject.Empty();
        var terminal = Start(project);
        await terminal.WaitFor("❯");
        Assert.Equal("✳ PeerA: ready", (await terminal.WaitFor(screen => screen.Title is not null, "a title")).Title);

        terminal.Type("grüß 你好" + Keys.Enter);
        await terminal.WaitFor("You typed \"grüß 你好\"");
        terminal.Type("half a line" + Keys.Ctrl('c'));
        await terminal.WaitFor(screen => screen.Rows[screen.Cursor.Row] == "❯", "an empty composer");
        terminal.Type(Keys.Ctrl('c'));
        await terminal.WaitFor("press Ctrl-C again to exit");
        terminal.Type(Keys.Ctrl('c'));

        Assert.Equal(new PtyExit(0, null), await terminal.WaitForExit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_pasted_nudge_makes_it_read_its_inbox_oldest_first_and_answer()
    {
        await using var project = TestProject.Empty();
        PutMail(project, "000002.b.txt", "<FROM_PeerB>\n[MID: b]\n<TO_PEER>\nItem(demo): hand-off 4 of 9\n</TO_PEER>\n</FROM_PeerB>");
        PutMail(project, "000001.a.txt", "<FROM_USER>\n[MID: a]\n[TS: x]\nRules: start well.\n\nhello there\n</FROM_USER>");
        var terminal = Start(project, "--hand-offs", "9");
        await terminal.WaitFor("❯");

        terminal.Type(Keys.Paste(Nudge) + Keys.Enter);
        await project.Until(() => project.Processed(AgentRole.PeerA).Count == 2, "two read messages");

        await project.Until(() => File.Exists(project.Folder.ToPeer(AgentRole.PeerA)), "an answer to the peer");
        Assert.Contains("you wrote \"hello there\"", await File.ReadAllTextAsync(project.Folder.ToUser(AgentRole.PeerA), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var toPeer = await File.ReadAllTextAsync(project.Folder.ToPeer(AgentRole.PeerA), TestContext.Current.CancellationToken);
        Assert.StartsWith("<TO_PEER>\nItem(demo): hand-off 5 of 9\nProgress: ", toPeer, StringComparison.Ordinal);
        Assert.EndsWith("</TO_PEER>\n", toPeer, StringComparison.Ordinal);
        Assert.Equal(["000001.a.txt", "000002.b.txt"], project.Journal(AgentRole.PeerA).Where(entry => entry.What == "read").Select(entry => entry.Text));
        Assert.Empty(project.Inbox(AgentRole.PeerA));
    }

    [Fact]
    public async Task Mail_that_was_not_taken_yet_goes_out_with_the_next()
    {
        await using var project = TestProject.Empty();
        var terminal = Start(project);
        await terminal.WaitFor("❯");
        foreach (var question in new[] { "first", "second" })
        {
            PutMail(project, $"00000{question.Length}.x.txt", $"<FROM_USER>\n{question}\n</FROM_USER>");
            terminal.Type(Keys.Paste(Nudge) + Keys.Enter);
            await project.Until(() => project.Journaled(AgentRole.PeerA, "wrote", question) == 1, $"the answer to {question}");
        }

        await project.Until(() => TestProject.ReadShared(project.Folder.ToUser(AgentRole.PeerA)) is var text
            && text.Contains("\"first\"", StringComparison.Ordinal) && text.Contains("\"second\"", StringComparison.Ordinal), "both answers in one file");
    }

    [Fact]
    public async Task It_shows_that_it_works_for_as_long_as_its_pace_says()
    {
        await using var project = TestProject.Empty();
        PutMail(project, "000001.a.txt", "<FROM_USER>\nstart\n</FROM_USER>");
        var terminal = Start(project, "--pace", "600");
        await terminal.WaitFor("❯");

        terminal.Type(Keys.Paste(Nudge));
        await terminal.WaitFor("[NUDGE]");
        terminal.Type(Keys.Enter);

        var busy = await terminal.WaitFor("Working… (esc to interrupt)");
        Assert.Equal("⠂ PeerA: working", busy.Title);
        await terminal.WaitFor("Began: hand-off 1 of 10");
        await terminal.WaitUntilGone("esc to interrupt");
    }

    [Fact]
    public async Task It_follows_a_resize()
    {
        await using var project = TestProject.Empty();
        var terminal = Start(project);
        await terminal.WaitFor(screen => screen.Contains(new string('─', 79)), "a rule of 79 columns");

        terminal.Resize(new TermSize(50, 12));

        await terminal.WaitFor(screen => screen.Rows.Any(row => row == new string('─', 49)) && screen.Contains("❯"), "a rule of 49 columns");
        await project.Until(() => project.Journaled(AgentRole.PeerA, "resized", "50x12") == 1, "the size in its journal");
    }

    [Theory]
    [InlineData("--full-redraw")]
    [InlineData("--alternate-screen")]
    [InlineData("--write-in-pieces", "1")]
    [InlineData("--no-bracketed-paste")]
    public async Task Whatever_way_it_draws_it_takes_a_line(params string[] flags)
    {
        await using var project = TestProject.Empty();
        var terminal = Start(project, flags);
        await terminal.WaitFor("❯");

        terminal.Type("hello" + Keys.Enter);

        await terminal.WaitFor("You typed \"hello\"");
        terminal.Type(Keys.Ctrl('d'));
        Assert.Equal(new PtyExit(0, null), await terminal.WaitForExit());
    }

    [Fact]
    public async Task A_return_confirms_a_dialog_that_opened_after_the_paste()
    {
        await using var project = TestProject.Empty();
        var terminal = Start(project, "--dialog-between-paste-and-return", "--start-dialog");
        await terminal.WaitFor("Do you trust the files in this folder?");
        terminal.Type(Keys.Enter);
        await terminal.WaitFor("❯");

        terminal.Type(Keys.Paste("rm everything"));
        await terminal.WaitFor("Do you want to proceed?");
        terminal.Type(Keys.Paste("ignored") + Keys.Enter);

        await terminal.WaitFor("❯ rm everything");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "approved", "Do you want to proceed?"));
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "submitted"));
    }

    [Fact]
    public async Task Faults_come_as_they_were_ordered()
    {
        await using var project = TestProject.Empty();
        var gone = Start(project, "--exit-at-once", "7");
        Assert.Equal(new PtyExit(7, null), await gone.WaitForExit());

        var crashing = Start(project, "--crash-after", "0", "--swallow-return", "1");
        await crashing.WaitFor("❯");
        crashing.Type(Nudge + Keys.Enter);
        await project.Until(() => project.Journaled(AgentRole.PeerA, "swallowed") == 1, "a swallowed return");
        crashing.Type(Keys.Enter);
        Assert.Equal(new PtyExit(null, 9), await crashing.WaitForExit());

        var deaf = Start(project, "--never-read");
        await deaf.WaitFor("❯");
        deaf.Type("hello" + Keys.Enter);
        deaf.CloseWindow();
        await project.Until(() => project.Journaled(AgentRole.PeerA, "ended", "129") == 1, "the end by SIGHUP");
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "typed", "hello"));
        await project.NothingIsLeftRunning();
    }

    private static TerminalDriver Start(TestProject project, params string[] flags) => TerminalDriver.Run(
        project, Size, Programs.FakeAgent, ["--name", "PeerA", "--mailbox", project.Folder.MailboxFolder, "--log", project.JournalPath(AgentRole.PeerA), .. flags]);

    private static void PutMail(TestProject project, string name, string text)
    {
        Directory.CreateDirectory(project.Folder.Inbox(AgentRole.PeerA));
        File.WriteAllText(Path.Combine(project.Folder.Inbox(AgentRole.PeerA), name), text);
    }
}
