using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Mail;

/// <summary>One outgoing file of one agent (<c>peerA/to_peer.md</c>): looked at, claimed when complete, handed over in order. Used by the watcher's loop alone.</summary>
internal sealed class Outgoing : IDisposable
{
    private readonly Mailbox _mailbox;
    private readonly DeliverySettings _settings;
    private readonly TimeProvider _time;
    private readonly IMailObserver _observer;
    private readonly AgentRole _from;
    private readonly MailChannel _channel;
    private readonly string _path;
    private readonly Queue<ClaimedFile> _claimed = new();
    private readonly List<ClaimedFile> _stillOpen = [];
    private readonly Stillness _stillness;
    private FileFacts _refused;
    private FileFacts _noMail;
    private string? _said;

    public Outgoing(Mailbox mailbox, AgentRole from, MailChannel channel, DeliverySettings settings, TimeProvider time, IMailObserver observer)
    {
        _mailbox = mailbox;
        _settings = settings;
        _time = time;
        _observer = observer;
        _from = from;
        _channel = channel;
        _path = mailbox.OutgoingPath(from, channel);
        _stillness = new Stillness(time);
    }

    public AgentRole From => _from;

    public MailChannel Channel => _channel;

    /// <summary>Timestamp of the next look that is due without an event, or null.</summary>
    public long? Due { get; private set; }

    /// <summary>Takes up a claim of an earlier run that was not complete then.</summary>
    public void Adopt(Claim claim)
    {
        _mailbox.Own(claim);
        Enqueue(claim);
    }

    public void Look()
    {
        Due = null;
        var fault = Try(LookAtPath);
        fault = Try(LookAtClaims) ?? fault;
        fault = Try(LookAtStillOpen) ?? fault;
        if (fault is not null && fault != _said)
        {
            _observer.Faulted(fault);
        }

        _said = fault; // Said once, not at every sweep.
    }

    public void Dispose()
    {
        foreach (var file in _claimed.Concat(_stillOpen))
        {
            file.Dispose();
        }
    }

