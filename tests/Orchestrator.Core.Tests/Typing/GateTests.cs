using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Typing;

public class GateTests
{
    private static readonly GateFacts Open = new(AgentRole.PeerA, AgentState.Idle, Paused: false, IsTyping: false, HumanTypedAt: null, Sec(3));

    [Fact]
    public void The_gate_of_an_idle_agent_is_open() => Assert.Null(Gate.Closed(Open, Noon));

    [Theory]
    [InlineData(AgentState.Absent, "PeerA is not launched")]
    [InlineData(AgentState.Starting, "PeerA is starting")]
    [InlineData(AgentState.Busy, "PeerA is busy")]
    [InlineData(AgentState.NeedsInput, "PeerA shows a permission prompt")]
    [InlineData(AgentState.Limited, "PeerA has reached its usage limit")]
    [InlineData(AgentState.Exited, "PeerA has ended; /restart starts it again")]
    public void Every_state_but_idle_closes_the_gate_with_a_sentence(AgentState state, string sentence) =>
        Assert.Equal(sentence, Gate.Closed(Open with { State = state }, Noon)?.Sentence);

    [Fact]
    public void Pause_a_draft_and_another_stroke_close_the_gate()
    {
        Assert.Equal("delivery is paused", Gate.Closed(Open with { Paused = true }, Noon)?.Sentence);
        Assert.Equal("a draft stands in the composer of PeerA", Gate.Closed(Open with { Draft = "wip" }, Noon)?.Sentence);
        Assert.Equal("another line is being typed into PeerA", Gate.Closed(Open with { IsTyping = true }, Noon)?.Sentence);
    }

    [Fact]
    public void A_human_closes_the_gate_until_the_pane_was_quiet_for_a_while()
    {
        var typing = Open with { HumanTypedAt = Noon };
        Assert.Equal(Noon + Sec(3), Gate.Closed(typing, Noon + Sec(2.9))?.OpensAt);
        Assert.Null(Gate.Closed(typing, Noon + Sec(3)));
    }

    [Fact]
    public void The_end_of_a_limit_is_told_by_the_clock_that_the_user_sees()
    {
        var until = Noon + TimeSpan.FromHours(3);
        var limited = Open with { State = AgentState.Limited, LimitedUntil = until, Ahead = TimeSpan.FromHours(2) };
        var obstacle = Gate.Closed(limited, Noon);
        Assert.EndsWith($"until {until - TimeSpan.FromHours(2):yyyy-MM-dd HH:mm}", obstacle?.Sentence, StringComparison.Ordinal);
        Assert.Equal(until, obstacle?.OpensAt);
    }
}
