using System.Globalization;
using System.Text;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>The one line that is typed into an agent's terminal: where to look and what to do. Never a control character in it, whatever the mail says.</summary>
public static class NudgeText
{
    /// <summary>A message has arrived.</summary>
    /// <param name="headline">From <see cref="Envelope.Headline"/>.</param>
    /// <param name="at">In the zone that the time is to be shown in.</param>
    /// <param name="suffix">More for the agent to know, from the settings.</param>
    /// <param name="urgent">To be read before all others.</param>
    public static string Arrival(ProjectFolder folder, InboxFile file, string headline, DateTimeOffset at, string? suffix = null, bool urgent = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(headline);
        var sequence = file.Sequence > 0 ? file.Sequence.ToString("D6", CultureInfo.InvariantCulture) : Visible(file.Name);
        // A quotation mark in the preview would end it: the rest could pose as the nudge's own words.
        var preview = Envelope.OneLine(headline).Replace('\'', '’');
        var action = urgent
            ? $"URGENT: read {sequence} first, before anything else; then process the inbox oldest to newest, and move each handled file to {Processed(folder, file.To)}."
            : Process(folder, file.To);
        return Line(folder, file.To, at, $" [new arrival: {sequence}] — trigger={sequence} preview='{preview}'", action, suffix);
    }

    /// <summary>Mail is waiting: the reminder.</summary>
    public static string Backlog(ProjectFolder folder, AgentRole role, DateTimeOffset at, string? suffix = null) =>
        Line(folder, role, at, "", Process(folder, role), suffix);

    /// <summary>Goes with a keepalive message.</summary>
    public static string KeepaliveLine(ProjectFolder folder, AgentRole role, DateTimeOffset at, string? suffix = null) =>
        Line(folder, role, at, "", "Continue your work; read the inbox first, oldest to newest, and move each handled file to " + Processed(folder, role) + ".", suffix);

    private static string Line(ProjectFolder folder, AgentRole role, DateTimeOffset at, string arrival, string action, string? suffix)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var more = string.IsNullOrWhiteSpace(suffix) ? "" : " " + Envelope.OneLine(suffix);
        return $"[NUDGE] [TS: {Envelope.Timestamp(at)}]{arrival} — Inbox: {Visible(folder.Inbox(role))} — {action}{more}";
    }

    private static string Process(ProjectFolder folder, AgentRole role) =>
        $"Process the inbox oldest to newest, then move each handled file to {Processed(folder, role)}.";

    private static string Processed(ProjectFolder folder, AgentRole role) => Visible(folder.Processed(role));

    /// <summary>A path as it is; what would not show on one line as <c>\x1b</c> or <c>\u200b</c>.</summary>
    private static string Visible(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            _ = hidden
                ? text.Append(CultureInfo.InvariantCulture, $"{(rune.Value < 0x100 ? "\\x" : "\\u")}{rune.Value.ToString(rune.Value < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture)}")
                : text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
