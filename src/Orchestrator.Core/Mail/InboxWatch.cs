using System.Collections.Immutable;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>Notices what happens in one inbox: files that an agent moved to processed, that vanished, or that others put there. Used by the watcher's loop alone.</summary>
internal sealed class InboxWatch(Mailbox mailbox, AgentRole role, IMailObserver observer)
{
    private readonly InboxBook _book = mailbox.Book(role);
    private readonly string _inbox = mailbox.Folder.Inbox(role);
    private readonly string _processed = mailbox.Folder.Processed(role);

    public AgentRole Role => role;

    /// <summary>A file that is nowhere is given one more look before it counts as removed: a copy to processed may be under way.</summary>
    public bool WantsAnotherLook => _book.HasMissing;

    /// <summary>Compares the whole folder with the book.</summary>
    public void LookAtAll()
    {
        InboxChange? change;
        lock (_book.Gate)
        {
            var present = Mailbox.Names(_inbox).ToHashSet(StringComparer.Ordinal);
            if (!_book.Opened)
            {
                _book.Opened = true;
                foreach (var name in present)
                {
                    _book.Add(InboxName.Parse(role, _inbox, name));
                }
            }

            var changes = new Changes();
            foreach (var name in present.Order(StringComparer.Ordinal))
            {
                NoteThere(name, changes);
            }

            foreach (var name in _book.Names.Where(name => !present.Contains(name)).ToImmutableArray())
            {
                NoteGone(name, changes);
            }

            change = Finish(changes);
        }

        Tell(change);
    }

    /// <summary>Looks at these names alone: what an event was about, and what was missing.</summary>
    public void LookAt(IEnumerable<string> names)
    {
        InboxChange? change;
        lock (_book.Gate)
        {
            var changes = new Changes();
            foreach (var name in names.Concat(_book.MissingNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var there = PosixFiles.Look(Path.Combine(_inbox, name)).Kind == FileKind.Regular;
                if (there && !InboxName.IsTemporary(name))
                {
                    NoteThere(name, changes);
                }
                else if (!there && _book.Knows(name))
                {
                    NoteGone(name, changes);
                }
            }

            change = Finish(changes);
        }

        Tell(change);
    }

    private void NoteThere(string name, Changes changes)
    {
        if (_book.Knows(name))
        {
            _book.Unmark(name);
            return;
        }

        var file = InboxName.Parse(role, _inbox, name);
        _book.Add(file);
        changes.Foreign.Add(file.Path);
    }

    private void NoteGone(string name, Changes changes)
    {
        if (PosixFiles.Look(Path.Combine(_processed, name)).Kind != FileKind.Missing)
        {
            changes.Acknowledged.Add(_book.Remove(name));
        }
        else if (_book.MarkMissing(name))
        {
            changes.Removed.Add(_book.Remove(name));
        }
    }

    private InboxChange? Finish(Changes changes)
    {
        if (changes.IsEmpty)
        {
            return null;
        }

        changes.Acknowledged.Sort(InboxName.Compare);
        changes.Removed.Sort(InboxName.Compare);
        return new InboxChange(role, [.. changes.Acknowledged], [.. changes.Removed], [.. changes.Foreign], _book.Count, mailbox.CountProcessed(role));
    }

    private void Tell(InboxChange? change)
    {
        if (change is not null)
        {
            observer.InboxChanged(change);
        }
    }

    private sealed class Changes
    {
        public List<InboxFile> Acknowledged { get; } = [];

        public List<InboxFile> Removed { get; } = [];

        public List<string> Foreign { get; } = [];

        public bool IsEmpty => Acknowledged.Count == 0 && Removed.Count == 0 && Foreign.Count == 0;
    }
}
