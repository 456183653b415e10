namespace Orchestrator.Demo;

internal enum MailSender
{
    User,
    Peer,
    System,
}

/// <summary>A message from an inbox, as an agent reads it.</summary>
/// <param name="Body">The text without the tags around it and without its MID and TS lines.</param>
internal sealed record IncomingMail(MailSender From, string Body)
{
    private static readonly string[] Tags = ["FROM_USER", "FROM_PeerA", "FROM_PeerB", "FROM_SYSTEM", "TO_PEER", "TO_USER"];

    public static IncomingMail Parse(string text)
    {
        var from = Has(text, "<FROM_USER>") ? MailSender.User : Has(text, "<FROM_PeerA>") || Has(text, "<FROM_PeerB>") ? MailSender.Peer : MailSender.System;
        foreach (var tag in Tags)
        {
            text = text.Replace($"<{tag}>", "", StringComparison.OrdinalIgnoreCase).Replace($"</{tag}>", "", StringComparison.OrdinalIgnoreCase);
        }

        var lines = text.Split('\n').Select(line => line.TrimEnd()).Where(line => !line.StartsWith("[MID:", StringComparison.Ordinal) && !line.StartsWith("[TS:", StringComparison.Ordinal));
        return new IncomingMail(from, string.Join('\n', lines).Trim());
    }

    /// <summary>What was said last, on one line: rules and background come before it, after a blank line.</summary>
    public string LastParagraph => Body.Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault("").Replace('\n', ' ');

    private static bool Has(string text, string tag) => text.TrimStart().StartsWith(tag, StringComparison.OrdinalIgnoreCase);
}
