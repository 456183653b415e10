using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

/// <summary>A session takes up mail where the last one left it, wherever that was.</summary>
public sealed class RecoveryTests : IDisposable
{
    private const AgentRole PeerA = AgentRole.PeerA;
    private const AgentRole PeerB = AgentRole.PeerB;

    private readonly string _root = Directory.CreateTempSubdirectory("cccc recovery ü ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_message_that_was_accepted_and_not_yet_in_the_inbox_gets_there_once()
    {
        await RunAsync(_ => Task.CompletedTask);
        // The last run died between the record and the file: the text lies prepared.
        await RecordAsync(new LedgerRecord(LedgerKinds.Stored, DateTimeOffset.UnixEpoch).With("from", "User").With("to", "PeerA").With("mid", "cccc-1-accepted").With("chars", 4));
        WritePrepared("peerA.cccc-1-accepted.txt", "accepted");
        WritePrepared("peerA.cccc-1-unrecorded.txt", "promised to nobody");
        await RunAsync(async engine =>
        {
            Assert.Contains("accepted", engine.InboxTexts(PeerA)[0], StringComparison.Ordinal);
            Assert.DoesNotContain(engine.InboxTexts(PeerA), text => text.Contains("promised", StringComparison.Ordinal));
            Assert.Empty(Directory.GetFiles(engine.Project.Prepared));
            Assert.Equal(1, (await LifeAsync(engine, "cccc-1-accepted")).Sequence);
        });
        await RunAsync(engine =>
        {
            Assert.Single(engine.InboxTexts(PeerA), text => text.Contains("accepted", StringComparison.Ordinal));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_message_that_was_recorded_but_could_not_be_stored_is_refused_not_forgotten()
    {
        await RunAsync(_ => Task.CompletedTask);
        await RecordAsync(new LedgerRecord(LedgerKinds.Stored, DateTimeOffset.UnixEpoch).With("from", "User").With("to", "PeerA").With("mid", "cccc-1-gone").With("chars", 4));
        await RunAsync(async engine => Assert.Equal(DeliveryState.Refused, (await LifeAsync(engine, "cccc-1-gone")).State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_withdrawal_that_was_begun_is_finished(bool moved)
    {
        var id = "";
        await RunAsync(async engine => id = await SendAsync(engine, "take me back"));
        await RecordAsync(new LedgerRecord(LedgerKinds.Withdraw, DateTimeOffset.UnixEpoch).With("to", "PeerA").With("mid", id).With("why", "cancelled"));
        if (moved)
        {
            var file = Directory.GetFiles(Project.Inbox(PeerA)).Single();
            File.Move(file, Path.Combine(Project.Withdrawn, "peerA." + Path.GetFileName(file)));
        }

        await RunAsync(async engine =>
        {
            Assert.DoesNotContain(engine.InboxTexts(PeerA), text => text.Contains("take me back", StringComparison.Ordinal));
            Assert.Equal(DeliveryState.Cancelled, (await LifeAsync(engine, id)).State);
        });
    }

    [Fact]
    public async Task What_was_read_or_removed_while_no_host_ran_is_found_out()
    {
        string read = "", removed = "";
        await RunAsync(async engine =>
        {
            read = await SendAsync(engine, "read");
            removed = await SendAsync(engine, "removed");
        });
        var files = Directory.GetFiles(Project.Inbox(PeerA)).Order(StringComparer.Ordinal).ToArray();
        File.Move(files[0], Path.Combine(Project.Processed(PeerA), Path.GetFileName(files[0])));
        File.Delete(files[1]);
        await RunAsync(async engine =>
        {
            Assert.Equal(DeliveryState.Read, (await LifeAsync(engine, read)).State);
            Assert.Equal(DeliveryState.Removed, (await LifeAsync(engine, removed)).State);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_that_was_read_before_it_was_recorded_to_be_in_the_inbox_is_handed_off_once_and_not_kept(bool inTheSameLife)
    {
        var handedOffLate = 0;
        for (var writes = 0; writes < 6; writes++)
        {
            await using var engine = new EngineHarness();
            await engine.LaunchAsync(EngineHarness.Dual);
            engine.DieAfter(writes);
            await engine.WriteAsync(PeerA, MailChannel.ToPeer, "read at once");
            var recorded = engine.Records(LedgerKinds.HandOff).Count();
            var read = engine.Mailbox.List(PeerB).SingleOrDefault();
            if (inTheSameLife)
            {
                engine.DiskIsBack();
                await engine.ReadInboxAsync(PeerB);
                await engine.AdvanceAsync(Sec(10));
            }
            else
            {
                if (read is not null)
                {
                    File.Move(read.Path, Path.Combine(engine.Project.Processed(PeerB), read.Name));
                }

                await engine.CrashAsync();
                await engine.LaunchAsync(EngineHarness.Dual);
            }

            handedOffLate += read is not null && recorded == 0 ? 1 : 0;
            var handOff = Assert.Single(engine.Records(LedgerKinds.HandOff), record => record.Text("from") == "PeerA");
            Assert.Equal(1, handOff.Number("seq"));
            Assert.Equal(inTheSameLife || recorded == 0 ? 1 : 0, engine.Engine.Snapshot.HandOffs); // Since the last launch.
            Assert.Empty(Directory.GetFiles(engine.Project.Kept));
            Assert.Empty(Directory.GetFiles(engine.Project.Claimed));
            Assert.Single(Directory.GetFiles(engine.Project.Processed(PeerB)).Concat(Directory.GetFiles(engine.Project.Inbox(PeerB))), path => path.Contains(handOff.Text("mid")!, StringComparison.Ordinal));
            Assert.Contains("PeerA→PeerB", await File.ReadAllTextAsync(engine.Project.ToPeer(PeerA), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(read is null ? 0 : 1, engine.Records(LedgerKinds.AckFile).Count(record => record.Text("mid") == handOff.Text("mid")));
        }

        Assert.True(handedOffLate > 0, "no crash came between the file and the record of it");
    }

    [Fact]
    public async Task What_the_user_wrote_and_was_read_before_it_was_recorded_to_be_in_the_inbox_is_handed_off_once()
    {
        var handedOffLate = 0;
        for (var writes = 1; writes < 6; writes++)
        {
            await using var engine = new EngineHarness();
            await engine.LaunchAsync(EngineHarness.Dual);
            engine.DieAfter(writes);
            var answer = await engine.Engine.SendAsync(Route.PeerA, "read at once", CancellationToken.None);
            var recorded = engine.Records(LedgerKinds.HandOff).Count();
            var read = engine.Mailbox.List(PeerA).SingleOrDefault();
            if (read is not null)
            {
                File.Move(read.Path, Path.Combine(engine.Project.Processed(PeerA), read.Name));
            }

            await engine.CrashAsync();
            await engine.LaunchAsync(EngineHarness.Dual);
            handedOffLate += read is not null && recorded == 0 ? 1 : 0;
            Assert.True(answer.Ok, answer.Text);
            Assert.Single(engine.Records(LedgerKinds.HandOff));
        }

        Assert.True(handedOffLate > 0, "no crash came between the file and the record of it");
    }

    [Fact]
    public async Task A_torn_last_record_is_cut_and_told()
    {
        await RunAsync(async engine => await SendAsync(engine, "whole"));
        await File.AppendAllTextAsync(Project.LedgerFile, "{\"ts\":\"2026-11-20T11:29:10Z\",\"kind\":\"stor", TestContext.Current.CancellationToken);
        await RunAsync(async engine =>
        {
            Assert.Contains(engine.Timeline, entry => entry.Kind == TimelineKind.Warning && entry.Text.Contains("was not whole", StringComparison.Ordinal));
            Assert.NotEmpty(await engine.Engine.MessagesAsync(CancellationToken.None));
        });
    }

    [Fact]
    public async Task A_pause_outlives_the_host()
    {
        await RunAsync(async engine =>
        {
            await engine.Engine.PauseAsync(CancellationToken.None);
            await SendAsync(engine, "held");
        });
        await RunAsync(async engine =>
        {
            Assert.True(engine.Engine.Snapshot.Paused);
            await engine.AdvanceAsync(Sec(3600));
            Assert.Empty(engine.Terminals.Writes);
            await engine.Engine.ResumeAsync(CancellationToken.None);
            await engine.AdvanceAsync(Sec(1));
            Assert.Single(engine.A.Submitted);
        });
    }

    [Fact]
    public async Task Left_over_mail_is_asked_about_before_any_agent_is_started()
    {
        await RunAsync(async engine => await SendAsync(engine, "old"));
        await using var engine = new EngineHarness(root: _root);
        await engine.Engine.StartAsync();
        var answer = await engine.Engine.LaunchAsync(EngineHarness.Dual, LeftOverMail.Ask, CancellationToken.None);
        Assert.Equal((false, 1), (answer.Ok, answer.LeftOver));
        Assert.Empty(engine.Terminals.Launches);
        Assert.Equal(SessionPhase.Setup, engine.Engine.Snapshot.Phase);
        Assert.True((await engine.Engine.LaunchAsync(EngineHarness.Dual, LeftOverMail.Resume, CancellationToken.None)).Ok);
        Assert.Contains("old", engine.InboxTexts(PeerA)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LeftOverMail.Archive)]
    [InlineData(LeftOverMail.Discard)]
    public async Task Left_over_mail_can_be_put_away(LeftOverMail decision)
    {
        var id = "";
        await RunAsync(async engine => id = await SendAsync(engine, "old"));
        await using var engine = new EngineHarness(root: _root);
        await engine.Engine.StartAsync();
        Assert.True((await engine.Engine.LaunchAsync(EngineHarness.Dual, decision, CancellationToken.None)).Ok);
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(10));
        Assert.Empty(engine.InboxTexts(PeerA));
        Assert.Empty(engine.Terminals.Writes);
        var put = decision == LeftOverMail.Archive ? Directory.GetFiles(Project.Archive, "*.txt", SearchOption.AllDirectories) : Directory.GetFiles(Project.Processed(PeerA));
        Assert.Contains("old", await File.ReadAllTextAsync(Assert.Single(put), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Cancelled, (await LifeAsync(engine, id)).State);
    }

    [Fact]
    public async Task Without_a_session_the_ledger_on_disk_tells_what_became_of_a_message()
    {
        var id = "";
        await RunAsync(async engine => id = await SendAsync(engine, "what became of me?"));
        var found = MessageArchive.Find(Project, id).Single();
        Assert.Equal((DeliveryState.Submitted, "PeerA"), (found.Life.State, found.Life.To));
        Assert.Contains("what became of me?", found.Text, StringComparison.Ordinal);
        Assert.Equal(id, MessageArchive.All(Project).Single().Id);
    }

    private Orchestrator.Core.Peers.ProjectFolder Project => new(_root);

    private async Task RunAsync(Func<EngineHarness, Task> act)
    {
        await using var engine = new EngineHarness(root: _root);
        await engine.LaunchAsync(EngineHarness.Dual);
        await act(engine);
        await engine.AdvanceAsync(Sec(1));
        await engine.Engine.StopAsync();
    }

    private async Task RecordAsync(LedgerRecord record)
    {
        await using var ledger = LedgerFile.Open(Project, new ManualTimeProvider());
        await ledger.AppendAsync(record);
    }

    private void WritePrepared(string name, string text) => File.WriteAllText(Path.Combine(Project.Prepared, name), text);

    private static async Task<string> SendAsync(EngineHarness engine, string text)
    {
        var answer = await engine.Engine.SendAsync(Route.PeerA, text, CancellationToken.None);
        Assert.True(answer.Ok, answer.Text);
        return answer.MessageIds.Single();
    }

    private static async Task<MessageLife> LifeAsync(EngineHarness engine, string id) =>
        (await engine.Engine.FindMessagesAsync(id, CancellationToken.None)).Single().Life;
}
