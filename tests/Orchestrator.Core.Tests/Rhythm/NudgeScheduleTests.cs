using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Rhythm;

public class NudgeScheduleTests
{
    private readonly NudgeSchedule _schedule = new(new DeliverySettings { NudgeJitter = 0 }, new Random(1));

    private WantedNudge Type(double atSeconds)
    {
        var wanted = _schedule.Wanted(Noon + Sec(atSeconds));
        Assert.NotNull(wanted);
        _schedule.Typed(wanted, Noon + Sec(atSeconds));
        return wanted;
    }

    [Fact]
    public void New_mail_wants_a_detailed_nudge_at_once()
    {
        _schedule.Arrived("m1");
        Assert.Equal(new WantedNudge("m1", IsReminder: false), Type(0));
        Assert.Null(_schedule.Wanted(Noon));
        Assert.Equal(Noon + Sec(300), _schedule.Due);
    }

    [Fact]
    public void Several_arrivals_before_the_gate_opens_want_one_nudge_for_all()
    {
        _schedule.Arrived("m1");
        _schedule.Arrived("m2");
        Assert.Equal(new WantedNudge(null, IsReminder: false), Type(0));
        Assert.Null(_schedule.Wanted(Noon));
    }

    [Fact]
    public void Mail_that_was_acknowledged_before_the_gate_opened_wants_no_nudge()
    {
        _schedule.Arrived("m1");
        _schedule.Acknowledged("m1", Noon);
        Assert.Null(_schedule.Wanted(Noon));
        Assert.Null(_schedule.Due);
    }

    [Fact]
    public void A_nudge_that_was_not_typed_is_wanted_again_and_what_an_earlier_one_announced_stays_announced()
    {
        _schedule.Arrived("m1");
        Type(0);
        _schedule.Arrived("m2");
        Type(10);
        _schedule.WasNotTyped();
        Assert.True(_schedule.IsAnnounced("m1"));
        Assert.False(_schedule.IsAnnounced("m2"));
        Assert.Equal(new WantedNudge("m2", IsReminder: false), Type(11));
        Assert.True(Type(11 + 301).IsReminder);
        Assert.Null(_schedule.Wanted(Noon + Sec(320)));
        _schedule.WasNotTyped();
        Assert.True(_schedule.Wanted(Noon + Sec(320))!.IsReminder);
    }

    [Fact]
    public void Reminders_back_off_and_after_the_last_the_user_is_asked_once()
    {
        _schedule.Arrived("m1");
        Type(0);
        foreach (var at in new[] { 300, 900, 2100 })
        {
            Assert.Null(_schedule.Wanted(Noon + Sec(at - 1)));
            Assert.False(_schedule.GivesUp(Noon + Sec(at)));
            Assert.True(Type(at).IsReminder);
        }

        Assert.False(_schedule.GivesUp(Noon + Sec(4499)));
        Assert.Null(_schedule.Wanted(Noon + Sec(4500)));
        Assert.True(_schedule.GivesUp(Noon + Sec(4500)));
        Assert.False(_schedule.GivesUp(Noon + Sec(9000)));
        Assert.True(_schedule.GaveUp);
        Assert.Null(_schedule.Due);
    }

    [Fact]
    public void Progress_starts_the_count_anew()
    {
        _schedule.Arrived("m1");
        _schedule.Arrived("m2");
        Type(0);
        Type(300);
        _schedule.Acknowledged("m1", Noon + Sec(400));
        Assert.Equal(Noon + Sec(700), _schedule.Due);
        _schedule.Acknowledged("m2", Noon + Sec(500));
        Assert.Null(_schedule.Due);
    }

    [Fact]
    public void New_mail_after_giving_up_is_announced_and_reminded_again()
    {
        _schedule.Arrived("m1");
        Type(0);
        Type(300);
        Type(900);
        Type(2100);
        Assert.True(_schedule.GivesUp(Noon + Sec(4500)));
        _schedule.Arrived("m2");
        Assert.Equal("m2", Type(5000).About);
        Assert.False(_schedule.GaveUp);
        Assert.Equal(Noon + Sec(5300), _schedule.Due);
    }

    [Fact]
    public void A_resume_wants_one_nudge_for_all_that_waits_and_none_without_mail()
    {
        _schedule.RemindNow();
        Assert.Null(_schedule.Wanted(Noon));
        _schedule.Arrived("m1");
        Type(0);
        _schedule.RemindNow();
        Assert.Null(Type(1).About);
        Assert.Null(_schedule.Wanted(Noon + Sec(1)));
    }

    [Fact]
    public void Jitter_stays_within_its_bounds()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var schedule = new NudgeSchedule(new DeliverySettings(), new Random(seed));
            schedule.Arrived("m");
            schedule.Typed(schedule.Wanted(Noon)!, Noon);
            Assert.InRange(schedule.Due!.Value, Noon + Sec(285), Noon + Sec(315));
        }
    }

    [Fact]
    public void An_agent_that_was_started_anew_is_told_of_everything_again()
    {
        _schedule.Arrived("m1");
        _schedule.Arrived("m2");
        Type(0);
        _schedule.ForgetAnnouncements();
        Assert.Equal(new WantedNudge(null, IsReminder: false), Type(1));
    }
}
