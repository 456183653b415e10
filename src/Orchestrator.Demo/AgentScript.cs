using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Core.Peers;

namespace Orchestrator.Demo;

/// <summary>What a scripted agent answers to a message: text for a file, or nothing.</summary>
/// <param name="Note">What it says about it on its screen.</param>
internal sealed record AgentAnswer(string? ToPeer, string? ToUser, string Note);

/// <summary>The part that a scripted agent plays: it passes a counted message to and fro, and answers the user.</summary>
internal sealed partial class AgentScript(AgentRole role, int handOffs)
{
    // Of a quoted message, so that an answer stays readable.
    private const int LongestQuote = 200;

    // The text that tells a single agent to go on.
    private const string GoOn = "Continue with your current task";

    private int _last;

    public AgentAnswer Answer(IncomingMail mail) => mail.From switch
    {
        MailSender.User => AnswerUser(mail.LastParagraph),
        MailSender.Peer => AnswerPeer(mail.Body),
        _ => AnswerSystem(mail.Body),
    };

    /// <summary>What it says to a line that was typed into its own pane.</summary>
    public string Reply(string line) =>
        $"You typed \"{Quote(line)}\". I am {role.Label()}, a scripted agent: I only know my mail. Write to me in the console, with /{(role == AgentRole.PeerA ? 'a' : 'b')} hello.";

    private AgentAnswer AnswerUser(string asked)
    {
        if (!StartWord.IsMatch(asked))
        {
            return new AgentAnswer(null, $"{role.Label()} answers: you wrote \"{Quote(asked)}\". I have read it, and all is well here.", "Answered the user.");
        }

        _last = 1;
        return new AgentAnswer(HandOff(1), $"{role.Label()} answers: you wrote \"{Quote(asked)}\". I begin; there will be {handOffs} hand-offs.", $"Began: hand-off 1 of {handOffs}.");
    }

    private AgentAnswer AnswerPeer(string body)
    {
        if (Counter.Match(body) is not { Success: true } counter)
        {
            return new AgentAnswer(null, null, "Read mail from my peer; it asks for nothing.");
        }

        var number = int.Parse(counter.Groups["n"].ValueSpan, CultureInfo.InvariantCulture);
        return number < handOffs
            ? PassOn(number + 1)
            : new AgentAnswer(null, $"{role.Label()}: all {handOffs} hand-offs are done.", $"All {handOffs} hand-offs are done.");
    }

    private AgentAnswer AnswerSystem(string body) => body.Contains(GoOn, StringComparison.Ordinal) && _last > 0
        ? _last < handOffs ? PassOn(_last + 1) : new AgentAnswer(null, $"{role.Label()}: all {handOffs} hand-offs are done.", "The work is complete.")
        : new AgentAnswer(null, null, "Read a message of the system.");

    private AgentAnswer PassOn(int number)
    {
        _last = number;
        return new AgentAnswer(HandOff(number), null, $"Wrote hand-off {number} of {handOffs}.");
    }

    private string HandOff(int number) => $"""
        Item(demo): hand-off {number} of {handOffs}
        Progress: {role.Label()} did its part of step {number}.
        Next: {(number < handOffs ? $"{role.Other().Label()} does step {number + 1}." : "nothing, this was the last one.")}
        """;

    private static string Quote(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";

    [GeneratedRegex(@"\bstart\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StartWord { get; }

    // The last counter counts: untaken mail may have been sent together with newer mail.
    [GeneratedRegex(@"Item\(demo\): hand-off (?<n>[0-9]{1,6}) of ", RegexOptions.RightToLeft | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Counter { get; }
}
