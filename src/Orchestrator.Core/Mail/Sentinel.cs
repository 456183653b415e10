using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>The one line that stands in an outgoing file after its mail was taken.</summary>
internal static class Sentinel
{
    private const string Start = "<!-- MAILBOX:SENT v1";
    private const string End = "-->";

    public static string Line(OutgoingMail mail, string route, DateTimeOffset at) => Line(mail.EventId, mail.Text, route, at);

    public static string Line(string eventId, string text, string route, DateTimeOffset at)
    {
        var time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var sha = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        return $"{Start} ts={time} eid={eventId} sha={sha} route={route} {End}\n";
    }

    /// <summary>First 12 hex digits of the SHA-1 of the text: a name, not a proof.</summary>
    public static string EventId(string text)
    {
#pragma warning disable CA5350 // The contract says SHA-1; nothing is secured by it.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)))[..12];
#pragma warning restore CA5350
    }

    public static bool Is(string text)
    {
        var line = text.AsSpan().Trim();
        return line.StartsWith(Start, StringComparison.Ordinal) && line.EndsWith(End, StringComparison.Ordinal) && !line.ContainsAny('\n', '\r');
    }

    /// <summary>Takes off a leading sentinel line: an agent that appends writes its mail below it.</summary>
    public static string Strip(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (!trimmed.StartsWith(Start, StringComparison.Ordinal))
        {
            return text;
        }

        var end = trimmed.IndexOf(End, StringComparison.Ordinal);
        var line = trimmed.IndexOfAny('\n', '\r');
        return end < 0 || (line >= 0 && line < end) ? text : trimmed[(end + End.Length)..].TrimStart("\r\n").ToString();
    }
}
