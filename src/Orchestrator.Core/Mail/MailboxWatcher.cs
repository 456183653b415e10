using System.Collections.Immutable;
using System.Threading.Channels;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Mail;

/// <summary>
/// Takes what agents write and notices what they do with their inboxes: by file events, with a slow sweep behind them for what events miss.
/// One loop does all the looking; the observer is told in order and from that loop.
/// </summary>
public sealed class MailboxWatcher : IAsyncDisposable
{
    private readonly Mailbox _mailbox;
    private readonly DeliverySettings _settings;
    private readonly TimeProvider _time;
    private readonly IMailObserver _observer;
    private readonly ImmutableArray<AgentRole> _roles;
    private readonly ImmutableArray<Outgoing> _outgoing;
    private readonly ImmutableArray<InboxWatch> _inboxes;
    private readonly Channel<MailboxHint> _hints = Channel.CreateUnbounded<MailboxHint>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<AgentRole, string> _folderFaults = [];
    private readonly HashSet<string> _saidFaults = [];
    private readonly ITimer _soon;
    private readonly ITimer _sweep;
    private MailboxEvents? _events;
    private string? _eventFault;
    private Task? _loop;
    private int _faults;

    /// <param name="roles">The agents of this session; PeerB's mailbox is not looked at in single-peer mode.</param>
    public MailboxWatcher(Mailbox mailbox, IEnumerable<AgentRole> roles, DeliverySettings settings, TimeProvider time, IMailObserver observer)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(observer);
        _mailbox = mailbox;
        _settings = settings;
        _time = time;
        _observer = observer;
        _roles = [.. roles.Distinct()];
        _outgoing = [.. _roles.SelectMany(role => Enum.GetValues<MailChannel>().Select(channel => new Outgoing(mailbox, role, channel, settings, time, observer)))];
        _inboxes = [.. _roles.Select(role => new InboxWatch(mailbox, role, observer))];
        _soon = time.CreateTimer(_ => _hints.Writer.TryWrite(default), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sweep = time.CreateTimer(_ => _hints.Writer.TryWrite(new MailboxHint(null, null, Whole: true)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins with a look at everything; claims that no <see cref="Mailbox.LeftOver"/> returned are taken up too.</summary>
    public void Start()
    {
        if (_loop is not null)
        {
            throw new InvalidOperationException("The watcher runs already.");
        }

        _sweep.Change(_settings.Sweep, _settings.Sweep);
        _hints.Writer.TryWrite(new MailboxHint(null, null, Whole: true));
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Looks at everything now; completes when the observer has been told of all that was found.</summary>
    public Task SweepAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_hints.Writer.TryWrite(new MailboxHint(null, null, Whole: true, done)))
        {
            done.SetCanceled();
        }

        return done.Task;
    }

    /// <summary>Stops looking. A claim that is not handed over yet stays in the claimed folder for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        _hints.Writer.TryComplete();
        if (_loop is { } loop)
        {
            await loop;
        }

        await _soon.DisposeAsync();
        await _sweep.DisposeAsync();
        _events?.Dispose();
        foreach (var outgoing in _outgoing)
        {
            outgoing.Dispose();
        }
    }

    private async Task RunAsync()
    {
        var hints = new List<MailboxHint>();
        while (await _hints.Reader.WaitToReadAsync())
        {
            hints.Clear();
            while (_hints.Reader.TryRead(out var hint))
            {
                hints.Add(hint);
            }

            Look(hints);
            foreach (var hint in hints)
            {
                hint.Done?.TrySetResult();
            }
        }
    }

    private void Look(List<MailboxHint> hints)
    {
        var whole = hints.Exists(hint => hint.Whole && hint.Role is null);
        if (whole)
        {
            Isolated(EnsureEvents);
            Isolated(AdoptClaims);
        }

        var now = _time.GetTimestamp();
        var faultsBefore = _faults;
        foreach (var outgoing in _outgoing)
        {
            if (whole || outgoing.Due <= now || hints.Exists(hint => hint.Role == outgoing.From && hint.InboxName is null))
            {
                Isolated(outgoing.From, outgoing.Look);
            }
        }

        foreach (var inbox in _inboxes)
        {
            if (whole || hints.Exists(hint => hint.Whole && hint.Role == inbox.Role))
            {
                Isolated(inbox.Role, inbox.LookAtAll);
            }
            else if (inbox.WantsAnotherLook || hints.Exists(hint => hint.Role == inbox.Role && hint.InboxName is not null))
            {
                Isolated(inbox.Role, () => inbox.LookAt(hints.Where(hint => hint.Role == inbox.Role).Select(hint => hint.InboxName).OfType<string>()));
            }
        }

        if (whole && _faults == faultsBefore)
        {
            _saidFaults.Clear();
        }

        SetSoon();
    }

    private void SetSoon()
    {
        var due = _outgoing.Min(outgoing => outgoing.Due);
        var delay = due is { } at ? _time.GetElapsedTime(_time.GetTimestamp(), at) : Timeout.InfiniteTimeSpan;
        if (_inboxes.Any(inbox => inbox.WantsAnotherLook) && (due is null || delay > _settings.StillTime))
        {
            delay = _settings.StillTime;
        }

        // Timers count milliseconds: round up, or the look comes just before it is due.
        _soon.Change(due is null && delay < TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void AdoptClaims()
    {
        foreach (var claim in _mailbox.UnownedClaims())
        {
            foreach (var outgoing in _outgoing)
            {
                if (outgoing.From == claim.From && outgoing.Channel == claim.Channel)
                {
                    Isolated(() => outgoing.Adopt(claim));
                }
            }
        }
    }

    private void EnsureEvents()
    {
        foreach (var role in _roles)
        {
            CheckFolders(role);
        }

        if (_events is { Fault: null })
        {
            return;
        }

        var broken = _events?.Fault;
        _events?.Dispose();
        _events = null;
        try
        {
            _events = new MailboxEvents(_mailbox.Folder.MailboxFolder, _hints.Writer);
            if (broken is not null)
            {
                _observer.Faulted($"File events of the mailbox were lost ({broken.TrimEnd('.')}). Everything was looked through, nothing is missing; events are watched again.");
            }

            _eventFault = null;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            if (_eventFault is null)
            {
                _observer.Faulted($"The mailbox cannot be watched for file events: {e.Message} Mail is found by looking every {_settings.Sweep.TotalSeconds:0.#} s instead; raising fs.inotify.max_user_instances or max_user_watches helps.");
            }

            _eventFault = e.Message;
        }
    }

    private void CheckFolders(AgentRole role)
    {
        if (_mailbox.FaultOf(role) is not { } fault)
        {
            _folderFaults.Remove(role);
            return;
        }

        try
        {
            _mailbox.EnsureFolders(role);
            _observer.Faulted($"{fault} It was made anew.");
            _events?.Dispose();
            _events = null;
        }
        catch (MailboxException e)
        {
            if (!_folderFaults.TryGetValue(role, out var said) || said != e.Message)
            {
                _folderFaults[role] = e.Message;
                _observer.Faulted(e.Message);
            }
        }
    }

    /// <summary>A fault of one agent's mailbox does not stop the others; a folder that is a link is not looked into.</summary>
    private void Isolated(AgentRole role, Action look)
    {
        if (!_folderFaults.ContainsKey(role))
        {
            Isolated(look);
        }
    }

    private void Isolated(Action look)
    {
        try
        {
            look();
        }
#pragma warning disable CA1031 // The edge of this subsystem: whatever went wrong is said, and the next sweep looks again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _faults++;
            if (_saidFaults.Add(e.Message))
            {
                _observer.Faulted($"Looking at the mailbox failed: {e.Message} ({e.GetType().Name}) It is looked at again every {_settings.Sweep.TotalSeconds:0.#} s.");
            }
        }
    }
}
