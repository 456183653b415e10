using System.Globalization;
using System.Text;

namespace Orchestrator.Demo;

/// <summary>An agent's own folder in the mailbox, used as the mail contract says: read the oldest, move it to <c>processed</c>, answer by overwriting a file.</summary>
internal sealed class AgentMailbox(string folder)
{
    // The beginning of what the engine leaves behind where it took mail.
    private const string Sentinel = "<!-- MAILBOX:SENT";

    private int _writes;

    public string Inbox { get; } = Path.Combine(folder, "inbox");

    public string Processed { get; } = Path.Combine(folder, "processed");

    /// <summary>The oldest message, or null when the inbox is empty.</summary>
    public string? Oldest() => Directory.Exists(Inbox)
        ? Directory.EnumerateFiles(Inbox, "*.txt").Where(path => !Path.GetFileName(path).StartsWith('.')).OrderBy(Sequence).ThenBy(path => path, StringComparer.Ordinal).FirstOrDefault()
        : null;

    /// <summary>Reads a message and acknowledges it by the move to <c>processed</c>.</summary>
    public IncomingMail Take(string path)
    {
        var text = File.ReadAllText(path);
        Directory.CreateDirectory(Processed);
        File.Move(path, Path.Combine(Processed, Path.GetFileName(path)), overwrite: true);
        return IncomingMail.Parse(text);
    }

    // The contract wants one in each message to the peer.
    private const string Insight = "\n```insight\nThe next step shows whether this one was right.\n```\n";

    /// <summary>
    /// Overwrites an outgoing file by a rename, so that nobody sees half of it. What stands there and was not taken yet goes out with it.
    /// </summary>
    /// <param name="fileName"><c>to_peer.md</c> or <c>to_user.md</c>.</param>
    /// <param name="tag"><c>TO_PEER</c> or <c>TO_USER</c>.</param>
    public void Write(string fileName, string tag, string body)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, fileName);
        var suffix = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{++_writes}");
        var earlier = TakeBack(target, Path.Combine(folder, $".{fileName}.{suffix}.old"), tag);
        var fresh = Path.Combine(folder, $".{fileName}.{suffix}.new");
        var insight = tag == "TO_PEER" ? Insight : "";
        File.WriteAllText(fresh, $"<{tag}>\n{earlier}{body}\n{insight}</{tag}>\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(fresh, target, overwrite: true);
    }

    // By rename, as the engine takes it: exactly one of the two gets the file.
    private static string TakeBack(string target, string own, string tag)
    {
        try
        {
            File.Move(target, own, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return "";
        }

        var text = File.ReadAllText(own).Trim();
        File.Delete(own);
        if (text.Length == 0 || text.StartsWith(Sentinel, StringComparison.Ordinal))
        {
            return "";
        }

        return text.Replace($"<{tag}>", "", StringComparison.Ordinal).Replace($"</{tag}>", "", StringComparison.Ordinal).Trim() + "\n\n";
    }

    private static long Sequence(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return long.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : long.MaxValue;
    }
}
