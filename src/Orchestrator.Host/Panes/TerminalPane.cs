using System.Buffers;
using System.Globalization;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Keeping;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Panes;

/// <summary>Takes bytes that a program printed; they are only lent.</summary>
public delegate void OutputTap(ReadOnlySpan<byte> bytes);

/// <summary>
/// A process in a PTY and the screen that it draws. Lives on the event loop. The process can be replaced (a restart); the pane stays.
/// </summary>
public sealed class TerminalPane : IDisposable
{
    // Bytes read in one turn of the loop, so that a flood in one pane does not keep the others and the keyboard waiting: a PTY hands out 4 KB at a time and
    // a program fills it as fast as it is read, so that these are four reads, a fraction of a millisecond. A key waits for two turns.
    private const int BytesPerTurn = 16 * 1024;

    // More than the kernel keeps of a PTY's output.
    private const int MostTurnsAtEnd = 64;

    // DECSET 2026: a program that never says that it is done is shown all the same.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(150);

    private readonly EventLoop _loop;
    private readonly LoopTimer _holdTimer;
    private readonly IAgentKeeper _keeper;
    private readonly ScreenOptions _options;
    private readonly PaneColors _colors;
    private readonly PanePolicy _policy;
    private readonly byte[] _buffer = new byte[BytesPerTurn];
    private readonly ArrayBufferWriter<byte> _replies = new(256);
    private PtyProcess? _process;
    private OutputQueue? _input;
    private FdWatch? _watch;
    private string? _notification;
    private long _notifiedAt;
    private TimeSpan _redrawBegan;

    public TerminalPane(EventLoop loop, IAgentKeeper keeper, TermSize size, TuiSettings settings, PaneColors colors)
    {
        _loop = loop;
        _colors = colors;
        _policy = new PanePolicy(settings, () => loop.Now);
        _keeper = keeper;
        _options = new ScreenOptions { ScrollbackLimit = settings.ScrollbackLines, GraphemeClusters = settings.GraphemeClusters, Hyperlinks = settings.Links };
        Screen = NewScreen(size);
        _holdTimer = loop.CreateTimer(() => Changed?.Invoke(this));
        colors.Changed += ColorsChanged;
    }

    public Screen Screen { get; private set; }

    public int? ProcessId => _process is { Exit: null } process ? process.ProcessId : null;

    public bool IsAlive => ProcessId is not null;

    /// <summary>True while the program rewrites its screen (DECSET 2026), at most 150 ms: what was drawn before stays until then.</summary>
    public bool IsHeld => _holdTimer.IsSet;

    /// <summary>How the last process ended, or null.</summary>
    public PtyExit? Exit { get; private set; }

    /// <summary>When a human last typed into this pane, on the loop's clock; null for never.</summary>
    public TimeSpan? LastHumanInput { get; private set; }

    /// <summary>What is wrong with a program that runs, for the user; null when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The program rang its bell, and the settings let it show; until <see cref="Seen"/>.</summary>
    public bool HasRung { get; private set; }

    /// <summary>What the program wants its user to know, clean, until <see cref="Seen"/>; null for nothing.</summary>
    public string? Notice { get; private set; }

    /// <summary>The newest OSC 7501 state report of the program.</summary>
    public string? StateReport { get; private set; }

    /// <summary>The newest OSC 9;4 progress report, as <c>STATE;PERCENT</c>.</summary>
    public string? ProgressReport { get; private set; }

    /// <summary>What the program notified of while its screen was as it is now.</summary>
    public string? NotificationOnScreen => _notifiedAt == Screen.Version ? _notification : null;

    /// <summary>Bytes of a line, where the terminal takes whole lines only (canonical mode) and drops what is longer; null where it takes every key.</summary>
    public int? TakesLinesOf => _process is { IsCanonical: true } ? PtyProcess.CanonicalLine : null;

    /// <summary>The screen changed, or the process ended or was replaced.</summary>
    public event Action<TerminalPane>? Changed;

    public event Action<TerminalPane, PtyExit>? Exited;

