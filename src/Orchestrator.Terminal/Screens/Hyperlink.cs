using System.Buffers;
using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <summary>
/// A link that a program printed text with (OSC 8): cells with equal links are one link, also across lines.
/// Source: "Hyperlinks in terminal emulators", https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda.
/// </summary>
/// <param name="Uri">http, https or file, printable ASCII, at most <see cref="MaxUri"/> characters.</param>
/// <param name="Id">What the program named it, to tell apart links to the same place; empty for none. Letters, digits and a few marks, at most <see cref="MaxId"/>.</param>
public sealed record Hyperlink(string Uri, string Id)
{
    /// <summary>What VTE and others take at most.</summary>
    public const int MaxUri = 2083;

    /// <summary>As in VTE.</summary>
    public const int MaxId = 250;

    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+=@"u8);

    /// <summary>Reads what follows <c>OSC 8 ;</c>: parameters, a semicolon, the URI. Null for the end of a link, and for one that must not be shown.</summary>
    internal static Hyperlink? Parse(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)';');
        if (end < 0)
        {
            return null;
        }

        var uri = rest[(end + 1)..];
        return IsAllowed(uri) ? new Hyperlink(Encoding.ASCII.GetString(uri), IdOf(rest[..end])) : null;
    }

    /// <summary>True for a link that a terminal may be given: nothing that runs a program (ssh:, vscode: ...), no character that a URI does not have.</summary>
    private static bool IsAllowed(ReadOnlySpan<byte> uri) =>
        uri.Length <= MaxUri
        && !uri.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)
        && (StartsWith(uri, "https://"u8) || StartsWith(uri, "http://"u8) || StartsWith(uri, "file://"u8));

    private static bool StartsWith(ReadOnlySpan<byte> uri, ReadOnlySpan<byte> scheme) =>
        uri.Length > scheme.Length && Ascii.EqualsIgnoreCase(uri[..scheme.Length], scheme);

    // key=value pairs between colons; only id means anything.
    private static string IdOf(ReadOnlySpan<byte> parameters)
    {
        foreach (var part in parameters.Split((byte)':'))
        {
            var pair = parameters[part];
            if (pair.StartsWith("id="u8) && pair.Length <= MaxId + 3 && !pair[3..].ContainsAnyExcept(IdBytes))
            {
                return Encoding.ASCII.GetString(pair[3..]);
            }
        }

        return "";
    }
}
