using System.Text;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Tests.Mail;

/// <summary>Mail that is written by editors, by writers in a hurry, and in other encodings: whole, and once.</summary>
public class EditorsTests
{
    private const string Text = "<TO_PEER>\nwritten in an editor\n</TO_PEER>\n";

    [Theory]
    [InlineData("vim")]
    [InlineData("emacs")]
    [InlineData("nano")]
    public async Task What_an_editor_saves_over_the_sentinel_is_one_message(string editor)
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        const string sentinel = "<!-- MAILBOX:SENT v1 ts=x eid=y sha=z route=PeerA→PeerB -->\n";
        await File.WriteAllTextAsync(mail.ToPeer, sentinel, TestContext.Current.CancellationToken);
        var folder = mail.Folder.MailboxOf(AgentRole.PeerA);
        switch (editor)
        {
            case "vim": // 'writebackup': the old file is renamed, the new one written under its name, the backup removed; a swap file beside it.
                await File.WriteAllTextAsync(Path.Combine(folder, ".to_peer.md.swp"), "b0VIM 9.1", TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(Path.Combine(folder, "4913"), "", TestContext.Current.CancellationToken);
                File.Delete(Path.Combine(folder, "4913"));
                File.Move(mail.ToPeer, mail.ToPeer + "~");
                await File.WriteAllTextAsync(mail.ToPeer, Text, TestContext.Current.CancellationToken);
                File.Delete(mail.ToPeer + "~");
                File.Delete(Path.Combine(folder, ".to_peer.md.swp"));
                break;
            case "emacs": // An auto-save file and a lock, which is a link that leads nowhere; the old text goes to a backup that stays.
                await File.WriteAllTextAsync(Path.Combine(folder, "#to_peer.md#"), Text[..20], TestContext.Current.CancellationToken);
                File.CreateSymbolicLink(Path.Combine(folder, ".#to_peer.md"), "user@host.4711:1");
                File.Copy(mail.ToPeer, mail.ToPeer + "~");
                await File.WriteAllTextAsync(mail.ToPeer, Text, TestContext.Current.CancellationToken);
                File.Delete(Path.Combine(folder, "#to_peer.md#"));
                File.Delete(Path.Combine(folder, ".#to_peer.md"));
                break;
            default: // In place, with a lock beside it.
                await File.WriteAllTextAsync(Path.Combine(folder, ".to_peer.md.swp"), "b0nano 8.1", TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(mail.ToPeer, Text, TestContext.Current.CancellationToken);
                File.Delete(Path.Combine(folder, ".to_peer.md.swp"));
                break;
        }

        var taken = await mail.TakenAsync();
        Assert.Equal("written in an editor", taken.Body);
        mail.Mailbox.Finish(taken);
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
        Assert.Empty(Directory.GetFiles(mail.Folder.Claimed));
    }

    [Fact]
    public async Task Of_two_writes_a_millisecond_apart_none_is_torn_or_merged_and_the_last_arrives()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        for (var i = 0; i < 50; i++)
        {
            MailFixture.WriteByRename(mail.ToPeer, $"<TO_PEER>\nfirst {i}\n</TO_PEER>\n");
            await Task.Delay(1, TestContext.Current.CancellationToken);
            MailFixture.WriteByRename(mail.ToPeer, $"<TO_PEER>\nsecond {i}\n</TO_PEER>\n");
            // The first one is its author's to overwrite, for as long as nobody has taken it.
            var taken = await mail.TakenAsync();
            mail.Mailbox.Finish(taken);
            if (taken.Body == $"first {i}")
            {
                taken = await mail.TakenAsync();
                mail.Mailbox.Finish(taken);
            }

            Assert.Equal($"second {i}", taken.Body);
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Mail_with_carriage_returns_and_in_wide_characters_is_one_message(string encoding)
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>\r\none line\r\nüber 文\r\n</TO_PEER>\r\n", Encoding.GetEncoding(encoding), TestContext.Current.CancellationToken);
        var taken = await mail.TakenAsync();
        Assert.Equal(["one line", "über 文"], taken.Body.Split('\n').Select(line => line.TrimEnd('\r')));
        Assert.False(taken.Lossy);
        mail.Mailbox.Finish(taken);
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
    }
}
