using System.Collections.Immutable;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>
/// What is known of one inbox: which files are in it, and the last number given. Everything is read and changed under <see cref="Gate"/>,
/// which a write holds until its file is in the book: a file can be moved on within microseconds and is still known.
/// </summary>
internal sealed class InboxBook(AgentRole role)
{
    private readonly Dictionary<string, InboxFile> _present = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    public AgentRole Role { get; } = role;

    /// <summary>The last number given, or -1 before the first look at the disk.</summary>
    public long LastSequence { get; set; } = -1;

    /// <summary>The inbox folder as the last own write left it.</summary>
    public FileFacts FolderAsLeft { get; set; }

    public int Count => _present.Count - _missing.Count;

    /// <summary>True after the first look: what was there then is known, not foreign.</summary>
    public bool Opened { get; set; }

    public IEnumerable<string> Names => _present.Keys;

    /// <summary>Files that left the inbox and were not found in processed at the last look.</summary>
    public bool HasMissing => _missing.Count > 0;

    public ImmutableArray<string> MissingNames => [.. _missing];

    public bool Knows(string name) => _present.ContainsKey(name);

    public void Add(InboxFile file)
    {
        _present[file.Name] = file;
        _missing.Remove(file.Name);
        LastSequence = Math.Max(LastSequence, file.Sequence);
    }

    public InboxFile Remove(string name)
    {
        _missing.Remove(name);
        _present.Remove(name, out var file);
        return file ?? throw new InvalidOperationException($"{name} is not in the book of {Role}.");
    }

    /// <summary>Marks a file as gone to nowhere; true when it was marked at an earlier look already.</summary>
    public bool MarkMissing(string name) => !_missing.Add(name);

    public void Unmark(string name) => _missing.Remove(name);
}
