using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>A user at a terminal: a program in a PTY and the screen that it draws. Waiting ends with the output that is waited for.</summary>
internal sealed class TerminalDriver : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Regex CursorKey = new(@"\e\[([ABCDHF])");

    private readonly TestProject _project;
    private readonly PtyProcess _process;
    private readonly EventLoop _loop;
    private readonly ChildReaper _reaper;
    private readonly FdWatch _watch;
    private readonly OutputQueue _input;
    private readonly Screen _screen;
    private readonly ArrayBufferWriter<byte> _replies = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<byte> _written = [];
    private readonly TaskCompletionSource<PtyExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScreenText _shown;
    private bool _ended;

    private TerminalDriver(TestProject project, PtyProcess process, TermSize size, ScreenColors colors)
    {
        _project = project;
        _process = process;
        _screen = new Screen(size, new ScreenOptions { ScrollbackLimit = 1000, OuterColors = colors });
        _shown = Look();
        _loop = new EventLoop(fault => _exit.TrySetException(fault));
        _input = new OutputQueue(process.MasterFd);
        _watch = _loop.Watch(process.MasterFd, Readable, Flush);
        _reaper = new ChildReaper(_loop);
        _reaper.Register(process, Exited);
        _loop.Start("terminal");
    }

    /// <summary>How the program ended.</summary>
    public Task<PtyExit> Exit => _exit.Task;

    public int ProcessId => _process.ProcessId;

    public ScreenText Screen
    {
        get
        {
            lock (_lock)
            {
                return _shown;
            }
        }
    }

    /// <summary>Every byte that the program has written to its terminal.</summary>
    public byte[] Written
    {
        get
        {
            lock (_lock)
            {
                return [.. _written];
            }
        }
    }

    /// <summary>Starts cccc in the project's folder.</summary>
    public static TerminalDriver Start(TestProject project, TermSize size, params string[] arguments) => Run(project, size, Programs.Cccc, arguments);

    public static TerminalDriver Run(
        TestProject project, TermSize size, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? extra = null,
        ScreenColors? colors = null)
    {
        Dictionary<string, string> environment = new(project.Environment);
        foreach ((var name, var value) in extra ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        var process = PtyProcess.Start(new PtyStart
        {
            FileName = program,
            Arguments = arguments,
            WorkingDirectory = project.Folder.Root,
            Environment = environment,
            Size = size,
        });
        TerminalDriver driver = new(project, process, size, colors ?? ScreenColors.Dark);
        project.Owns(driver);
        return driver;
    }

    /// <summary>Types text or keys (<see cref="Keys"/>).</summary>
    public void Type(string text) => _loop.Post(() =>
    {
        // DECCKM, xterm ctlseqs "PC-Style Function Keys": cursor keys send SS3 while the program has it on.
        var keys = _screen.Modes.ApplicationCursorKeys ? CursorKey.Replace(text, "\eO$1") : text;
        if (!_input.Enqueue(Encoding.UTF8.GetBytes(keys)))
        {
            throw new IOException("The program does not take what is typed.");
        }

        Flush();
    });

    public void Resize(TermSize size) => _loop.Post(() =>
    {
        _screen.Resize(size);
        _process.Resize(size);
        Changed();
    });

    /// <summary>The user gives the terminal other colours; a program that asked for it hears of it (mode 2031).</summary>
    public void Paint(ScreenColors colors) => _loop.Post(() =>
    {
        _screen.OuterColors = colors;
        Answer();
    });

    /// <summary>The window is closed: the program gets SIGHUP, its terminal is gone.</summary>
    public void CloseWindow() => _loop.Post(() =>
    {
        _watch.Dispose();
        _process.Dispose();
    });

    public Task<ScreenText> WaitFor(string text) => WaitFor(screen => screen.Contains(text), $"'{text}'");

    public Task<ScreenText> WaitUntilGone(string text) => WaitFor(screen => !screen.Contains(text), $"'{text}' to go");

    /// <summary>Waits for a screen; a wait in vain fails with all that is known.</summary>
    public async Task<ScreenText> WaitFor(Func<ScreenText, bool> condition, string what, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Task changed;
            ScreenText shown;
            bool ended;
            lock (_lock)
            {
                changed = _changed.Task;
                shown = _shown;
                ended = _ended;
            }

            if (condition(shown))
            {
                return shown;
            }

            var left = (patience ?? Patience) - clock.Elapsed;
            if (ended || left <= TimeSpan.Zero || await Task.WhenAny(changed, Task.Delay(left)) != changed)
            {
                throw new TimeoutException($"Waited for {what} in vain{(ended ? $"; the program ended: {_process.Exit}" : "")}.\n{shown}\n{_project.Describe()}");
            }
        }
    }

    /// <summary>Waits until the program has ended, and shows the screen if it does not.</summary>
    public async Task<PtyExit> WaitForExit(TimeSpan? patience = null)
    {
        if (await Task.WhenAny(_exit.Task, Task.Delay(patience ?? Patience)) != _exit.Task)
        {
            throw new TimeoutException($"Waited for the program's end in vain.\n{Screen}\n{_project.Describe()}");
        }

        return await _exit.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_exit.Task.IsCompleted)
        {
            _process.Signal(9); // SIGKILL, signal(7)
        }

        await Task.WhenAny(_exit.Task, Task.Delay(Patience));
        _loop.Dispose();
        _reaper.Dispose();
        _process.Dispose();
    }

    private void Readable()
    {
        var count = _process.Read(_buffer);
        if (count < 0)
        {
            _watch.Dispose();
            return;
        }

        Take(count);
        Answer();
        Changed();
    }

    private void Answer()
    {
        if (_screen.HasReplies)
        {
            _replies.ResetWrittenCount();
            _screen.TakeReplies(_replies);
            _input.Enqueue(_replies.WrittenSpan);
            Flush();
        }
    }

    private void Take(int count)
    {
        _screen.Feed(_buffer.AsSpan(0, count));
        lock (_lock)
        {
            _written.AddRange(_buffer.AsSpan(0, count));
        }
    }

    private void Flush()
    {
        _input.Flush();
        _watch.WantWrite = !_input.IsEmpty && !_input.IsBroken;
    }

    private void Exited(PtyExit exit)
    {
        for (var count = _process.Read(_buffer); count > 0; count = _process.Read(_buffer))
        {
            Take(count);
        }

        _watch.Dispose();
        lock (_lock)
        {
            _ended = true;
        }

        Changed();
        _exit.TrySetResult(exit);
    }

    private void Changed()
    {
        var shown = Look();
        lock (_lock)
        {
            // While a frame is on its way nobody looks: that is what synchronized output is for.
            _shown = _screen.Modes.SynchronizedOutput && !_ended ? _shown : shown;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private ScreenText Look() => new(Enumerable.Range(0, _screen.Size.Rows).Select(_screen.RowText).ToList(), _screen.Size, _screen.Cursor, _screen.Title);
}
