using System.Text;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Mail;

/// <summary>
/// The mail folders of one project: the agents' inboxes, their outgoing files and the files that were claimed from them.
/// Every file appears whole and under a name that nothing had; thread-safe.
/// </summary>
public sealed partial class Mailbox
{
    private readonly ProjectFolder _folder;
    private readonly DeliverySettings _settings;
    private readonly TimeProvider _time;
    private readonly InboxBook[] _books = [new(AgentRole.PeerA), new(AgentRole.PeerB)];
    private int _staged;

    public Mailbox(ProjectFolder folder, DeliverySettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _folder = folder;
        _settings = settings;
        _time = time;
    }

    public ProjectFolder Folder => _folder;

    /// <summary>Creates the folders of these roles and the engine's own; call it before anything else, with PeerB only when there is a PeerB.</summary>
    /// <exception cref="MailboxException">A folder is a link or a file, or cannot be created.</exception>
    public void EnsureFolders(IEnumerable<AgentRole> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        foreach (var path in (ReadOnlySpan<string>)[_folder.State, _folder.Staging, _folder.Claimed, _folder.Prepared, _folder.Withdrawn, _folder.Kept])
        {
            Ensure(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Ensure(_folder.MailboxFolder, mode: null);
        foreach (var role in roles)
        {
            EnsureFolders(role);
        }

        Guard($"empty {_folder.Staging}", () =>
        {
            foreach (var leftOver in Directory.EnumerateFiles(_folder.Staging))
            {
                PosixFiles.Delete(leftOver); // Never had a reader: what was meant to be there was not renamed yet.
            }
        });
    }

    internal void EnsureFolders(AgentRole role)
    {
        Ensure(_folder.MailboxFolder, mode: null);
        Ensure(_folder.MailboxOf(role), mode: null);
        Ensure(_folder.Inbox(role), mode: null);
        Ensure(_folder.Processed(role), mode: null);
    }

    /// <summary>Says what is wrong with a role's folders, or null: a link here would lead mail out of the project.</summary>
    internal string? FaultOf(AgentRole role)
    {
        foreach (var path in (ReadOnlySpan<string>)[_folder.MailboxFolder, _folder.MailboxOf(role), _folder.Inbox(role), _folder.Processed(role)])
        {
            if (PosixFiles.Look(path) is { Kind: not FileKind.Folder } facts)
            {
                return facts.Kind == FileKind.Missing ? $"The mailbox folder {path} is gone." : NotAFolder(path, facts);
            }
        }

        return null;
    }

    private static void Ensure(string path, UnixFileMode? mode)
    {
        var facts = PosixFiles.Look(path);
        if (facts.Kind == FileKind.Folder)
        {
            return;
        }

        if (facts.Kind != FileKind.Missing)
        {
            throw new MailboxException(NotAFolder(path, facts));
        }

        Guard($"create the folder {path}", () =>
        {
            if (mode is { } bits && !OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path, bits);
            }
            else
            {
                Directory.CreateDirectory(path);
            }
        });
    }

    private static string NotAFolder(string path, FileFacts facts) =>
        $"{path} is {facts.Noun}, not a folder: mail must stay inside the project's .cccc. Move it away, then start again; a new folder is made.";

    /// <summary>Writes a whole file into the staging folder and makes sure that it is on disk.</summary>
    private string Stage(ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_folder.Staging, $"{Environment.ProcessId}-{Interlocked.Increment(ref _staged)}-{Guid.NewGuid():N}");
        try
        {
            using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            RandomAccess.Write(handle, CrashPoint.Part("stage-write", bytes), 0);
            CrashPoint.After("stage-write");
            CrashPoint.Before("stage-fsync");
            RandomAccess.FlushToDisk(handle);
            CrashPoint.After("stage-fsync");
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw;
        }
    }

    private string Stage(string text) => Stage(Encoding.UTF8.GetBytes(text));

    private static void Guard(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailboxException($"Could not {what}: {e.Message} Check the folder's rights and the free space.", e);
        }
    }
}
