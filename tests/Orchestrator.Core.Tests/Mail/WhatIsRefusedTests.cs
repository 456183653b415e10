using System.Text;
using CliWrap;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Tests.Mail;

public class WhatIsRefusedTests
{
    [Fact]
    public async Task A_huge_file_is_refused_and_kept()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        MailFixture.WriteByRename(mail.ToPeer, new string('x', mail.Settings.MaxMessageBytes + 1));
        var refused = await mail.RefusedAsync();
        Assert.Contains("1,000,001 bytes", refused.Reason);
        Assert.Equal(mail.Settings.MaxMessageBytes + 1, new FileInfo(refused.KeptAt).Length);
        Assert.False(File.Exists(mail.ToPeer));
        MailFixture.WriteByRename(mail.ToPeer, "<TO_PEER>shorter</TO_PEER>");
        Assert.Equal("shorter", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task A_message_of_exactly_the_greatest_size_is_taken()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        MailFixture.WriteByRename(mail.ToPeer, $"<TO_PEER>{new string('x', mail.Settings.MaxMessageBytes - 19)}</TO_PEER>");
        Assert.Equal(mail.Settings.MaxMessageBytes - 19, (await mail.TakenAsync()).Body.Length);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("pipe")]
    public async Task What_is_no_plain_file_is_refused_once_left_where_it_is_and_never_opened(string what)
    {
        await using var mail = new MailFixture();
        var secret = Path.Combine(mail.Folder.Root, "secret");
        await File.WriteAllTextAsync(secret, "<TO_PEER>secret</TO_PEER>", TestContext.Current.CancellationToken);
        switch (what)
        {
            case "folder":
                Directory.CreateDirectory(mail.ToPeer);
                break;
            case "link":
                File.CreateSymbolicLink(mail.ToPeer, secret);
                break;
            default:
                var made = await Cli.Wrap("mkfifo").WithArguments([mail.ToPeer]).WithValidation(CommandResultValidation.None).ExecuteAsync(TestContext.Current.CancellationToken);
                Assert.SkipWhen(!made.IsSuccess, "mkfifo does not work here");
                break;
        }

        await mail.WatchAsync();
        var refused = await mail.RefusedAsync();
        Assert.Equal(mail.ToPeer, refused.KeptAt);
        Assert.Contains("plain file", refused.Reason);
        await mail.Watcher.SweepAsync();
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
        if (what == "folder")
        {
            Directory.Delete(mail.ToPeer);
        }
        else
        {
            File.Delete(mail.ToPeer);
        }

        MailFixture.WriteByRename(mail.ToPeer, "<TO_PEER>plain</TO_PEER>");
        Assert.Equal("plain", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task What_cannot_be_decoded_cleanly_is_taken_and_its_original_kept_beside_a_report()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        byte[] bytes = [.. Encoding.UTF8.GetBytes("<TO_PEER>" + new string('a', 200)), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes("</TO_PEER>")];
        await File.WriteAllBytesAsync(mail.ToPeer, bytes, TestContext.Current.CancellationToken);
        var taken = await mail.TakenAsync();
        Assert.True(taken.Lossy);
        var original = Path.Combine(mail.Folder.Undecodable, taken.ClaimId + ".original");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(original, TestContext.Current.CancellationToken));
        Assert.Contains("characters replaced", await File.ReadAllTextAsync(Path.Combine(mail.Folder.Undecodable, taken.ClaimId + ".report.txt"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(54936, "请检查日志输出，错误：无法打开文件", "as gb18030, a guess")]
    [InlineData(949, "테스트 결과를 확인해 주세요.", "as euc-kr, a guess")]
    [InlineData(1251, "Привет, мир. Проверь журнал.", "without knowing its encoding, which cannot be told")]
    [InlineData(65001, "a NUL \0 in it", "as utf-8, and has NUL characters in it")]
    public async Task The_original_of_a_guess_is_kept_and_the_report_says_what_was_guessed(int codePage, string text, string doubt)
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        var encoding = codePage == 65001 ? new UTF8Encoding(false) : LegacyEncoding.Strict(codePage);
        var bytes = encoding.GetBytes($"<TO_PEER>\n{text}\n</TO_PEER>\n");
        MailFixture.WriteByRename(mail.ToPeer, bytes);
        var taken = await mail.TakenAsync();
        Assert.StartsWith(doubt, taken.Doubt, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(mail.Folder.Undecodable, taken.ClaimId + ".original"), TestContext.Current.CancellationToken));
        Assert.Contains("read " + doubt, await File.ReadAllTextAsync(Path.Combine(mail.Folder.Undecodable, taken.ClaimId + ".report.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_mail_cannot_be_claimed_it_stays_and_is_said_once_and_taken_later()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        Directory.Delete(mail.Folder.Claimed);
        await File.WriteAllTextAsync(mail.Folder.Claimed, "in the way", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>patient</TO_PEER>", TestContext.Current.CancellationToken);
        Assert.Contains("PeerA's to_peer.md cannot be taken now", await mail.FaultAsync());
        await mail.Watcher.SweepAsync();
        Assert.Single(mail.AllFaults);
        Assert.True(File.Exists(mail.ToPeer));
        File.Delete(mail.Folder.Claimed);
        Directory.CreateDirectory(mail.Folder.Claimed);
        await mail.Watcher.SweepAsync();
        Assert.Equal("patient", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task A_read_only_mailbox_is_said_and_nothing_is_lost()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root writes to read-only folders");
        if (OperatingSystem.IsWindows())
        {
            return; // Unix file modes.
        }

        await using var mail = new MailFixture();
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "", TestContext.Current.CancellationToken);
        var folder = mail.Folder.MailboxOf(AgentRole.PeerA);
        const UnixFileMode readOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        File.SetUnixFileMode(folder, readOnly);
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>patient</TO_PEER>", TestContext.Current.CancellationToken);
        Assert.Contains("cannot be taken now", await mail.FaultAsync());
        File.SetUnixFileMode(folder, readOnly | UnixFileMode.UserWrite);
        await mail.Watcher.SweepAsync();
        Assert.Equal("patient", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task A_mailbox_folder_that_leads_out_of_the_project_is_refused()
    {
        await using var mail = new MailFixture();
        var outside = Directory.CreateTempSubdirectory("outside").FullName;
        Directory.Delete(mail.Folder.Inbox(AgentRole.PeerB));
        Directory.CreateSymbolicLink(mail.Folder.Inbox(AgentRole.PeerB), outside);
        Assert.Contains("symbolic link", Assert.Throws<MailboxException>(() => mail.Mailbox.EnsureFolders(mail.Roles)).Message);
        Assert.Contains("symbolic link", Assert.Throws<MailboxException>(() => mail.Mailbox.Write(AgentRole.PeerB, "no", "cccc-1-abcdef")).Message);
        await mail.WatchAsync();
        Assert.Contains("symbolic link", await mail.FaultAsync());
        await mail.Watcher.SweepAsync();
        Assert.Single(mail.AllFaults);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Directory.Delete(outside);
    }

    [Fact]
    public async Task A_mailbox_folder_that_is_a_file_is_refused()
    {
        await using var mail = new MailFixture();
        Directory.Delete(mail.Folder.Processed(AgentRole.PeerA));
        await File.WriteAllTextAsync(mail.Folder.Processed(AgentRole.PeerA), "", TestContext.Current.CancellationToken);
        Assert.Contains("is a file, not a folder", Assert.Throws<MailboxException>(() => mail.Mailbox.EnsureFolders(mail.Roles)).Message);
    }
}
