using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Tests.Mail;

public class EventLinesTests
{
    [Fact]
    public void Events_carry_their_item_and_their_parameters()
    {
        var events = EventLines.Parse("Item(build): the house\r\n- Progress(tag=ci): compiles\n* evidence(refs=[a.txt:1, b.txt], strength=strong): green\nRisk(sev=high, to=PeerB): disk\nNext: tests\nnothing: here\n");
        Assert.Equal(["progress", "evidence", "risk", "next"], events.Select(line => line.Word));
        Assert.Equal(["ci", "build", "build", "build"], events.Select(line => line.Tag));
        Assert.Equal(["a.txt:1", "b.txt"], events[1].Refs.AsEnumerable());
        Assert.Equal(("strong", "high", "PeerB"), (events[1].Strength, events[2].Severity, events[2].To));
        Assert.Equal("tests", events[3].Text);
    }

    [Theory]
    [InlineData("Progress: x", true)]
    [InlineData("text\n - progress(tag=a): x", true)]
    [InlineData("Progress was made", false)]
    [InlineData("In Progress: x", false)]
    public void Progress_is_a_line_of_its_own(string body, bool expected) => Assert.Equal(expected, EventLines.HasProgress(body));

    [Fact]
    public void The_first_next_line_counts()
    {
        Assert.Equal("write tests", EventLines.Next("Progress: a\n- Next(to=me): write tests\nNext: more"));
        Assert.Null(EventLines.Next("Next\n"));
    }

    [Fact]
    public void A_nudge_is_one_line_and_names_the_folders_as_they_are()
    {
        var folder = new ProjectFolder("/home/an 'odd' \"name\"/inbox/pro\u001b\nject");
        var at = new DateTimeOffset(2026, 11, 20, 11, 29, 10, TimeSpan.Zero);
        var file = new InboxFile(AgentRole.PeerB, 12, "cccc-1-abcdef", folder.Inbox(AgentRole.PeerB) + "/000012.cccc-1-abcdef.txt");
        var line = NudgeText.Arrival(folder, file, "it's\nhere\u001b[2J", at, "Overwrite\nto_peer.md");
        Assert.StartsWith("[NUDGE] [TS: 2026-11-20 11:29:10 UTC (UTC+00:00)] [new arrival: 000012] — trigger=000012 preview='it’s here[2J' — Inbox: /home/an 'odd' \"name\"/inbox/pro\\x1b\\x0aject/.cccc/mailbox/peerB/inbox — ", line);
        Assert.Contains("/home/an 'odd' \"name\"/inbox/pro\\x1b\\x0aject/.cccc/mailbox/peerB/processed.", line);
        Assert.EndsWith(" Overwrite to_peer.md", line);
        foreach (var text in new[] { line, NudgeText.Backlog(folder, AgentRole.PeerA, at), NudgeText.KeepaliveLine(folder, AgentRole.PeerA, at) })
        {
            Assert.DoesNotContain(text, char.IsControl);
        }
    }
}
