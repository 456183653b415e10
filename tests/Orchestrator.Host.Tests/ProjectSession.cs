using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Host.Tests;

/// <summary>A whole session of a project, as the host process has it, with two agents that do nothing.</summary>
internal sealed class ProjectSession : IAsyncDisposable
{
    private readonly SessionService _service;

    private ProjectSession() => _service = new SessionService(
        new SessionOptions { ProjectRoot = Project.Root, Launch = true }, NullLogger<SessionService>.Instance, new Lifetime());

    public ProjectFolder Project { get; } = new(Directory.CreateTempSubdirectory("cccc-test-").FullName);

    public SessionAddress Address => SessionAddress.OfProject(Project, Environment.GetEnvironmentVariable);

    public static async Task<ProjectSession> Start()
    {
        ProjectSession session = new();
        Directory.CreateDirectory(session.Project.Settings);
        await File.WriteAllTextAsync(
            Path.Combine(session.Project.Settings, "agents.yaml"), "actors:\n  still:\n    command: [\"/bin/sh\", \"-c\", \"exec sleep 1000\"]\n");
        await File.WriteAllTextAsync(
            Path.Combine(session.Project.Settings, "cli_profiles.yaml"), "roles: {peerA: {actor: still}, peerB: {actor: still}}\n");
        await session._service.StartAsync(CancellationToken.None).WaitAsync(LoopOfTest.Patience);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(CancellationToken.None).WaitAsync(LoopOfTest.Patience);
        _service.Dispose();
        Directory.Delete(Project.Root, recursive: true);
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
