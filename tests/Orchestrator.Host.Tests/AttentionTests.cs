using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Host.Tests;

public sealed class AttentionTests
{
    private static EngineSnapshot With(int told) => new(
        SessionPhase.Running, SinglePeer: true, Paused: false,
        [
            new AgentView(AgentRole.PeerA, "claude", told == 0 ? AgentState.Idle : AgentState.NeedsInput, default, null, 0, 0, 1)
            {
                PromptsTold = told,
                Prompt = told == 0 ? null : new PromptView("aaaa-1", "aaaa", default, ["\e]0;rm -rf /\a"], Approve: true, Deny: true, Answer: true),
            },
        ],
        [], 0, null, null, default);

    [Fact]
    public void The_user_is_told_once_for_each_time_that_an_agent_asks_in_our_own_words()
    {
        List<string> told = [];
        Attention attention = new(AttentionSetting.Outer, (role, text) => told.Add($"{role}: {text}"), NullLogger.Instance);
        foreach (var count in (int[])[0, 1, 1, 2, 0, 1])
        {
            attention.SnapshotChanged(With(count));
        }

        // The last one is of another session in the same host.
        Assert.Equal(Enumerable.Repeat("PeerA: claude waits for your answer", 3), told);
    }

    [Fact]
    public void Nobody_is_told_who_does_not_want_to_be()
    {
        Attention attention = new(AttentionSetting.Off, (_, _) => Assert.Fail("told"), NullLogger.Instance);
        attention.SnapshotChanged(With(1));
    }
}
