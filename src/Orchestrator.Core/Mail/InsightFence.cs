using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>The fenced block with the info string <c>insight</c> that ends a message to a peer.</summary>
internal static class InsightFence
{
    /// <summary>What an author is told whose message has none.</summary>
    public const string Hint =
        """
        Your last to_peer.md was delivered, but it has no insight block. End each message to your peer with exactly one, below the closing tag or before it:

        ```insight
        one new angle: a doubt, a simpler way, a risk nobody named, or what would change your mind
        ```

        Nothing needs to be sent again.
        """;

    private const string Fence = "```";

    /// <summary>The text without such blocks.</summary>
    public static string Without(string text)
    {
        var kept = new StringBuilder(text.Length);
        var open = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (!open && trimmed.StartsWith(Fence) && trimmed.TrimStart('`').Trim().Equals("insight", StringComparison.OrdinalIgnoreCase))
            {
                open = true;
            }
            else if (!open)
            {
                kept.Append(line).Append('\n');
            }
            else
            {
                open = !(trimmed.StartsWith(Fence) && trimmed.Trim('`').IsEmpty);
            }
        }

        return kept.ToString();
    }

    /// <summary>Whether the text has an opened and closed block of that name.</summary>
    public static bool IsIn(string text)
    {
        var open = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (open && trimmed.StartsWith(Fence) && trimmed.Trim('`').IsEmpty)
            {
                return true;
            }

            open |= trimmed.StartsWith(Fence) && trimmed.TrimStart('`').Trim().Equals("insight", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }
}
