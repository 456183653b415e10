using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Rhythm;

public class KeepaliveTests
{
    private readonly Keepalive _dual = new(new DeliverySettings(), singlePeer: false);
    private readonly Keepalive _single = new(new DeliverySettings(), singlePeer: true);

    private static KeepaliveVerdict Check(Keepalive keepalive, string? obstacle, DateTimeOffset now)
    {
        var verdict = keepalive.Check(obstacle, now);
        if (verdict.Action == KeepaliveAction.Send)
        {
            keepalive.WasSent(now);
        }

        return verdict;
    }

    [Fact]
    public void What_could_not_be_stored_does_not_count_as_sent()
    {
        _single.Progress(null, Noon);
        Assert.Equal(KeepaliveAction.Send, _single.Check(null, Noon + Sec(240)).Action);
        Assert.Equal(KeepaliveAction.Send, _single.Check(null, Noon + Sec(250)).Action);
        Assert.Equal(0, _single.Sent);
    }

    [Fact]
    public void Without_progress_it_never_speaks()
    {
        _dual.Activity(Noon);
        _dual.UserSpoke(Noon);
        Assert.Null(_dual.Due);
        Assert.Equal(KeepaliveAction.None, Check(_dual, null, Noon + Sec(9999)).Action);
    }

    [Fact]
    public void With_two_peers_it_speaks_once_after_its_delay_and_repeats_what_comes_next()
    {
        _dual.Progress("write the tests", Noon);
        Assert.Equal(KeepaliveAction.None, Check(_dual, null, Noon + Sec(59)).Action);
        Assert.Equal("OK. Continue: write the tests", Check(_dual, null, Noon + Sec(60)).Text);
        Assert.Null(_dual.Due);
    }

    [Fact]
    public void Without_a_next_line_it_says_just_continue()
    {
        _dual.Progress(null, Noon);
        Assert.Equal("OK. Continue.", Check(_dual, null, Noon + Sec(60)).Text);
    }

    [Fact]
    public void With_one_peer_it_speaks_three_times_and_is_then_exhausted()
    {
        _single.Progress(null, Noon);
        foreach (var at in new[] { 240, 480, 720 })
        {
            Assert.Equal(KeepaliveAction.None, Check(_single, null, Noon + Sec(at - 1)).Action);
            Assert.Equal(Keepalive.SinglePeerText, Check(_single, null, Noon + Sec(at)).Text);
        }

        Assert.Equal(KeepaliveAction.Exhausted, Check(_single, null, Noon + Sec(960)).Action);
        Assert.Equal(KeepaliveAction.None, Check(_single, null, Noon + Sec(99999)).Action);
    }

    [Fact]
    public void The_single_peer_text_is_the_specified_one() => Assert.Equal(
        "Continue with your current task.\n\nIf task is complete, summarize results in to_user.md.\nIf blocked or need input, ask in to_user.md.\n"
        + "Otherwise, continue working and log progress in to_peer.md.",
        Keepalive.SinglePeerText);

    [Fact]
    public void New_progress_and_the_user_start_the_count_anew()
    {
        _single.Progress(null, Noon);
        Check(_single, null, Noon + Sec(240));
        Assert.Equal(1, _single.Sent);
        _single.UserSpoke(Noon + Sec(300));
        Assert.Equal(0, _single.Sent);
        Check(_single, null, Noon + Sec(480));
        Check(_single, null, Noon + Sec(540));
        Assert.Equal(1, _single.Sent);
        _single.Progress(null, Noon + Sec(600));
        Assert.Equal(0, _single.Sent);
        Assert.Equal(Noon + Sec(840), _single.Due);
    }

    [Fact]
    public void What_is_held_back_does_not_count_and_is_told_once_per_reason()
    {
        _single.Progress(null, Noon);
        var held = Check(_single, "PeerA is busy", Noon + Sec(240));
        Assert.Equal((KeepaliveAction.Hold, "PeerA is busy", true), (held.Action, held.Reason, held.IsNews));
        Assert.Null(_single.Wake);
        Assert.False(Check(_single, "PeerA is busy", Noon + Sec(300)).IsNews);
        Assert.True(Check(_single, "delivery is paused", Noon + Sec(400)).IsNews);
        Assert.Equal(0, _single.Sent);
        Assert.Equal(KeepaliveAction.None, Check(_single, null, Noon + Sec(500)).Action);
        Assert.Equal(Noon + Sec(502), _single.Wake);
        Assert.Equal(KeepaliveAction.Send, Check(_single, null, Noon + Sec(502)).Action);
    }

    [Fact]
    public void New_activity_arms_it_anew()
    {
        _dual.Progress("x", Noon);
        _dual.Activity(Noon + Sec(50));
        var verdict = Check(_dual, null, Noon + Sec(60));
        Assert.Equal((KeepaliveAction.Hold, "new activity"), (verdict.Action, verdict.Reason));
        Assert.Equal(Noon + Sec(110), _dual.Wake);
        Assert.Equal(KeepaliveAction.Send, Check(_dual, null, Noon + Sec(110)).Action);
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        var off = new Keepalive(new DeliverySettings { KeepaliveEnabled = false }, singlePeer: true);
        off.Progress("x", Noon);
        Assert.Null(off.Due);
    }
}
