using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Messages;

/// <summary>Message ids: <c>cccc-&lt;epoch&gt;-&lt;6 hex&gt;</c>.</summary>
internal static class MessageIds
{
    /// <summary>Made of the claim: the same file gives the same id after a restart, so that it cannot be put into an inbox twice.</summary>
    public static string For(OutgoingMail mail) => Format(mail.WrittenAt, Hex(mail.ClaimId));

    /// <summary>Of what the system tells the author about that mail: told once.</summary>
    public static string ForNotice(OutgoingMail mail) => Format(mail.WrittenAt, Hex(mail.ClaimId + "/notice"));

    /// <summary>Of what the system tells the author about the progress markers of that mail: told once.</summary>
    public static string ForMarkers(OutgoingMail mail) => Format(mail.WrittenAt, Hex(mail.ClaimId + "/markers"));

    /// <summary>Of a message of the Foreman: one for each receiver, made of the claimed file.</summary>
    public static string ForForeman(DateTimeOffset at, string claim, AgentRole to) =>
        string.Create(CultureInfo.InvariantCulture, $"foreman-{ClaimTime(claim) ?? at.ToUnixTimeSeconds()}-{Hex($"{claim}/{to}")}");

    // The time is of the file, so that the id is the same after a crash.
    private static long? ClaimTime(string claim) => long.TryParse(claim.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds / 1000 : null;

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Format(DateTimeOffset at, string hex) =>
        string.Create(CultureInfo.InvariantCulture, $"cccc-{at.ToUnixTimeSeconds()}-{hex}");
}
