using Orchestrator.Core.Peers;

namespace Orchestrator.Demo.Tests;

public sealed class AgentScriptTests
{
    [Fact]
    public void The_word_start_begins_the_hand_offs_and_two_agents_end_at_the_last()
    {
        AgentScript a = new(AgentRole.PeerA, 3);
        AgentScript b = new(AgentRole.PeerB, 3);

        var answer = a.Answer(FromUser("please start"));
        List<string> passed = [];
        for (var next = b; answer.ToPeer is { } body; next = next == a ? b : a)
        {
            passed.Add(body.Split('\n')[0]);
            answer = next.Answer(IncomingMail.Parse($"<FROM_PeerA>\n[MID: 1]\n<TO_PEER>\n{body}\n</TO_PEER>\n</FROM_PeerA>"));
        }

        Assert.Equal(["Item(demo): hand-off 1 of 3", "Item(demo): hand-off 2 of 3", "Item(demo): hand-off 3 of 3"], passed);
        Assert.Equal("PeerB: all 3 hand-offs are done.", answer.ToUser);
    }

    [Fact]
    public void A_question_of_the_user_is_quoted_in_the_answer_and_rules_before_it_are_not_taken_for_it()
    {
        var answer = new AgentScript(AgentRole.PeerB, 3).Answer(FromUser("Rules: start each day well.\n\nhello there"));

        Assert.Null(answer.ToPeer);
        Assert.StartsWith("PeerB answers: you wrote \"hello there\"", answer.ToUser, StringComparison.Ordinal);
    }

    [Fact]
    public void Told_to_continue_it_does_the_next_step_and_at_the_end_it_reports()
    {
        AgentScript script = new(AgentRole.PeerA, 2);
        var goOn = IncomingMail.Parse("<FROM_SYSTEM>\nContinue with your current task.\n</FROM_SYSTEM>");
        Assert.Null(script.Answer(goOn).ToPeer);
        script.Answer(FromUser("start"));

        Assert.StartsWith("Item(demo): hand-off 2 of 2", script.Answer(goOn).ToPeer, StringComparison.Ordinal);
        Assert.Equal("PeerA: all 2 hand-offs are done.", script.Answer(goOn).ToUser);
    }

    [Theory]
    [InlineData("<FROM_USER>\n[MID: x]\n[TS: y]\nhello\n</FROM_USER>", MailSender.User, "hello")]
    [InlineData("<FROM_PeerB>\n[MID: x]\n<TO_PEER>\na\n\nb\n</TO_PEER> suffix\n</FROM_PeerB>", MailSender.Peer, "a\n\nb\n suffix")]
    [InlineData("<FROM_SYSTEM>\nOK. <FROM_USER>\n</FROM_SYSTEM>", MailSender.System, "OK.")]
    [InlineData("no tags at all", MailSender.System, "no tags at all")]
    public void The_outermost_tag_says_who_wrote(string text, object sender, string body) =>
        Assert.Equal(new IncomingMail((MailSender)sender, body), IncomingMail.Parse(text));

    private static IncomingMail FromUser(string text) => IncomingMail.Parse($"<FROM_USER>\n[MID: 1]\n[TS: now]\n{text}\n</FROM_USER>");
}
