using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>What an agent's journal says that it received or did.</summary>
internal sealed record JournalEntry(string What, string Text, int ProcessId);

/// <summary>The files of a project that tests look at, and waiting for them.</summary>
internal sealed partial class TestProject
{
    // Beside the file watcher, which may miss what happens in a folder that was made just now.
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(500);

    public string JournalPath(AgentRole role) => Path.Combine(_base, role.Folder() + ".journal.jsonl");

    public IReadOnlyList<JournalEntry> Journal(AgentRole role) => JsonLines(JournalPath(role))
        .Select(line => new JournalEntry(line["what"]!.GetValue<string>(), line["text"]!.GetValue<string>(), line["pid"]!.GetValue<int>())).ToList();

    public int Journaled(AgentRole role, string what, string text = "") =>
        Journal(role).Count(entry => entry.What == what && entry.Text.Contains(text, StringComparison.Ordinal));

    public IReadOnlyList<JsonNode> Ledger() => JsonLines(Folder.LedgerFile);

    /// <summary>Ledger records whose <c>kind</c> is this.</summary>
    public IReadOnlyList<JsonNode> Ledger(string kind) => Ledger().Where(record => record["kind"]?.ToString() == kind).ToList();

    public IReadOnlyList<string> Inbox(AgentRole role) => FilesIn(Folder.Inbox(role));

    public IReadOnlyList<string> Processed(AgentRole role) => FilesIn(Folder.Processed(role));

    /// <summary>Waits until something about the project's files is true; looks again at every change in them.</summary>
    public async Task Until(Func<bool> condition, string what, TimeSpan? patience = null)
    {
        using SemaphoreSlim changed = new(0);
        using FileSystemWatcher watcher = new(_base) { IncludeSubdirectories = true };
        void Look(object sender, FileSystemEventArgs e) => changed.Release();
        watcher.Changed += Look;
        watcher.Created += Look;
        watcher.Deleted += Look;
        watcher.Renamed += Look;
        watcher.EnableRaisingEvents = true;
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (patience ?? TerminalDriver.Patience))
            {
                throw new TimeoutException($"Waited for {what} in vain.\n{Describe()}");
            }

            await changed.WaitAsync(SecondLook);
        }
    }

    /// <summary>Everything that explains a failure: files, logs, processes, screens.</summary>
    public string Describe()
    {
        StringBuilder text = new("--- processes\n");
        text.AppendJoin('\n', Processes.Describe()).Append('\n');
        foreach (var driver in _owned.OfType<TerminalDriver>())
        {
            text.Append(driver.Screen).Append('\n');
        }

        AppendTail(text, Folder.HostLog);
        AppendTail(text, Folder.LedgerFile);
        foreach (var role in Enum.GetValues<AgentRole>())
        {
            AppendTail(text, JournalPath(role));
            text.Append($"{role.Label()}: inbox [{string.Join(", ", Inbox(role))}], processed [{string.Join(", ", Processed(role))}]\n");
        }

        return text.ToString();
    }

    private static List<string> FilesIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList()
        : [];

    // Whole lines only: the last one may be on its way.
    private static List<JsonNode> JsonLines(string path) => ReadShared(path)
        .Split('\n').SkipLast(1).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!).ToList();

    private static void AppendTail(StringBuilder text, string path)
    {
        const int Most = 40;
        var lines = ReadShared(path).Split('\n');
        text.Append("--- ").Append(Path.GetFileName(path)).Append('\n').AppendJoin('\n', lines.TakeLast(Most)).Append('\n');
    }

    /// <summary>The text of a file, nothing while it is not there: others rename and replace files meanwhile.</summary>
    public static string ReadShared(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(file);
            return reader.ReadToEnd();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }
}