    /// <summary>Null, or what went wrong: the file stays where it is and the next sweep tries again.</summary>
    private string? Try(Action look)
    {
        try
        {
            look();
            return null;
        }
        catch (IOException e) when (PosixFiles.IsNotFound(e) && PosixFiles.Look(_path).Kind == FileKind.Missing)
        {
            return null; // Its author removed it between two steps.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MailboxException)
        {
            return $"{_from.Label()}'s {Claim.FileName(_from, _channel)} cannot be taken now: {e.Message} It stays where it is and is tried again every {_settings.Sweep.TotalSeconds:0.#} s.";
        }
    }

    private void LookAtPath()
    {
        var facts = PosixFiles.Look(_path);
        if (facts.Kind == FileKind.Missing)
        {
            _refused = default;
            return;
        }

        if (facts.Kind != FileKind.Regular)
        {
            if (_refused.Kind != facts.Kind || _refused.Inode != facts.Inode)
            {
                _refused = facts;
                _observer.Refused(new RefusedMail(_from, _channel, $"{_path} is {facts.Noun}, and mail must be a plain file. It is left where it is and not opened; remove it and write the file again.", _path));
            }

            return;
        }

        _refused = default;
        if (facts.Length > _settings.MaxMessageBytes)
        {
            if (_mailbox.TakeClaim(_from, _channel) is { } large)
            {
                RefuseForSize(large, facts.Length);
            }

            return;
        }

        if (facts.IsMail && facts != _noMail && IsReady(facts) && _mailbox.TakeClaim(_from, _channel) is { } claim)
        {
            Enqueue(claim);
        }
    }

    /// <summary>Complete by its closing tag, or still for long enough.</summary>
    private bool IsReady(FileFacts facts)
    {
        var still = _stillness.Since(facts);
        using var handle = PosixFiles.Open(_path);
        var text = MailDecoding.Decode(Mailbox.ReadAll(handle, _settings.MaxMessageBytes)).Text;
        if (string.IsNullOrWhiteSpace(text) || Sentinel.Is(text))
        {
            _noMail = facts;
            return false;
        }

        if (MailTags.EndsComplete(text, _channel))
        {
            return true;
        }

        var needed = PosixFiles.HasWriter(handle) is true ? ClaimedFile.OpenWriterPatience : _settings.StillTime;
        if (still >= needed)
        {
            return true;
        }

        // The writer may close it before that, which is no event: look again after the still time in any case.
        LookAgainIn(still < _settings.StillTime ? _settings.StillTime - still : _settings.StillTime);
        return false;
    }

    private void Enqueue(Claim claim)
    {
        try
        {
            var facts = PosixFiles.Look(claim.Path);
            if (facts.Kind == FileKind.Regular)
            {
                _claimed.Enqueue(new ClaimedFile(claim, _time));
                return;
            }

            RefuseForKind(claim, facts); // Put in its place between the look and the rename.
        }
        catch
        {
            _mailbox.Disown(claim); // The next sweep takes it up again.
            throw;
        }
    }

    private void RefuseForKind(Claim claim, FileFacts facts)
    {
        var kept = _mailbox.PutAside(claim);
        _observer.Refused(new RefusedMail(_from, _channel, $"{_path} was {facts.Noun}, and mail must be a plain file. It was moved to {kept} and not opened; write the file again.", kept));
    }

    private void LookAtClaims()
    {
        while (_claimed.TryPeek(out var file))
        {
            if (!file.IsComplete(_settings.StillTime, _settings.MaxMessageBytes, out var again))
            {
                LookAgainIn(again); // And what came after it waits, so that order is kept.
                return;
            }

            if (file.Facts.Length > _settings.MaxMessageBytes)
            {
                RefuseForSize(file.Claim, file.Facts.Length);
            }
            else if (file.ReadAll(_settings.MaxMessageBytes) is var bytes && _mailbox.ReadClaim(file.Claim, bytes, file.Facts) is { } mail)
            {
                HandOver(file, bytes, mail);
                continue;
            }
            else
            {
                _mailbox.Drop(file.Claim);
            }

            _claimed.Dequeue();
            file.Dispose();
        }
    }

    private void HandOver(ClaimedFile file, byte[] bytes, OutgoingMail mail)
    {
        _claimed.Dequeue();
        if (file.HasWriter is true)
        {
            file.HandedOver(bytes);
            _stillOpen.Add(file);
        }
        else
        {
            file.Dispose();
        }

        _observer.Taken(mail);
    }

    /// <summary>Files that were handed over while their writer had them open: what it adds is mail of its own.</summary>
    private void LookAtStillOpen()
    {
        for (var i = _stillOpen.Count - 1; i >= 0; i--)
        {
            var file = _stillOpen[i];
            var complete = file.IsComplete(_settings.StillTime, _settings.MaxMessageBytes, out var again);
            if (file.HasChanged && !complete)
            {
                LookAgainIn(again);
                continue;
            }

            if (file.HasChanged && file.Later(out var all) is { Length: > 0 } later)
            {
                var claim = _mailbox.ClaimBytes(_from, _channel, later.Span);
                file.HandedOver(all);
                Enqueue(claim);
                LookAtClaims();
            }

            if (file.HasWriter is true)
            {
                LookAgainIn(_settings.Sweep);
                continue;
            }

            _stillOpen.RemoveAt(i);
            file.Dispose();
        }
    }

    private void RefuseForSize(Claim claim, long length)
    {
        var kept = _mailbox.PutAside(claim);
        _observer.Refused(new RefusedMail(_from, _channel, $"{Claim.FileName(_from, _channel)} was refused: it has {length:N0} bytes and a message may have {_settings.MaxMessageBytes:N0}. It is kept at {kept}; write a shorter one and name that file in it.", kept));
    }

    private void LookAgainIn(TimeSpan delay)
    {
        var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        Due = Due is { } earlier && earlier < due ? earlier : due;
    }
}
