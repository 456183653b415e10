using System.Globalization;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>File names of an inbox: <c>000001.&lt;mid&gt;.txt</c>. Ordered by number, so that 1000000 comes after 999999.</summary>
internal static class InboxName
{
    public static string Format(long sequence, string messageId) => string.Create(CultureInfo.InvariantCulture, $"{sequence:D6}.{messageId}.txt");

    /// <summary>A file without a number gets sequence 0 and its name as message id.</summary>
    public static InboxFile Parse(AgentRole to, string folder, string name)
    {
        var path = Path.Combine(folder, name);
        var stem = name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        var dot = stem.IndexOf('.', StringComparison.Ordinal);
        var digits = dot < 0 ? stem : stem[..dot];
        return digits.Length <= 18 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new InboxFile(to, sequence, dot < 0 ? stem : stem[(dot + 1)..], path)
            : new InboxFile(to, 0, stem, path);
    }

    /// <summary>Oldest first; files without a number last, by name.</summary>
    public static int Compare(InboxFile a, InboxFile b)
    {
        var byNumber = (a.Sequence == 0 ? long.MaxValue : a.Sequence).CompareTo(b.Sequence == 0 ? long.MaxValue : b.Sequence);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(a.Name, b.Name);
    }

    /// <summary>What editors and copy programs leave for a moment: hidden files, backups, swap and part files.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.StartsWith('.') || name.StartsWith('#') || name.EndsWith('~') || name is "4913"
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".swp", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".swx", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".bak", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase);

    public static void Check(string messageId)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        if (messageId.Length > 128 || messageId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            throw new ArgumentException($"A message id has at most 128 letters, digits, '-', '_' and '.': '{messageId}'.", nameof(messageId));
        }
    }
}
