using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Panes;
using Orchestrator.Host.Sessions;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>A whole session of one pane, as the host process has it, on a loop of the test.</summary>
internal sealed class PaneSession : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cccc-test-").FullName;
    private InProcessKeeper _keeper = null!;
    private PaneContent _content = null!;

    public LoopOfTest Loop { get; } = new();

    public SessionClients Clients { get; } = new();

    public SessionAddress Address { get; private set; } = null!;

    public Session Session { get; private set; } = null!;

    public static async Task<PaneSession> Start(string script, TuiSettings? settings = null)
    {
        PaneSession started = new();
        started.Address = SessionAddress.OfName("test", name => name == "XDG_RUNTIME_DIR" ? started._folder : null);
        await started.Loop.On(() =>
        {
            started._keeper = new InProcessKeeper(started.Loop.Loop);
            SessionOptions options = new() { PaneCommands = [["/bin/sh", "-c", script]], WorkingDirectory = started._folder, SessionName = "test" };
            started._content = new PaneContent(
                started.Loop.Loop, started._keeper, options, settings ?? new TuiSettings(), started.Clients, new CockpitFactory(started.Loop.Loop, TimeProvider.System));
            started.Session = new Session(started.Loop.Loop, started.Address, started.Clients, started._content, NullLogger.Instance);
        });
        return started;
    }

    /// <summary>As the session's service does it: the end of the command is the end of the session.</summary>
    public async Task EndWithCommand()
    {
        await Loop.Wait(_content.Exited.ContinueWith(_ => true, TaskScheduler.Default));
        await Loop.On(() => Session.End(_content.ExitCode, ""));
        await Loop.Wait(Session.Ended);
    }

    public async Task End()
    {
        await Loop.On(() => Session.End(0, ""));
        await Loop.Wait(Session.Ended);
    }

    /// <summary>Bytes that the loop's thread allocates while a pane that clients show changes this often.</summary>
    public Task<long> AllocatedBy(int changes) => Loop.On(() =>
    {
        var pane = _content.Panes[0];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < changes; i++)
        {
            pane.Screen.Feed("\rchange"u8);
            Clients.PaneChanged(pane);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    public Task<TermSize> PaneSize() => Loop.On(() => _content.Panes[0].Screen.Size);

    public async ValueTask DisposeAsync()
    {
        await Loop.On(() => Session.End(0, "The test is over."));
        await Loop.Wait(Session.Ended);
        await Loop.On(() =>
        {
            _content.Dispose();
            _keeper.Dispose();
        });
        Loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
