using System.Collections.Immutable;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>A message that is whole on disk and not yet in its inbox.</summary>
internal sealed record PreparedFile(AgentRole To, string MessageId, string Path);

/// <content>Between a record and its effect: mail that waits to be put into an inbox, and mail that is taken out again.</content>
public sealed partial class Mailbox
{
    /// <summary>Writes a message where nobody looks, on disk before this returns: it can be recorded now and put into the inbox afterwards, also by a later run.</summary>
    /// <exception cref="MailboxException">It could not be stored.</exception>
    internal PreparedFile Prepare(AgentRole to, string text, string messageId)
    {
        InboxName.Check(messageId);
        var path = Path.Combine(_folder.Prepared, $"{to.Folder()}.{messageId}.txt");
        Guard($"store message {messageId} for {to.Label()}", () =>
        {
            PosixFiles.Rename(Stage(text), path);
            PosixFiles.SyncFolder(_folder.Prepared);
        });
        return new PreparedFile(to, messageId, path);
    }

    /// <summary>What an earlier run prepared for this agent and did not put into its inbox.</summary>
    /// <exception cref="MailboxException">The folder cannot be read.</exception>
    internal ImmutableArray<PreparedFile> LeftPrepared(AgentRole to)
    {
        var start = to.Folder() + ".";
        var files = ImmutableArray.CreateBuilder<PreparedFile>();
        Guard($"read {_folder.Prepared}", () => files.AddRange(Names(_folder.Prepared)
            .Where(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal))
            .Select(name => new PreparedFile(to, name[start.Length..^4], Path.Combine(_folder.Prepared, name)))));
        return files.ToImmutable();
    }

    internal static void Discard(PreparedFile prepared) => Guard($"remove {prepared.Path}", () => PosixFiles.Delete(prepared.Path));

    /// <summary>Takes a message out of an inbox, into the folder of withdrawn mail.</summary>
    /// <returns>False when its agent was faster: it is not there any more, and the watcher tells where it went.</returns>
    /// <exception cref="MailboxException">It could not be moved; it is still in the inbox.</exception>
    internal bool Withdraw(InboxFile file) => MoveOut(file, _folder.Withdrawn, $"{file.To.Folder()}.{file.Name}");

    /// <summary>The same, into a folder of the caller's.</summary>
    internal bool MoveOut(InboxFile file, string folder)
    {
        Ensure(folder, mode: null);
        return MoveOut(file, folder, file.Name);
    }

    private bool MoveOut(InboxFile file, string folder, string name)
    {
        var book = _books[(int)file.To];
        lock (book.Gate)
        {
            try
            {
                PosixFiles.Rename(file.Path, Path.Combine(folder, name));
                if (book.Knows(file.Name))
                {
                    book.Remove(file.Name);
                }

                PosixFiles.SyncFolder(folder);
                PosixFiles.SyncFolder(_folder.Inbox(file.To));
                return true;
            }
            catch (IOException e) when (PosixFiles.IsNotFound(e))
            {
                return false;
            }
            catch (IOException e)
            {
                throw new MailboxException($"{file.Path} could not be taken out of the inbox: {e.Message}", e);
            }
        }
    }

    /// <summary>Whether a message of that name lies among the withdrawn ones.</summary>
    internal string? FindWithdrawn(AgentRole to, string messageId) => FindIn(_folder.Withdrawn, name =>
        name.StartsWith(to.Folder() + ".", StringComparison.Ordinal) && name.EndsWith($".{messageId}.txt", StringComparison.Ordinal));

    /// <summary>The mail of an agent that leaves no file in an inbox: kept under its message id instead of the claim.</summary>
    /// <exception cref="MailboxException">The file could not be moved; <see cref="LeftOver"/> of the next run will return it.</exception>
    internal void Keep(OutgoingMail mail, string messageId)
    {
        InboxName.Check(messageId);
        Guard($"keep {mail.ClaimedPath}", () =>
        {
            try
            {
                PosixFiles.Rename(mail.ClaimedPath, Path.Combine(_folder.Kept, messageId + ".md"));
            }
            catch (IOException e) when (PosixFiles.IsNotFound(e))
            {
                // Kept by an earlier try.
            }
        });
        lock (_claims)
        {
            _owned.Remove(mail.ClaimId);
        }
    }

    /// <summary>Where the text of a message is now, or null when it is no longer kept.</summary>
    internal string? FindText(AgentRole? to, string messageId)
    {
        if (messageId.AsSpan().ContainsAny('/', '\0'))
        {
            return null;
        }

        return to is { } role
            ? Find(role, messageId)?.Path ?? FindWithdrawn(role, messageId) ?? FindIn(_folder.Kept, name => name == messageId + ".md")
            : FindIn(_folder.Kept, name => name == messageId + ".md");
    }

    /// <summary>The text of a kept file, as mail is decoded, or null.</summary>
    internal string? ReadText(string path) => Read(new InboxFile(AgentRole.PeerA, 0, "", path));

    /// <summary>Removes the oldest files of a folder beyond a number.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="MailboxException">A file could not be removed.</exception>
    internal static int Prune(string folder, int keep)
    {
        var removed = 0;
        Guard($"tidy {folder}", () =>
        {
            var names = Names(folder).ToList();
            if (names.Count <= keep)
            {
                return;
            }

            foreach (var name in names.Select(name => (Name: name, PosixFiles.Look(Path.Combine(folder, name)).Modified)).OrderBy(file => file.Modified).ThenBy(file => file.Name, StringComparer.Ordinal).Take(names.Count - keep))
            {
                PosixFiles.Delete(Path.Combine(folder, name.Name));
                removed++;
            }
        });
        return removed;
    }

    private static string? FindIn(string folder, Func<string, bool> matches)
    {
        string? found = null;
        Guard($"read {folder}", () => found = Names(folder).FirstOrDefault(matches));
        return found is null ? null : Path.Combine(folder, found);
    }
}
