using System.Text;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Panes;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Tests;

/// <summary>What a pane's program may do beyond its cells, by settings.</summary>
public class PanePolicyTests
{
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void By_default_a_bell_is_a_mark_and_rings_nothing() =>
        Assert.Equal(new PaneVerdict { Mark = true }, Policy(new TuiSettings()).Judge(new ScreenEvent.Bell()));

    [Fact]
    public void A_bell_that_is_off_does_nothing() =>
        Assert.Equal(default, Policy(new TuiSettings { Bell = BellSetting.Off }).Judge(new ScreenEvent.Bell()));

    [Fact]
    public void A_bell_that_may_ring_rings_now_and_then_however_often_it_comes()
    {
        var policy = Policy(new TuiSettings { Bell = BellSetting.Ring });
        Assert.Equal(3, Enumerable.Range(0, 1000).Count(_ => policy.Judge(new ScreenEvent.Bell()).Ring));
        _now += TimeSpan.FromSeconds(2);
        Assert.True(policy.Judge(new ScreenEvent.Bell()).Ring);
        Assert.False(policy.Judge(new ScreenEvent.Bell()).Ring);
        Assert.True(policy.Judge(new ScreenEvent.Bell()).Mark);
    }

    [Theory]
    [InlineData(NotificationSetting.Off, null, false)]
    [InlineData(NotificationSetting.Timeline, "build: done", false)]
    [InlineData(NotificationSetting.Outer, "build: done", true)]
    public void A_notification_goes_where_the_settings_say(NotificationSetting setting, string? notice, bool passes)
    {
        var verdict = Policy(new TuiSettings { Notifications = setting }).Judge(new ScreenEvent.Notification("build", "done"));
        Assert.Equal(notice, verdict.Notice);
        Assert.Equal(passes, verdict.PassNotice);
    }

    [Fact]
    public void Notifications_are_one_clean_short_line_and_limited_in_rate()
    {
        var policy = Policy(new TuiSettings());
        Assert.Equal("a: b cd", policy.Judge(new ScreenEvent.Notification("a\u200b", "b\n\e\u202ec\U000E0041\ue000d\u0085")).Notice);
        Assert.Equal(PanePolicy.MaxNotice, policy.Judge(new ScreenEvent.Notification("", new string('x', 10_000))).Notice!.Length);
        Assert.Equal(default, policy.Judge(new ScreenEvent.Notification("", "\u200b\e")));
        Assert.NotNull(policy.Judge(new ScreenEvent.Notification("", "third")).Notice);
        Assert.Equal(default, policy.Judge(new ScreenEvent.Notification("", "fourth")));
        _now += TimeSpan.FromSeconds(10);
        Assert.Equal("fifth", policy.Judge(new ScreenEvent.Notification("", "fifth")).Notice);
    }

    [Theory]
    [InlineData("c", "plain text\twith\r\nlines é漢", true)]
    [InlineData("", "x", true)]
    [InlineData("c", "", false)]
    [InlineData("c", "\e[201~rm -rf ~\r", false)]
    [InlineData("c", "a\u009bb", false)]
    [InlineData("c", "nul\0", false)]
    public void Only_plain_text_gets_onto_the_clipboard(string selection, string text, bool allowed)
    {
        var clipboard = Policy(new TuiSettings()).Judge(new ScreenEvent.ClipboardWrite(selection, Encoding.UTF8.GetBytes(text))).Clipboard;
        Assert.Equal(allowed ? text : null, clipboard is null ? null : Encoding.UTF8.GetString(clipboard.Text.Span));
    }

    [Fact]
    public void What_is_too_large_or_no_text_does_not_get_onto_the_clipboard()
    {
        var policy = Policy(new TuiSettings { ClipboardWriteBytes = 10 });
        Assert.NotNull(policy.Judge(new ScreenEvent.ClipboardWrite("c", new byte[10].Select(_ => (byte)'x').ToArray())).Clipboard);
        Assert.Null(policy.Judge(new ScreenEvent.ClipboardWrite("c", new byte[11].Select(_ => (byte)'x').ToArray())).Clipboard);
        Assert.Null(policy.Judge(new ScreenEvent.ClipboardWrite("c", new byte[] { 0xff, 0xfe })).Clipboard);
        Assert.Null(Policy(new TuiSettings { ClipboardWriteBytes = 0 }).Judge(new ScreenEvent.ClipboardWrite("c", "x"u8.ToArray())).Clipboard);
    }

    [Theory]
    [InlineData("p", true)]
    [InlineData("pc", false)]
    [InlineData("s0", false)]
    [InlineData("c\e[31m", false)]
    public void The_selection_is_one_of_two(string selection, bool primary) =>
        Assert.Equal(primary, Policy(new TuiSettings()).Judge(new ScreenEvent.ClipboardWrite(selection, "x"u8.ToArray())).Clipboard!.Primary);

    [Fact]
    public void Titles_and_reports_do_nothing_by_themselves()
    {
        var policy = Policy(new TuiSettings { Bell = BellSetting.Ring, WindowTitle = true, Notifications = NotificationSetting.Outer });
        Assert.Equal(default, policy.Judge(new ScreenEvent.TitleChanged("x")));
        Assert.Equal(default, policy.Judge(new ScreenEvent.StateReport(9, "4;1;50")));
    }

    private PanePolicy Policy(TuiSettings settings) => new(settings, () => _now);
}
