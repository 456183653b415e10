namespace Orchestrator.Core.Files;

/// <summary>Tells that something in a folder may have changed: by the system's file events, at most once in a short while. It reads nothing itself.</summary>
internal sealed class FolderWatch : IAsyncDisposable
{
    /// <summary>An editor's save and an agent's edit are several events; they are told as one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;
    private int _isDue;
    private volatile bool _broken;

    /// <param name="recursive">Whether the folders in it are watched too.</param>
    /// <param name="changed">Called on a thread of the pool.</param>
    /// <exception cref="IOException">No watcher can be had (the inotify limits of this user are reached).</exception>
    /// <exception cref="ArgumentException">The folder is gone.</exception>
    public FolderWatch(string folder, bool recursive, TimeProvider time, Action changed)
    {
        Inode = PosixFiles.Look(folder).Inode;
        _timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref _isDue, 0);
                changed();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = recursive,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Created += (_, _) => Hint();
        _watcher.Changed += (_, _) => Hint();
        _watcher.Deleted += (_, _) => Hint();
        _watcher.Renamed += (_, _) => Hint();
        _watcher.Error += (_, _) =>
        {
            _broken = true;
            Hint();
        };
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            _watcher.Dispose();
            _timer.Dispose();
            throw;
        }
    }

    /// <summary>Of the watched folder: another folder under its name is not watched by this.</summary>
    public ulong Inode { get; }

    /// <summary>Events were lost; a new watch is needed.</summary>
    public bool IsBroken => _broken;

    public ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        return _timer.DisposeAsync();
    }

    private void Hint()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }
}
