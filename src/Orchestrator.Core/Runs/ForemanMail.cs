using System.Text.RegularExpressions;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Runs;

/// <summary>What the Foreman wrote: for whom, and the text.</summary>
/// <param name="To">Null: both, or PeerA where it is alone.</param>
internal sealed partial record ForemanMail(AgentRole? To, string Body)
{
    private const int HeaderLines = 4;

    /// <summary>Reads <c>To: Both|PeerA|PeerB</c> in the first four lines (both, when there is none), and the <c>&lt;TO_PEER&gt;</c> section or the rest.</summary>
    /// <param name="fault">What is wrong with it, as a sentence, when the result is null.</param>
    public static ForemanMail? Parse(string text, out string? fault)
    {
        fault = null;
        var lines = text.Split('\n');
        AgentRole? to = null;
        var header = -1;
        for (var i = 0; i < Math.Min(HeaderLines, lines.Length); i++)
        {
            if (Header().Match(lines[i]) is not { Success: true } match)
            {
                continue;
            }

            header = i;
            switch (match.Groups["who"].Value.Trim().ToLowerInvariant())
            {
                case "both":
                    break;
                case var who when AgentRoles.Parse(who) is { } role:
                    to = role;
                    break;
                default:
                    fault = $"its `To:` line names '{match.Groups["who"].Value.Trim()}'; known are Both, PeerA and PeerB";
                    return null;
            }

            break;
        }

        var rest = string.Join('\n', lines[(header + 1)..]);
        var body = MailTags.Body(MailTags.Opening(MailChannel.ToPeer).IsMatch(text) ? text : rest, MailChannel.ToPeer).Trim();
        if (body.Length == 0)
        {
            fault = "it has no text";
            return null;
        }

        return new ForemanMail(to, body);
    }

    /// <summary>Whether what a run printed is meant as its message: it has both a <c>To:</c> line and a <c>&lt;TO_PEER&gt;</c> section.</summary>
    public static bool IsIn(string output) =>
        MailTags.Opening(MailChannel.ToPeer).IsMatch(output) && MailTags.Closing(MailChannel.ToPeer).IsMatch(output) && output.Split('\n').Any(line => Known().IsMatch(line));

    /// <summary>The message in what a run printed: from its <c>To:</c> line to the closing tag.</summary>
    public static string From(string output)
    {
        var lines = output.Split('\n');
        var start = Array.FindLastIndex(lines, line => Known().IsMatch(line));
        var text = string.Join('\n', lines[Math.Max(0, start)..]);
        return MailTags.Closing(MailChannel.ToPeer).Matches(text) is { Count: > 0 } closings ? text[..(closings[^1].Index + closings[^1].Length)] : output;
    }

    [GeneratedRegex(@"^\s*to\s*:\s*(?<who>[^<]*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s*to\s*:\s*(both|peera|peerb)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();
}
