using Orchestrator.Pty;

namespace Orchestrator.Terminal.Rendering;

/// <content>Where entries lie: terminfo(5), "Fetching compiled descriptions", with Debian's folders.</content>
public sealed partial class TerminfoEntry
{
    private const int MaxNameLength = 128;

    private static readonly string[] SystemFolders = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/local/share/terminfo", "/usr/lib/terminfo"];

    /// <summary>The entry of TERM, searched for by TERMINFO, HOME and TERMINFO_DIRS of the same environment; null when there is none that can be read.</summary>
    public static TerminfoEntry? Find(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var term = Get(environment, "TERM");
        if (term.Length is 0 or > MaxNameLength || term[0] == '.' || term.AsSpan().ContainsAny('/', '\0'))
        {
            return null;
        }

        foreach (var folder in Folders(environment))
        {
            // Two layouts: by the name's first letter (Linux), or by that letter's number (macOS).
            if ((ReadFile($"{folder}/{term[0]}/{term}") ?? ReadFile($"{folder}/{(int)term[0]:x2}/{term}")) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private static IEnumerable<string> Folders(IReadOnlyDictionary<string, string> environment)
    {
        if (Get(environment, "TERMINFO") is { Length: > 0 } own)
        {
            yield return own;
        }

        if (Get(environment, "HOME") is { Length: > 0 } home)
        {
            yield return home + "/.terminfo";
        }

        foreach (var folder in Get(environment, "TERMINFO_DIRS").Split(':'))
        {
            if (folder.Length > 0)
            {
                yield return folder;
            }
        }

        foreach (var folder in SystemFolders)
        {
            yield return folder;
        }
    }

    private static string Get(IReadOnlyDictionary<string, string> environment, string name) => environment.TryGetValue(name, out var value) ? value : "";

    // Non-blocking: a named pipe in that place must not hold anyone up. What cannot be read is as good as not there: names decide then.
    private static TerminfoEntry? ReadFile(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var fd = Descriptor.OpenForReading(path);
        if (fd < 0)
        {
            return null;
        }

        try
        {
            var file = new byte[MaxLength + 1];
            var length = 0;
            for (int count; length < file.Length && (count = Descriptor.Read(fd, file.AsSpan(length))) > 0; length += count)
            {
            }

            return length <= MaxLength ? Parse(file.AsSpan(0, length)) : null;
        }
        finally
        {
            Descriptor.Close(fd);
        }
    }
}
