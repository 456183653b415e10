using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>
/// A file in the claimed folder. Its name says all that a later run must know:
/// <c>&lt;order&gt;-&lt;role&gt;-&lt;channel&gt;-&lt;UTC time&gt;-&lt;12 hex&gt;.md</c>. The order number, not the clock, keeps the sequence.
/// </summary>
internal sealed record Claim(AgentRole From, MailChannel Channel, long Order, string Path)
{
    public string Id => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static string FileName(AgentRole from, MailChannel channel) => channel == MailChannel.ToPeer ? "to_peer.md" : "to_user.md";

    public static Claim Create(string folder, AgentRole from, MailChannel channel, long order, DateTimeOffset at)
    {
        var name = string.Create(CultureInfo.InvariantCulture,
            $"{order:D12}-{from.Folder()}-{Word(channel)}-{at.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}.md");
        return new Claim(from, channel, order, System.IO.Path.Combine(folder, name));
    }

    /// <summary>Null for a file that is no claim.</summary>
    public static Claim? Parse(string folder, string name)
    {
        var parts = name.Split('-');
        if (parts.Length != 5 || !name.EndsWith(".md", StringComparison.Ordinal)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var order))
        {
            return null;
        }

        foreach (var role in Enum.GetValues<AgentRole>())
        {
            foreach (var channel in Enum.GetValues<MailChannel>())
            {
                if (parts[1] == role.Folder() && parts[2] == Word(channel))
                {
                    return new Claim(role, channel, order, System.IO.Path.Combine(folder, name));
                }
            }
        }

        return null;
    }

    private static string Word(MailChannel channel) => channel == MailChannel.ToPeer ? "to_peer" : "to_user";
}
