using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Mail;

/// <summary>A project in a temporary folder with an awkward name, and everything that the watcher says.</summary>
internal sealed class MailFixture : IMailObserver, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _root = Directory.CreateTempSubdirectory("cccc 'mail' \"süß 漢 ").FullName;
    private readonly Channel<OutgoingMail> _taken = Channel.CreateUnbounded<OutgoingMail>();
    private readonly Channel<RefusedMail> _refused = Channel.CreateUnbounded<RefusedMail>();
    private readonly Channel<InboxChange> _changes = Channel.CreateUnbounded<InboxChange>();
    private readonly Channel<string> _faults = Channel.CreateUnbounded<string>();
    private MailboxWatcher? _watcher;

    public MailFixture(DeliverySettings? settings = null, TimeProvider? time = null, bool single = false)
    {
        Settings = settings ?? new DeliverySettings();
        Time = time ?? TimeProvider.System;
        Roles = single ? [AgentRole.PeerA] : [AgentRole.PeerA, AgentRole.PeerB];
        Folder = new ProjectFolder(_root);
        Mailbox = new Mailbox(Folder, Settings, Time);
        Mailbox.EnsureFolders(Roles);
    }

    public DeliverySettings Settings { get; }

    public TimeProvider Time { get; }

    public AgentRole[] Roles { get; }

    public ProjectFolder Folder { get; }

    public Mailbox Mailbox { get; private set; }

    public MailboxWatcher Watcher => _watcher ?? throw new InvalidOperationException("Not watching.");

    public string ToPeer => Folder.ToPeer(AgentRole.PeerA);

    /// <summary>Called on the watcher's loop for each mail, before a test gets it.</summary>
    public Action<OutgoingMail>? OnTaken { get; set; }

    public ConcurrentQueue<string> AllFaults { get; } = [];

    public async Task<MailboxWatcher> WatchAsync()
    {
        _watcher = new MailboxWatcher(Mailbox, Roles, Settings, Time, this);
        _watcher.Start();
        await _watcher.SweepAsync();
        return _watcher;
    }

    /// <summary>As a new process would find it.</summary>
    public async Task RestartAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
            _watcher = null;
        }

        Mailbox = new Mailbox(Folder, Settings, Time);
        Mailbox.EnsureFolders(Roles);
    }

    /// <summary>Writes as careful agents do: whole, then by rename.</summary>
    public static void WriteByRename(string path, string text) => WriteByRename(path, System.Text.Encoding.UTF8.GetBytes(text));

    public static void WriteByRename(string path, byte[] bytes)
    {
        var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    public Task<OutgoingMail> TakenAsync() => Next(_taken);

    public Task<RefusedMail> RefusedAsync() => Next(_refused);

    public Task<InboxChange> ChangeAsync() => Next(_changes);

    public Task<string> FaultAsync() => Next(_faults);

    public bool SaysNothingMore => !_taken.Reader.TryPeek(out _) && !_refused.Reader.TryPeek(out _);

    public bool NoChangeWaits => !_changes.Reader.TryPeek(out _);

    public void Taken(OutgoingMail mail)
    {
        OnTaken?.Invoke(mail);
        _taken.Writer.TryWrite(mail);
    }

    public void Refused(RefusedMail mail) => _refused.Writer.TryWrite(mail);

    public void InboxChanged(InboxChange change) => _changes.Writer.TryWrite(change);

    public void Faulted(string sentence)
    {
        AllFaults.Enqueue(sentence);
        _faults.Writer.TryWrite(sentence);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }

    private async Task<T> Next<T>(Channel<T> channel)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await channel.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"No {typeof(T).Name} within {Patience}. Faults: {string.Join(" | ", AllFaults)}", e);
        }
    }
}
