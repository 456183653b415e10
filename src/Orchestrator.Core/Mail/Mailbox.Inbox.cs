using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <content>Mail for agents: the inbox, its numbers, and where its files went.</content>
public sealed partial class Mailbox
{
    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Puts a message into an inbox; when this returns it is on disk under its name.</summary>
    /// <exception cref="MailboxException">It could not be stored; nothing is in the inbox.</exception>
    public InboxFile Write(AgentRole to, string text, string messageId)
    {
        ArgumentNullException.ThrowIfNull(text);
        InboxName.Check(messageId);
        string? staged = null;
        try
        {
            Guard($"store message {messageId} for {to.Label()}", () => staged = Stage(text));
            return Put(to, staged!, messageId);
        }
        catch when (staged is not null)
        {
            File.Delete(staged);
            throw;
        }
    }

    /// <summary>Puts a whole file into an inbox; when this returns it is on disk under its new name.</summary>
    /// <exception cref="MailboxException">It could not be moved there; nothing is in the inbox.</exception>
    internal InboxFile Put(PreparedFile prepared) => Put(prepared.To, prepared.Path, prepared.MessageId);

    private InboxFile Put(AgentRole to, string staged, string messageId)
    {
        var inbox = _folder.Inbox(to);
        var book = _books[(int)to];
        lock (book.Gate)
        {
            if (FaultOf(to) is { } fault)
            {
                throw new MailboxException($"Message {messageId} for {to.Label()} was not stored: {fault}");
            }

            InboxFile? stored = null;
            try
            {
                var sequence = NextSequence(book);
                InboxFile file;
                do
                {
                    SaveSequence(to, sequence);
                    file = new InboxFile(to, sequence, messageId, Path.Combine(inbox, InboxName.Format(sequence, messageId)));
                    sequence++;
                }
                while (!PosixFiles.MoveNew(staged, file.Path));

                book.Add(file);
                stored = file;
                PosixFiles.SyncFolder(inbox);
                book.FolderAsLeft = PosixFiles.Look(inbox);
                return file;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (stored is not null)
                {
                    book.Remove(stored.Name); // It may not outlast a power loss, so it must not look delivered.
                    File.Delete(stored.Path);
                }

                throw new MailboxException($"Message {messageId} for {to.Label()} could not be stored in {inbox}: {e.Message} Mend that and send it again.", e);
            }
        }
    }

    /// <summary>The inbox, oldest first. Links, folders and temporary files of editors are left out.</summary>
    /// <exception cref="MailboxException">The folder cannot be read.</exception>
    public ImmutableArray<InboxFile> List(AgentRole role)
    {
        var files = ImmutableArray.CreateBuilder<InboxFile>();
        Guard($"read {_folder.Inbox(role)}", () => files.AddRange(Names(_folder.Inbox(role)).Select(name => InboxName.Parse(role, _folder.Inbox(role), name))));
        files.Sort(InboxName.Compare);
        return files.ToImmutable();
    }

    public int CountProcessed(AgentRole role)
    {
        var count = 0;
        Guard($"read {_folder.Processed(role)}", () => count = Names(_folder.Processed(role)).Count());
        return count;
    }

    /// <summary>The file of a message, in the inbox or in processed, or null: whether a write of an earlier run took place.</summary>
    public InboxFile? Find(AgentRole role, string messageId)
    {
        foreach (var folder in (ReadOnlySpan<string>)[_folder.Inbox(role), _folder.Processed(role)])
        {
            InboxFile? found = null;
            Guard($"read {folder}", () => found = Names(folder).Select(name => InboxName.Parse(role, folder, name)).FirstOrDefault(file => file.MessageId == messageId));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The text of an inbox file, decoded as outgoing mail is, at most <c>MaxMessageBytes</c> of it; null when it is gone or no plain file.</summary>
    public string? Read(InboxFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string? text = null;
        Guard($"read {file.Path}", () =>
        {
            if (PosixFiles.Look(file.Path).Kind == FileKind.Regular)
            {
                using var handle = PosixFiles.Open(file.Path);
                text = MailDecoding.Decode(ReadAll(handle, _settings.MaxMessageBytes)).Text;
            }
        });
        return text;
    }

    internal InboxBook Book(AgentRole role) => _books[(int)role];

    internal static IEnumerable<string> Names(string folder) =>
        !Directory.Exists(folder)
            ? []
            : new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.FileName.ToString(), EveryFile)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                    !entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None && !InboxName.IsTemporary(entry.FileName),
            };

    private long NextSequence(InboxBook book)
    {
        var inbox = _folder.Inbox(book.Role);
        if (book.LastSequence < 0)
        {
            var processed = _folder.Processed(book.Role);
            book.LastSequence = Math.Max(Greatest(book.Role, processed), SavedSequence(book.Role));
        }
        else if (PosixFiles.Look(inbox) == book.FolderAsLeft)
        {
            return book.LastSequence + 1; // Nobody put anything there since our own last write.
        }

        book.LastSequence = Math.Max(book.LastSequence, Greatest(book.Role, inbox));
        return book.LastSequence + 1;
    }

    private static long Greatest(AgentRole role, string folder) =>
        Names(folder).Select(name => InboxName.Parse(role, folder, name).Sequence).DefaultIfEmpty(0).Max();

    private string SequenceFile(AgentRole role) => Path.Combine(_folder.State, $"inbox-seq-{role.Folder()}.txt");

    private long SavedSequence(AgentRole role)
    {
        // An unreadable counter is no fault: the folders tell the number as well, unless they were emptied.
        var path = SequenceFile(role);
        return PosixFiles.Look(path).Kind == FileKind.Regular
            && long.TryParse(File.ReadAllText(path, Encoding.ASCII), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and < long.MaxValue / 2 ? number : 0;
    }

    private void SaveSequence(AgentRole role, long sequence)
    {
        var staged = Path.Combine(_folder.Staging, $"seq-{role.Folder()}");
        var bytes = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sequence}\n"));
        File.WriteAllBytes(staged, CrashPoint.Part("sequence-write", bytes));
        CrashPoint.After("sequence-write");
        PosixFiles.Rename(staged, SequenceFile(role));
    }
}
