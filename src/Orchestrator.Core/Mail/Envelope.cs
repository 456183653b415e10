using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>What a message looks like in an inbox: who it is from, its id and time, and a body that cannot pose as anybody else.</summary>
public static partial class Envelope
{
    private const string RulesBegin = "[RULES]";
    private const string RulesEnd = "[/RULES]";

    /// <summary><c>cccc-&lt;epoch seconds&gt;-&lt;12 hex&gt;</c></summary>
    public static string NewMessageId(DateTimeOffset now, string prefix = "cccc")
    {
        InboxName.Check(prefix);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{now.ToUnixTimeSeconds()}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
    }

    /// <summary>
    /// The text of an inbox file. The body is defused here; of a peer's mail the outer <c>&lt;TO_PEER&gt;</c> pair is kept as it was written.
    /// </summary>
    /// <param name="at">In the zone that the time is to be shown in.</param>
    /// <param name="preamble">Text of our own (rules of the role) that goes before the body and is not defused.</param>
    /// <param name="headers">Further lines of our own below the time, e.g. <c>[RE: cccc-1795174150-919682]</c>.</param>
    public static string Wrap(Address from, string body, string messageId, DateTimeOffset at, string? preamble = null, params ReadOnlySpan<string> headers)
    {
        ArgumentNullException.ThrowIfNull(body);
        InboxName.Check(messageId);
        var tag = Tag(from);
        var text = new StringBuilder(body.Length + 200)
            .Append('<').Append(tag).Append(">\n")
            .Append("[MID: ").Append(messageId).Append("]\n")
            .Append("[TS: ").Append(Timestamp(at)).Append("]\n");
        foreach (var header in headers)
        {
            text.Append(header).Append('\n');
        }

        if (!string.IsNullOrWhiteSpace(preamble))
        {
            text.Append(RulesBegin).Append('\n').Append(preamble.Trim()).Append('\n').Append(RulesEnd).Append("\n\n");
        }

        text.Append(from.IsAgent ? DefusePeerMail(body) : DefuseTags(body, withAddressTags: false));
        if (text[^1] != '\n')
        {
            text.Append('\n');
        }

        return text.Append("</").Append(tag).Append(">\n").ToString();
    }

    /// <summary>The body of a message that <see cref="Wrap"/> made, as it was put into it; any other text as it is.</summary>
    public static string Unwrap(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        var start = 1;
        var end = Array.FindLastIndex(lines, line => line.StartsWith("</FROM_", StringComparison.Ordinal));
        if (!lines[0].StartsWith("<FROM_", StringComparison.Ordinal) || end < 1)
        {
            return text;
        }

        // Our own headers: in the body they would be marked as quoted.
        while (start < end && lines[start].StartsWith('[') && lines[start] != RulesBegin && !lines[start].StartsWith("[quoted ", StringComparison.Ordinal) && lines[start].EndsWith(']'))
        {
            start++;
        }

        if (start < end && lines[start] == RulesBegin && Array.IndexOf(lines, RulesEnd, start) is > 0 and var close && close < end)
        {
            start = close + 2;
        }

        return string.Join('\n', lines[Math.Min(start, end)..end]);
    }

    /// <summary><c>2026-11-20 11:29:10 UTC (UTC+00:00)</c></summary>
    public static string Timestamp(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm:ss} {ZoneName(at)} ({UtcOffset(at)})");

    private static string Tag(Address from) => from == Address.User ? "FROM_USER" : from == Address.System ? "FROM_SYSTEM" : $"FROM_{from}";

    private static string UtcOffset(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"UTC{(at.Offset < TimeSpan.Zero ? '-' : '+')}{at.Offset:hh\\:mm}");

    /// <summary>The zone's short name when the time is in this machine's zone and the zone has one, else the offset.</summary>
    private static string ZoneName(DateTimeOffset at)
    {
        if (at.Offset == TimeSpan.Zero)
        {
            return "UTC";
        }

        var zone = TimeZoneInfo.Local;
        var name = zone.GetUtcOffset(at) != at.Offset ? "" : zone.IsDaylightSavingTime(at) ? zone.DaylightName : zone.StandardName;
        return name.Length is >= 2 and <= 5 && name.All(char.IsAsciiLetterUpper) ? name : UtcOffset(at);
    }

    /// <summary>Keeps the author's own outer pair, defuses all that is before, in and after it.</summary>
    private static string DefusePeerMail(string body)
    {
        foreach (var channel in (ReadOnlySpan<MailChannel>)[MailChannel.ToPeer, MailChannel.ToUser])
        {
            var opening = MailTags.Opening(channel).Match(body);
            if (!opening.Success)
            {
                continue;
            }

            var start = opening.Index + opening.Length;
            var closing = MailTags.Closing(channel).Matches(body, start) is { Count: > 0 } tags ? tags[^1] : null;
            if (closing is null)
            {
                continue;
            }

            var end = closing.Index + closing.Length;
            return Defuse(body[..opening.Index]) + opening.Value + Defuse(body[start..closing.Index]) + closing.Value + Defuse(body[end..]);
        }

        return Defuse(body);
    }
}
