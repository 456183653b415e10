using System.Collections.Immutable;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

public sealed class SettingsWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task An_edited_file_and_a_folder_that_comes_later_are_told()
    {
        Directory.Delete(_project.UserFolder);
        using SemaphoreSlim told = new(0);
        await using SettingsWatch watch = new(_project.Folder, new SettingsSources(_project.UserFolder, ImmutableDictionary<string, string>.Empty, []), TimeProvider.System, () => told.Release(), error => Assert.Fail(error.Message));
        await watch.WatchAsync();
        _project.Write("agents.yaml", "actors: {}\n");
        Assert.True(await told.WaitAsync(Patience, TestContext.Current.CancellationToken), "not told of the project's file");
        Directory.CreateDirectory(_project.UserFolder);
        Assert.True(await told.WaitAsync(Patience, TestContext.Current.CancellationToken), "not told of the new folder");
        while (await told.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken))
        {
            // What belongs to the new folder.
        }

        _project.WriteUser("agents.yaml", "actors: {}\n");
        Assert.True(await told.WaitAsync(Patience, TestContext.Current.CancellationToken), "not told of the file in the new folder");
    }

    [Fact]
    public async Task A_reader_that_fails_is_told_and_ends_nothing()
    {
        TaskCompletionSource<Exception> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SettingsWatch watch = new(
            _project.Folder, new SettingsSources(null, ImmutableDictionary<string, string>.Empty, []), TimeProvider.System, () => throw new DirectoryNotFoundException("gone"), error => failed.TrySetResult(error));
        await watch.WatchAsync();
        _project.Write("agents.yaml", "actors: {}\n");
        Assert.Equal("gone", (await failed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).Message);
    }
}
