using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>What shells and programs say of themselves is an event, cleaned and bounded.</summary>
public class ShellEventSpecs
{
    [Theory]
    [InlineData("\e]7;file://host/home/me\a", "host", "/home/me")]
    [InlineData("\e]7;file:///home/me\e\\", "", "/home/me")]
    [InlineData("\e]7;file://h/a%20b%C3%BC\a", "h", "/a bü")]
    [InlineData("\e]7;file://h/aü\a", "h", "/aü")]
    [InlineData("\e]7;file://h/100%\a", "h", "/100%")]
    [InlineData("\e]9;9;\"C:\\work\"\a", "", "C:\\work")]
    public void A_working_directory_is_an_event(string text, string host, string path) =>
        Assert.Equal([new ScreenEvent.WorkingDirectory(host, path)], ScreenProbe.Show(80, 24, text).Events());

    [Theory]
    [InlineData("\e]7;/home/me\a")]
    [InlineData("\e]7;http://host/a\a")]
    [InlineData("\e]7;file://host\a")]
    [InlineData("\e]7;file://h/a%0Arm\a")]
    [InlineData("\e]7;file://h/a%1B[2J\a")]
    [InlineData("\e]7;file://h/%E2%80%AEgpj\a")]
    [InlineData("\e]7;file://h/%FF\a")]
    public void A_directory_that_cannot_be_shown_as_it_is_is_none(string text) =>
        Assert.Empty(ScreenProbe.Show(80, 24, text).Events());

    [Fact]
    public void A_path_is_bounded()
    {
        Assert.Empty(ScreenProbe.Show(80, 24, $"\e]7;file://h/{new string('a', 5000)}\a").Events());
        Assert.Single(ScreenProbe.Show(80, 24, $"\e]7;file://h/{new string('a', 4000)}\a").Events());
    }

    [Fact]
    public void Prompt_marks_are_events()
    {
        var screen = ScreenProbe.Show(80, 24, "\e]133;A;k=i\a$ \e]133;B\als\e]133;C\aout\e]133;D;127\a\e]133;D\a\e]133;Z\a\e]133\a");
        Assert.Equal(
            [
                new ScreenEvent.PromptMark(PromptMarkKind.Prompt, null),
                new ScreenEvent.PromptMark(PromptMarkKind.Command, null),
                new ScreenEvent.PromptMark(PromptMarkKind.Output, null),
                new ScreenEvent.PromptMark(PromptMarkKind.Done, 127),
                new ScreenEvent.PromptMark(PromptMarkKind.Done, null),
            ],
            screen.Events());
        Assert.Equal("$ lsout", screen.Text());
    }

    [Theory]
    [InlineData("\e]99;;Hello\a", "", "Hello")]
    [InlineData("\e]99;i=1:d=0:p=title;Head\a\e]99;i=1:p=body;Body\a", "Head", "Body")]
    [InlineData("\e]99;e=1;SGVsbG8=\a", "", "Hello")]
    [InlineData("\e]777;notify;Head;Body\a", "Head", "Body")]
    [InlineData("\e]9;Hello\a", "", "Hello")]
    [InlineData("\e]9;4 files changed\a", "", "4 files changed")]
    public void Notifications_of_every_form(string text, string title, string body) =>
        Assert.Equal([new ScreenEvent.Notification(title, body)], ScreenProbe.Show(80, 24, text).Events());

    [Theory]
    [InlineData("\e]99;i=1:p=?;\a")]
    [InlineData("\e]99;i=1:p=close;\a")]
    [InlineData("\e]9;1;1000\a")] // ConEmu: sleep
    [InlineData("\e]9;2;box\a")] // ConEmu: message box
    [InlineData("\e]9;12\a\e]2\a")]
    public void Other_commands_of_the_same_numbers_say_and_answer_nothing(string text)
    {
        var screen = ScreenProbe.Show(80, 24, text);
        Assert.DoesNotContain(screen.Events(), e => e is ScreenEvent.Notification { Body: not "12" });
        Assert.Empty(screen.Replies());
    }
}
