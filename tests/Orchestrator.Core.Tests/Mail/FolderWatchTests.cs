using Orchestrator.Core.Files;
using Orchestrator.Core.Tests.Plan;

namespace Orchestrator.Core.Tests.Mail;

public sealed class FolderWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryPlan _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_new_task_and_a_changed_one_are_told_and_reading_is_no_change()
    {
        Directory.CreateDirectory(_files.Folder);
        using var told = new SemaphoreSlim(0);
        await using var watch = new FolderWatch(_files.Folder, recursive: true, TimeProvider.System, () => told.Release());
        Assert.False(watch.IsBroken);
        var file = _files.Add("T001-one", TemporaryPlan.Two);
        Assert.True(await told.WaitAsync(Patience, TestContext.Current.CancellationToken), "not told of a new task");

        // The last event of one change may come after it was told.
        while (await told.WaitAsync(FolderWatch.Pause * 3, TestContext.Current.CancellationToken))
        {
        }

        Assert.NotNull(_files.Plan);
        Assert.False(await told.WaitAsync(FolderWatch.Pause * 3, TestContext.Current.CancellationToken), "told of a change that was none");
        await File.AppendAllTextAsync(file, "# more\n", TestContext.Current.CancellationToken);
        Assert.True(await told.WaitAsync(Patience, TestContext.Current.CancellationToken), "not told of a changed task");
    }
}
