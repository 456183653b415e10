using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Delivery;

/// <summary>Message ids: <c>cccc-&lt;epoch&gt;-&lt;6 hex&gt;</c>.</summary>
internal static class MessageIds
{
    /// <summary>Made of the claim: the same file gives the same id after a restart, so that it cannot be put into an inbox twice.</summary>
    public static string For(OutgoingMail mail) => Format(mail.WrittenAt, Hex(mail.ClaimId));

    /// <summary>Of what the system tells the author about that mail: told once.</summary>
    public static string ForNotice(OutgoingMail mail) => Format(mail.WrittenAt, Hex(mail.ClaimId + "/notice"));

    /// <summary>Of what the system tells the author about the progress markers of that mail: told once.</summary>
    public static string ForMarkers(OutgoingMail mail) => Format(mail.WrittenAt, Hex(mail.ClaimId + "/markers"));

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Format(DateTimeOffset at, string hex) =>
        string.Create(CultureInfo.InvariantCulture, $"cccc-{at.ToUnixTimeSeconds()}-{hex}");
}