    /// <summary>Gets everything that the program prints, beside the screen; or null.</summary>
    public OutputTap? Tap { get; set; }

    public event Action<TerminalPane>? HumanTyped;

    /// <summary>The program did something beyond its cells that the settings allow.</summary>
    public event Action<TerminalPane, PaneVerdict>? Judged;

    /// <summary>Starts the program on an empty screen; a process that still runs is hung up first.</summary>
    /// <exception cref="PtyException">It cannot be started; the message is a sentence for the user.</exception>
    public void Start(PtyStart start)
    {
        Release();
        PtyProcess process = null!;
        process = _keeper.Spawn(
            start with { Size = Screen.Size, Environment = WithColors(start.Environment) }, exit => Ended(process, exit));
        Screen = NewScreen(Screen.Size);
        StateReport = null;
        ProgressReport = null;
        _notification = null;
        HasRung = false;
        Notice = null;
        Exit = null;
        _process = process;
        _input = new OutputQueue(process.MasterFd);
        _watch = _loop.Watch(process.MasterFd, () => Readable(process), FlushInput);
        Changed?.Invoke(this);
    }

    /// <summary>Bytes for the program. False when it does not read and its queue is full: the bytes were not taken.</summary>
    public bool Write(ReadOnlySpan<byte> bytes, bool fromHuman)
    {
        if (_input is null || !IsAlive)
        {
            return false;
        }

        if (fromHuman)
        {
            Seen();
            LastHumanInput = _loop.Now;
            HumanTyped?.Invoke(this);
        }

        var taken = _input.Enqueue(bytes);
        if (!taken && Trouble is null)
        {
            Trouble = string.Create(CultureInfo.InvariantCulture, $"does not read its input: {_input.PendingBytes / 1024} KB wait, more is not taken");
            Changed?.Invoke(this);
        }

        FlushInput();
        return taken;
    }

    /// <summary>The user has come to this pane: its marks go.</summary>
    public void Seen()
    {
        if (HasRung || Notice is not null)
        {
            HasRung = false;
            Notice = null;
            Changed?.Invoke(this);
        }
    }

    public void Resize(TermSize size)
    {
        if (size == Screen.Size)
        {
            return;
        }

        Screen.Resize(size);
        if (IsAlive)
        {
            _process!.Resize(size);
        }

        Changed?.Invoke(this);
    }

    /// <summary>Signals the process group.</summary>
    public void Signal(int signal) => _process?.Signal(signal);

    public void Dispose()
    {
        _colors.Changed -= ColorsChanged;
        Release();
        _holdTimer.Dispose();
    }

    private Screen NewScreen(TermSize size) => new(size, _options with { OuterColors = _colors.Current });

    private IReadOnlyDictionary<string, string> WithColors(IReadOnlyDictionary<string, string> environment) =>
        _colors.Variable is { } variable ? new Dictionary<string, string>(environment) { ["COLORFGBG"] = variable } : environment;

    private void ColorsChanged()
    {
        Screen.OuterColors = _colors.Current;
        AnswerQueries();
    }

    private void Release()
    {
        _holdTimer.Cancel();
        _watch?.Dispose();
        _watch = null;
        _input = null;
        Trouble = null;
        // Closing the master hangs the program up.
        _process?.Dispose();
        _process = null;
    }

    private void Readable(PtyProcess process)
    {
        if (process != _process)
        {
            return;
        }

        if (Drain(process) < 0)
        {
            // Every writer has closed the terminal; the end of the process itself is told by the reaper.
            _watch?.Dispose();
            _watch = null;
        }

        Changed?.Invoke(this);
    }

    /// <summary>Reads what there is, up to one turn's share. Returns the last result of the read: negative at the end.</summary>
    private int Drain(PtyProcess process)
    {
        // The kernel hands out at most 4 KB a read: collect before parsing.
        var filled = 0;
        var count = 0;
        while (filled <= _buffer.Length - 4096 && (count = process.Read(_buffer.AsSpan(filled))) > 0)
        {
            filled += count;
        }

        if (filled > 0)
        {
            Play(_buffer.AsSpan(0, filled));
        }

        return count;
    }

