using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Tells when settings files of the user or of the project may have changed. A folder that is not there yet is noticed when it comes.</summary>
public sealed class SettingsWatch : IAsyncDisposable
{
    private readonly string[] _folders;
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private readonly Action<Exception> _failed;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<FolderWatch> _watches = [];
    private bool _disposed;

    /// <param name="changed">Called on a thread of the pool, once for what happens together.</param>
    /// <param name="failed">Called there when a folder that came later cannot be watched, or <paramref name="changed"/> fails.</param>
    public SettingsWatch(ProjectFolder project, SettingsSources sources, TimeProvider time, Action changed, Action<Exception> failed)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(sources);
        _folders = [.. new[] { sources.UserFolder, project.Settings }.OfType<string>()];
        _time = time;
        _changed = changed;
        _failed = failed;
    }

    /// <summary>Begins to watch.</summary>
    /// <exception cref="IOException">No watcher can be had (the inotify limits of this user are reached).</exception>
    public async Task WatchAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await LetGoAsync();
            if (_disposed)
            {
                return;
            }

            foreach (var folder in _folders)
            {
                if (Directory.Exists(folder))
                {
                    _watches.Add(new FolderWatch(folder, recursive: false, _time, Tell));
                }
                else if (Path.GetDirectoryName(folder) is { } parent && Directory.Exists(parent))
                {
                    _watches.Add(new FolderWatch(parent, recursive: false, _time, () => Come(folder)));
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _disposed = true;
        await LetGoAsync();
        _turn.Release();
    }

    private async Task LetGoAsync()
    {
        foreach (var watch in _watches)
        {
            await watch.DisposeAsync();
        }

        _watches.Clear();
    }

    private void Come(string folder)
    {
        if (Directory.Exists(folder))
        {
            _ = WatchAgainAsync();
        }
    }

    private async Task WatchAgainAsync()
    {
        try
        {
            await WatchAsync();
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            _failed(e);
        }

        Tell();
    }

    // A fault on a timer's thread would end the process.
    private void Tell()
    {
        try
        {
            _changed();
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }
}
