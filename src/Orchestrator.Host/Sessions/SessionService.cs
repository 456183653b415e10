using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Host.Control;
using Orchestrator.Host.Keeping;
using Orchestrator.Pty;
using Orchestrator.Tui;

namespace Orchestrator.Host.Sessions;

/// <summary>Starts the session that the options ask for, and ends the host process when the session is over.</summary>
public sealed class SessionService(SessionOptions options, ILogger<SessionService> logger, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private static readonly TimeSpan PatienceForClient = TimeSpan.FromSeconds(10);

    private readonly EventLoop _loop = new(error => logger.LogError(error, "A callback of the event loop failed."));
    private readonly SessionClients _clients = new();
    private Session? _session;
    private ProjectRuntime? _runtime;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _loop.Start("cccc loop");
        CockpitFactory cockpits = new(_loop, TimeProvider.System);
        _session = options.ProjectRoot is { } root ? await StartProjectAsync(new ProjectFolder(root), cockpits) : await StartPaneAsync(cockpits);
        _ = EndWithSessionAsync(_session);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_session is { } session)
        {
            _loop.Post(() => session.End(0, "The session was told to end."));
            await session.Ended;
        }

        if (_runtime is not null)
        {
            await _runtime.DisposeAsync();
        }
    }

    public void Dispose() => _loop.Dispose();

    private async Task<Session> StartProjectAsync(ProjectFolder project, CockpitFactory cockpits)
    {
        var runtime = _runtime = await ProjectRuntime.StartAsync(_loop, new InProcessKeeper(_loop), project, options.Overrides, logger);
        runtime.Panes.SizeAtStart = role => PaneRoom.InSession(_clients.LeaderSize ?? options.Terminal, role, runtime.Engine.Snapshot.SinglePeer);
        runtime.Runs.SizeAtStart = () => PaneRoom.OfRun(_clients.LeaderSize ?? options.Terminal, runtime.Engine.Snapshot.SinglePeer);
        Session? session = null;
        try
        {
            ProjectContent content = new(_loop, runtime, _clients, cockpits, logger);
            session = await OnLoopAsync(() =>
            {
                runtime.Colors.ExpectClient();
                _clients.Colors = runtime.Colors;
                var address = SessionAddress.OfProject(project, Environment.GetEnvironmentVariable);
                return new Session(_loop, address, _clients, content, logger) { EndsWithLastClient = options.EndWithLastClient };
            });
            if (options.Launch && await runtime.Engine.LaunchAsync(runtime.Settings.Settings.Roles, CancellationToken.None) is { Ok: false } refused)
            {
                throw new ControlException(refused.Text);
            }

            return session;
        }
        catch (Exception error)
        {
            // What has started ends: an agent that came up beside one that did not, and the socket.
            if (session is not null)
            {
                _loop.Post(() => session.End(1, error.Message));
                await session.Ended;
            }

            await runtime.DisposeAsync();
            throw;
        }
    }

    private async Task<Session> StartPaneAsync(CockpitFactory cockpits)
    {
        var address = SessionAddress.OfName(options.SessionName ?? "", Environment.GetEnvironmentVariable);
        // The user's own: a folder in which a command runs has no say.
        var settings = SettingsLoader.Load(folder: null, SettingsSources.OfProcess(options.Overrides)).Settings.Tui;
        var content = await OnLoopAsync(() => new PaneContent(_loop, new InProcessKeeper(_loop), options, settings, _clients, cockpits));
        var session = await OnLoopAsync(() => new Session(_loop, address, _clients, content, logger) { EndsWithLastClient = options.EndWithLastClient });
        _ = EndWithCommandAsync(session, content);
        return session;
    }

    // A command can end before its client has attached; the client is waited for, because it passes the exit code on.
    private async Task EndWithCommandAsync(Session session, PaneContent content)
    {
        await content.Exited;
        await Task.WhenAny(_clients.FirstCame, session.Ended, Task.Delay(PatienceForClient, TimeProvider.System));
        _loop.Post(() => session.End(content.ExitCode, ""));
    }

    private async Task EndWithSessionAsync(Session session)
    {
        await session.Ended;
        lifetime.StopApplication();
    }

    private Task<T> OnLoopAsync<T>(Func<T> make)
    {
        TaskCompletionSource<T> made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            try
            {
                made.SetResult(make());
            }
            catch (Exception error)
            {
                // Not swallowed: it comes out where the task is awaited.
                made.SetException(error);
            }
        });
        return made.Task;
    }
}
