using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <content>Mail of agents: claimed by rename, read, put away, marked as sent.</content>
public sealed partial class Mailbox
{
    private readonly Lock _claims = new();
    private readonly HashSet<string> _owned = new(StringComparer.Ordinal);
    private long _claimOrder = -1;

    /// <summary>
    /// Writes the sentinel line where the mail stood, unless the agent has put a newer file there meanwhile.
    /// </summary>
    /// <param name="route">For example <c>PeerA→PeerB</c>.</param>
    /// <exception cref="MailboxException">The line could not be written; the mail is not affected.</exception>
    public void PutSentinel(OutgoingMail mail, string route)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var path = OutgoingPath(mail.From, mail.Channel);
        Guard($"mark {path} as sent", () =>
        {
            var staged = Stage(Sentinel.Line(mail, route, _time.GetUtcNow()));
            if (!PosixFiles.MoveNew(staged, path))
            {
                PosixFiles.Delete(staged);
            }
        });
    }

    /// <summary>Writes the sentinel line where the Foreman's message stood, unless a newer one stands there.</summary>
    /// <exception cref="MailboxException">The line could not be written; the message is not affected.</exception>
    internal void MarkForemanSent(string text, string route) => Guard($"mark {_folder.ForemanToPeer} as sent", () =>
    {
        var staged = Stage(Sentinel.Line(Sentinel.EventId(text), text, route, _time.GetUtcNow()));
        if (!PosixFiles.MoveNew(staged, _folder.ForemanToPeer))
        {
            File.Delete(staged);
        }
    });

    /// <summary>The mail is in its place and recorded: the claimed file is removed. Doing it twice does no harm.</summary>
    /// <exception cref="MailboxException">The file could not be removed; <see cref="LeftOver"/> of the next run will return it, with the same <c>ClaimId</c>.</exception>
    public void Finish(OutgoingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Guard($"remove {mail.ClaimedPath}", () => PosixFiles.Delete(mail.ClaimedPath));
        lock (_claims)
        {
            _owned.Remove(mail.ClaimId);
        }
    }

    /// <summary>
    /// Mail that was claimed and not finished with, oldest first, each once: of an earlier run, when called at start. A file that its author still
    /// has open is not among it; the watcher hands that one over when it is complete.
    /// </summary>
    /// <exception cref="MailboxException">The claimed folder cannot be read.</exception>
    public ImmutableArray<OutgoingMail> LeftOver()
    {
        var mails = ImmutableArray.CreateBuilder<OutgoingMail>();
        Guard($"read {_folder.Claimed}", () =>
        {
            foreach (var claim in UnownedClaims())
            {
                var facts = PosixFiles.Look(claim.Path);
                if (facts.Kind != FileKind.Regular || facts.Length > _settings.MaxMessageBytes)
                {
                    continue; // The watcher refuses it, with a sentence.
                }

                using var handle = PosixFiles.Open(claim.Path);
                if (PosixFiles.HasWriter(handle) is true)
                {
                    continue;
                }

                if (ReadClaim(claim, ReadAll(handle, _settings.MaxMessageBytes), facts) is { } mail)
                {
                    mails.Add(mail);
                }
                else
                {
                    Drop(claim);
                }
            }
        });
        return mails.ToImmutable();
    }

    internal string OutgoingPath(AgentRole from, MailChannel channel) => channel == MailChannel.ToPeer ? _folder.ToPeer(from) : _folder.ToUser(from);

    /// <summary>Claims without an owner in this run, oldest first.</summary>
    internal ImmutableArray<Claim> UnownedClaims()
    {
        lock (_claims)
        {
            return [.. Names(_folder.Claimed)
                .Select(name => Claim.Parse(_folder.Claimed, name))
                .OfType<Claim>()
                .Where(claim => !_owned.Contains(claim.Id))
                .OrderBy(claim => claim.Order)];
        }
    }

    /// <summary>From now on this run answers for the claim.</summary>
    internal void Own(Claim claim)
    {
        lock (_claims)
        {
            _owned.Add(claim.Id);
        }
    }

    /// <summary>Something went wrong with the claim: whoever looks for claims without an owner takes it up.</summary>
    internal void Disown(Claim claim)
    {
        lock (_claims)
        {
            _owned.Remove(claim.Id);
        }
    }

    /// <summary>Removes a claimed file that turned out to be no mail.</summary>
    internal void Drop(Claim claim)
    {
        PosixFiles.Delete(claim.Path);
        Disown(claim);
    }

    /// <summary>Takes the agent's file by rename, for good: on disk before this returns. Null when it is gone meanwhile.</summary>
    internal Claim? TakeClaim(AgentRole from, MailChannel channel)
    {
        var claim = NewClaim(from, channel);
        try
        {
            PosixFiles.Rename(OutgoingPath(from, channel), claim.Path);
        }
        catch (IOException e)
        {
            Disown(claim);
            if (PosixFiles.IsNotFound(e) && PosixFiles.Look(_folder.Claimed).Kind == FileKind.Folder)
            {
                return null;
            }

            throw;
        }

        try
        {
            // Before the ledger may know of the claim: a rename undone by a power loss would be claimed again under another name.
            PosixFiles.SyncFolder(_folder.Claimed);
            PosixFiles.SyncFolder(_folder.MailboxOf(from));
            return claim;
        }
        catch (IOException)
        {
            Disown(claim);
            throw;
        }
    }

    /// <summary>Makes a claim of bytes that were written into a file after it had been taken.</summary>
    internal Claim ClaimBytes(AgentRole from, MailChannel channel, ReadOnlySpan<byte> bytes)
    {
        var claim = NewClaim(from, channel);
        PosixFiles.Rename(Stage(bytes), claim.Path);
        PosixFiles.SyncFolder(_folder.Claimed);
        return claim;
    }

    /// <summary>Reads a claimed file as mail; null when it is empty or a sentinel. This run answers for it from now on.</summary>
    internal OutgoingMail? ReadClaim(Claim claim, byte[] bytes, FileFacts facts)
    {
        var decoded = MailDecoding.Decode(bytes);
        if (string.IsNullOrWhiteSpace(decoded.Text) || Sentinel.Is(decoded.Text))
        {
            return null;
        }

        if (decoded.Doubt is { } doubt)
        {
            KeepOriginal(claim, bytes, doubt);
        }

        var text = Sentinel.Strip(decoded.Text);
        Own(claim);
        return new OutgoingMail(claim.From, claim.Channel, Sentinel.EventId(text), text, MailTags.Body(text, claim.Channel),
            facts.Modified, claim.Path, decoded.Encoding, decoded.Lossy, decoded.Doubt);
    }

    /// <summary>Keeps a claimed file that cannot be mail; returns where.</summary>
    internal string PutAside(Claim claim)
    {
        Ensure(_folder.RefusedMail, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var kept = Path.Combine(_folder.RefusedMail, Path.GetFileName(claim.Path));
        PosixFiles.Rename(claim.Path, kept);
        Disown(claim);
        return kept;
    }

    private Claim NewClaim(AgentRole from, MailChannel channel)
    {
        lock (_claims)
        {
            if (_claimOrder < 0)
            {
                _claimOrder = Names(_folder.Claimed).Select(name => Claim.Parse(_folder.Claimed, name)?.Order ?? 0).DefaultIfEmpty(0).Max();
            }

            var claim = Claim.Create(_folder.Claimed, from, channel, ++_claimOrder, _time.GetUtcNow());
            _owned.Add(claim.Id);
            return claim;
        }
    }

    internal static byte[] ReadAll(SafeFileHandle handle, int atMost)
    {
        var buffer = new byte[Math.Min(RandomAccess.GetLength(handle), atMost)];
        var read = 0;
        while (read < buffer.Length)
        {
            var more = RandomAccess.Read(handle, buffer.AsSpan(read), read);
            if (more == 0)
            {
                return buffer[..read]; // Cut by its writer meanwhile.
            }

            read += more;
        }

        return buffer;
    }

    private void KeepOriginal(Claim claim, ReadOnlySpan<byte> bytes, string doubt)
    {
        Ensure(_folder.Undecodable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var original = Path.Combine(_folder.Undecodable, claim.Id + ".original");
        var report = string.Create(CultureInfo.InvariantCulture,
            $"{Claim.FileName(claim.From, claim.Channel)} of {claim.From.Label()}, claim {claim.Id}\nread {doubt}\n{bytes.Length} bytes, {bytes.Count((byte)0)} of them NUL, first bytes {Convert.ToHexStringLower(bytes[..Math.Min(32, bytes.Length)])}\nthe original is beside this file: {Path.GetFileName(original)}\n");
        PosixFiles.Rename(Stage(bytes), original);
        PosixFiles.Rename(Stage(report), Path.Combine(_folder.Undecodable, claim.Id + ".report.txt"));
        PosixFiles.SyncFolder(_folder.Undecodable);
    }
}