    /// <summary>Reads what the program has printed up to now, for who is about to type: a dialog may lie in the terminal and not be on the screen yet.</summary>
    /// <returns>False when there is more than a few turns' worth, or the program is in the midst of a redraw: the screen is not what it will be.</returns>
    public bool CatchUp()
    {
        const int MostTurns = 8;
        var all = false;
        for (var turn = 0; turn < MostTurns && !all && _process is { } process; turn++)
        {
            all = Drain(process) <= 0;
        }

        Changed?.Invoke(this);
        return all && !(Screen.Modes.SynchronizedOutput && _loop.Now - _redrawBegan < LongestHold);
    }

    /// <summary>Takes what a program printed.</summary>
    internal void Play(ReadOnlySpan<byte> bytes)
    {
        Feed(bytes);
        AnswerQueries();
        TakeEvents();
    }

    // The hold begins when the mode is set. It is not begun anew by redraws that follow each other without a gap: what lasts longer than the longest hold
    // is shown. Who types is more careful: the redraw that is under way began when the mode was last set.
    private void Feed(ReadOnlySpan<byte> bytes)
    {
        var before = Screen.Modes.SynchronizedOutput;
        var updates = Screen.SynchronizedUpdates;
        Screen.Feed(bytes);
        Tap?.Invoke(bytes);
        var after = Screen.Modes.SynchronizedOutput;
        if (Screen.SynchronizedUpdates != updates)
        {
            _redrawBegan = _loop.Now;
        }

        if (after && !before)
        {
            _holdTimer.Set(LongestHold);
        }
        else if (!after && before)
        {
            _holdTimer.Cancel();
        }
    }

    private void AnswerQueries()
    {
        if (Screen.AwaitsColors)
        {
            _colors.Asked();
        }

        if (!Screen.HasReplies)
        {
            return;
        }

        _replies.ResetWrittenCount();
        Screen.TakeReplies(_replies);
        // A program that asks and never reads: its answers are dropped when its queue is full, which is its own loss.
        _input?.Enqueue(_replies.WrittenSpan);
        FlushInput();
    }

    private void TakeEvents()
    {
        while (Screen.TryTakeEvent(out var screenEvent))
        {
            if (screenEvent is ScreenEvent.StateReport { Code: 7501 } report)
            {
                StateReport = report.Parameters;
            }
            else if (screenEvent is ScreenEvent.StateReport { Code: 9 } progress)
            {
                // "4;STATE;PERCENT"
                ProgressReport = progress.Parameters.Length > 2 ? progress.Parameters[2..] : "";
            }
            else if (screenEvent is ScreenEvent.Notification notification)
            {
                _notification = OuterText.Line($"{notification.Title}: {notification.Body}", PanePolicy.MaxNotice);
                _notifiedAt = Screen.Version;
            }

            var verdict = _policy.Judge(screenEvent!);
            if (verdict != default)
            {
                HasRung |= verdict.Mark;
                Notice = verdict.Notice ?? Notice;
                Judged?.Invoke(this, verdict);
            }
        }
    }

    private void FlushInput()
    {
        if (_input is null)
        {
            return;
        }

        _input.Flush();
        if (Trouble is not null && _input.IsEmpty)
        {
            Trouble = null;
            Changed?.Invoke(this);
        }

        if (_watch is not null)
        {
            _watch.WantWrite = !_input.IsEmpty && !_input.IsBroken;
        }
    }

    private void Ended(PtyProcess process, PtyExit exit)
    {
        if (process != _process)
        {
            return;
        }

        // What it printed last is still in the PTY; what it left behind may print on for ever.
        for (var turn = 0; turn < MostTurnsAtEnd && Drain(process) > 0; turn++)
        {
        }

        Exit = exit;
        Release();
        Changed?.Invoke(this);
        Exited?.Invoke(this, exit);
    }
}
