using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Tests.Typing;

namespace Orchestrator.Core.Tests.Session;

/// <summary>The engine with the real watcher on real files.</summary>
public class RealMailboxTests
{
    [Fact]
    public async Task A_file_that_an_agent_writes_is_in_the_other_inbox_and_its_move_is_the_acknowledgement()
    {
        var root = Directory.CreateTempSubdirectory("cccc engine ").FullName;
        try
        {
            var project = new ProjectFolder(root);
            var settings = new SessionSettings(EngineHarness.Dual, [ScreensForTests.RuledActor()], new DeliverySettings(), new TuiSettings());
            var mailbox = new Mailbox(project, settings.Delivery, TimeProvider.System);
            await using var ledger = LedgerFile.Open(project, TimeProvider.System);
            var terminals = new FakeTerminals();
            await using var engine = new Engine(
                project, settings, TimeProvider.System, NullLogger.Instance, mailbox, ledger, seed: 1, new EngineSurroundings(terminals, (_, _) => "rules"));
            terminals.Post = engine.Post;
            var seen = new Seen();
            await engine.StartAsync();
            engine.Observe(seen);
            Assert.True((await engine.LaunchAsync(EngineHarness.Dual, CancellationToken.None)).Ok);

            await File.WriteAllTextAsync(project.ToPeer(AgentRole.PeerA), "<TO_PEER>\nhello\n</TO_PEER>\n", TestContext.Current.CancellationToken);
            await seen.HandOff.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            var file = Assert.Single(mailbox.List(AgentRole.PeerB));
            File.Move(file.Path, Path.Combine(project.Processed(AgentRole.PeerB), file.Name));
            await seen.Acknowledged.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.True(ledger.ReadAll().Single(record => record.Kind == LedgerKinds.AckFile).Flag("ok"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private sealed class Seen : IEngineObserver
    {
        public TaskCompletionSource HandOff { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void SnapshotChanged(EngineSnapshot snapshot)
        {
            if (snapshot.Agents.Any(agent => agent is { Role: AgentRole.PeerB, InboxCount: 0, ProcessedCount: 1 }))
            {
                Acknowledged.TrySetResult();
            }
        }

        public void TimelineAppended(TimelineEntry entry)
        {
            if (entry.Kind == TimelineKind.HandOff)
            {
                HandOff.TrySetResult();
            }
        }

        public void Logged(LogLine line)
        {
        }
    }
}
