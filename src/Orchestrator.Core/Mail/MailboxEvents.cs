using System.Threading.Channels;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>Something that may have changed in the mailbox. Role null: anything.</summary>
/// <param name="InboxName">A file of the inbox; null for the outgoing files.</param>
/// <param name="Whole">Look at everything.</param>
internal readonly record struct MailboxHint(AgentRole? Role, string? InboxName, bool Whole, TaskCompletionSource? Done = null);

/// <summary>
/// The operating system's file events of the mailbox folder, as hints where to look. It says nothing about what happened: events are lost,
/// merged and late, so the disk is asked each time.
/// </summary>
internal sealed class MailboxEvents : IDisposable
{
    private readonly string _root;
    private readonly ChannelWriter<MailboxHint> _hints;
    private readonly FileSystemWatcher _watcher;

    /// <exception cref="IOException">No watcher can be had (the inotify limits of this user are reached).</exception>
    public MailboxEvents(string root, ChannelWriter<MailboxHint> hints)
    {
        _root = root;
        _hints = hints;
        _watcher = new FileSystemWatcher(root)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Created += (_, e) => Hint(e.FullPath);
        _watcher.Changed += (_, e) => Hint(e.FullPath);
        _watcher.Deleted += (_, e) => Hint(e.FullPath);
        _watcher.Renamed += (_, e) =>
        {
            Hint(e.OldFullPath);
            Hint(e.FullPath);
        };
        _watcher.Error += (_, e) => Fault = e.GetException().Message;
        _watcher.Error += (_, _) => _hints.TryWrite(new MailboxHint(null, null, Whole: true));
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            _watcher.Dispose();
            throw;
        }
    }

    /// <summary>Why this watcher can no longer be relied on, or null.</summary>
    public string? Fault { get; private set; }

    public void Dispose() => _watcher.Dispose();

    private void Hint(string path)
    {
        var parts = Path.GetRelativePath(_root, path).Split(Path.DirectorySeparatorChar);
        foreach (var role in Enum.GetValues<AgentRole>())
        {
            if (parts[0] == role.Folder())
            {
                _hints.TryWrite(parts.Length switch
                {
                    2 when parts[1] is "to_peer.md" or "to_user.md" => new MailboxHint(role, null, Whole: false),
                    3 when parts[1] is "inbox" or "processed" => new MailboxHint(role, parts[2], Whole: false),
                    2 when parts[1] is not ("inbox" or "processed") => new MailboxHint(role, null, Whole: false),
                    _ => new MailboxHint(role, null, Whole: true),
                });
            }
        }
    }
}
