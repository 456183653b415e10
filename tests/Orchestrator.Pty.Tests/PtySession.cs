using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orchestrator.Pty.Tests;

/// <summary>A real program in a real PTY, on a loop of its own, with what it printed so far.</summary>
internal sealed class PtySession : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource<PtyExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildReaper _reaper;
    private readonly FdWatch _watch;
    private readonly OutputQueue _input;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PtySession(PtyProcess process)
    {
        Process = process;
        Loop = new EventLoop(fault => _exit.TrySetException(fault));
        _reaper = new ChildReaper(Loop);
        _input = new OutputQueue(process.MasterFd);
        _watch = Loop.Watch(process.MasterFd, OnReadable, OnWritable);
        _reaper.Register(process, exit => _exit.TrySetResult(exit));
        Loop.Start("pty test");
    }

    public PtyProcess Process { get; }

    public EventLoop Loop { get; }

    public Task<PtyExit> Exit => _exit.Task.WaitAsync(Patience);

    public long BytesRead { get; private set; }

    public bool KeepText { get; init; } = true;

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public static PtySession Shell(string script, TermSize? size = null) => Run("/bin/sh", ["-c", script], size);

    public static PtySession Run(string program, IReadOnlyList<string> arguments, TermSize? size = null) => new(PtyProcess.Start(new PtyStart
    {
        FileName = program,
        Arguments = arguments,
        WorkingDirectory = Path.GetTempPath(),
        Environment = PtyEnvironment.Create(),
        Size = size ?? new TermSize(80, 24),
    }));

    public void Type(string text) => Loop.Post(() =>
    {
        Assert.True(_input.Enqueue(Encoding.UTF8.GetBytes(text)));
        OnWritable();
    });

    public async Task<string> Until(string expected, [CallerArgumentExpression(nameof(expected))] string? what = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Task changed;
            lock (_text)
            {
                if (_text.ToString().Contains(expected, StringComparison.Ordinal))
                {
                    return _text.ToString();
                }

                changed = _changed.Task;
            }

            var left = Patience - clock.Elapsed;
            if (left < TimeSpan.Zero || await Task.WhenAny(changed, Task.Delay(left)) != changed)
            {
                throw new TimeoutException($"{what} did not come; the program printed: {Text}");
            }
        }
    }

    /// <summary>Waits until a descriptor has something to read.</summary>
    public static unsafe void WaitForInput(int fd)
    {
        LibC.PollFd wanted = new() { Fd = fd, Events = LibC.PollIn };
        Assert.Equal(1, LibC.Poll(&wanted, 1, (int)Patience.TotalMilliseconds));
    }

    public void Dispose()
    {
        Process.Signal(9);
        Loop.Dispose();
        _reaper.Dispose();
        Process.Dispose();
    }

    private void OnReadable()
    {
        Span<byte> buffer = stackalloc byte[4096];
        var count = Process.Read(buffer);
        if (count < 0)
        {
            _watch.Dispose();
            return;
        }

        BytesRead += count;
        lock (_text)
        {
            if (KeepText)
            {
                _text.Append(Encoding.UTF8.GetString(buffer[..count]));
            }

            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void OnWritable()
    {
        _input.Flush();
        _watch.WantWrite = !_input.IsEmpty;
    }
}
