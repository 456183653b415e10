using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Tests.Mail;

public class InboxTests
{
    [Fact]
    public async Task Messages_are_numbered_on_through_restarts_and_emptied_folders()
    {
        await using var mail = new MailFixture();
        Assert.Equal("000001.cccc-1-aaaaaa.txt", mail.Mailbox.Write(AgentRole.PeerB, "one", "cccc-1-aaaaaa").Name);
        var second = mail.Mailbox.Write(AgentRole.PeerB, "two", "cccc-1-bbbbbb");
        Assert.Equal("two", await File.ReadAllTextAsync(second.Path, TestContext.Current.CancellationToken));
        Assert.Equal(second, mail.Mailbox.Find(AgentRole.PeerB, "cccc-1-bbbbbb"));
        foreach (var file in mail.Mailbox.List(AgentRole.PeerB))
        {
            File.Delete(file.Path);
        }

        Assert.Null(mail.Mailbox.Find(AgentRole.PeerB, "cccc-1-bbbbbb"));
        await mail.RestartAsync();
        Assert.Equal(3, mail.Mailbox.Write(AgentRole.PeerB, "three", "cccc-1-cccccc").Sequence);
        Assert.Equal(1, mail.Mailbox.Write(AgentRole.PeerA, "other", "cccc-1-dddddd").Sequence);
        Assert.Empty(Directory.GetFiles(mail.Folder.Staging));
    }

    [Fact]
    public async Task Order_goes_by_number_past_999999()
    {
        await using var mail = new MailFixture();
        await File.WriteAllTextAsync(Path.Combine(mail.Folder.Processed(AgentRole.PeerA), "999998.x.txt"), "", TestContext.Current.CancellationToken);
        Assert.Equal("999999.a.txt", mail.Mailbox.Write(AgentRole.PeerA, "", "a").Name);
        Assert.Equal("1000000.b.txt", mail.Mailbox.Write(AgentRole.PeerA, "", "b").Name);
        await File.WriteAllTextAsync(Path.Combine(mail.Folder.Inbox(AgentRole.PeerA), "1000005.foreign.txt"), "", TestContext.Current.CancellationToken);
        Assert.Equal("1000006.c.txt", mail.Mailbox.Write(AgentRole.PeerA, "", "c").Name);
        await File.WriteAllTextAsync(Path.Combine(mail.Folder.Inbox(AgentRole.PeerA), "note.txt"), "", TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "foreign", "c", "note"], mail.Mailbox.List(AgentRole.PeerA).Select(file => file.MessageId));
        Assert.Equal(1, mail.Mailbox.CountProcessed(AgentRole.PeerA));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task A_message_id_cannot_lead_out_of_the_inbox(string id)
    {
        await using var mail = new MailFixture();
        Assert.ThrowsAny<ArgumentException>(() => mail.Mailbox.Write(AgentRole.PeerA, "text", id));
    }

    [Fact]
    public async Task Single_peer_mode_makes_no_mailbox_for_PeerB()
    {
        await using var mail = new MailFixture(single: true);
        await mail.WatchAsync();
        Assert.False(Directory.Exists(mail.Folder.MailboxOf(AgentRole.PeerB)));
        Assert.Contains("gone", Assert.Throws<MailboxException>(() => mail.Mailbox.Write(AgentRole.PeerB, "text", "cccc-1-aaaaaa")).Message);
        Assert.False(Directory.Exists(mail.Folder.MailboxOf(AgentRole.PeerB)));
    }

    [Fact]
    public async Task An_agent_that_moves_a_message_on_at_once_has_acknowledged_it()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        for (var i = 0; i < 20; i++)
        {
            var file = mail.Mailbox.Write(AgentRole.PeerB, "read me", $"cccc-1-{i:D6}");
            File.Move(file.Path, Path.Combine(mail.Folder.Processed(AgentRole.PeerB), file.Name));
            var change = await mail.ChangeAsync();
            Assert.Equal([file], change.Acknowledged.AsEnumerable());
            Assert.Empty(change.Removed);
            Assert.Empty(change.Foreign);
            Assert.Equal((0, i + 1), (change.InboxCount, change.ProcessedCount));
        }
    }

    [Fact]
    public async Task A_message_that_vanishes_is_removed_and_not_acknowledged()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        var file = mail.Mailbox.Write(AgentRole.PeerA, "delete me", "cccc-1-aaaaaa");
        File.Delete(file.Path);
        var change = await mail.ChangeAsync();
        Assert.Equal([file], change.Removed.AsEnumerable());
        Assert.Empty(change.Acknowledged);
    }

    [Fact]
    public async Task A_file_that_somebody_else_puts_into_an_inbox_is_foreign_and_can_be_acknowledged()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        var path = Path.Combine(mail.Folder.Inbox(AgentRole.PeerB), "000007.tg-1-abcdef.txt");
        MailFixture.WriteByRename(path, "from outside");
        var change = await mail.ChangeAsync();
        Assert.Equal([path], change.Foreign.AsEnumerable());
        Assert.Equal(1, change.InboxCount);
        File.Move(path, Path.Combine(mail.Folder.Processed(AgentRole.PeerB), Path.GetFileName(path)));
        Assert.Equal("tg-1-abcdef", Assert.Single((await mail.ChangeAsync()).Acknowledged).MessageId);
        Assert.True(mail.NoChangeWaits);
        Assert.Equal(8, mail.Mailbox.Write(AgentRole.PeerB, "next", "cccc-1-aaaaaa").Sequence);
    }

    [Fact]
    public async Task What_was_in_the_inbox_at_start_is_not_foreign()
    {
        await using var mail = new MailFixture();
        var file = mail.Mailbox.Write(AgentRole.PeerA, "old", "cccc-1-aaaaaa");
        await mail.RestartAsync();
        await mail.WatchAsync();
        File.Move(file.Path, Path.Combine(mail.Folder.Processed(AgentRole.PeerA), file.Name));
        var change = await mail.ChangeAsync();
        Assert.Equal([file], change.Acknowledged.AsEnumerable());
        Assert.Empty(change.Foreign);
    }

    [Fact]
    public async Task A_burst_of_messages_keeps_its_order_and_every_message()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        Parallel.For(0, 100, i => mail.Mailbox.Write(AgentRole.PeerA, $"text {i}", $"cccc-1-{i:D6}"));
        var files = mail.Mailbox.List(AgentRole.PeerA);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), files.Select(file => file.Sequence));
        Assert.All(files, file => Assert.Equal($"text {int.Parse(file.MessageId[7..])}", mail.Mailbox.Read(file)));
        await mail.Watcher.SweepAsync();
        Assert.True(mail.NoChangeWaits);
    }
}
