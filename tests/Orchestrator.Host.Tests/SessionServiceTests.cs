using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Host.Tests;

/// <summary>A session that cannot start as asked leaves nothing behind.</summary>
public sealed class SessionServiceTests : IDisposable
{
    private readonly ProjectFolder _project = new(Directory.CreateTempSubdirectory("cccc test ä'\"").FullName);

    public void Dispose() => Directory.Delete(_project.Root, recursive: true);

    [Fact]
    public async Task When_one_agent_cannot_start_the_other_is_ended_and_the_socket_removed()
    {
        var pidFile = Path.Combine(_project.Root, "pid");
        Write("agents.yaml", $$"""
            actors:
              good:
                command: ["/bin/sh", "-c", 'echo $$ > "$0"; exec sleep 1000', '{{pidFile.Replace("'", "''", StringComparison.Ordinal)}}']
              bad:
                command: ["no-such-program-here"]
            """);
        Write("cli_profiles.yaml", "roles: {peerA: {actor: good}, peerB: {actor: bad}}\n");
        var address = SessionAddress.OfProject(_project, Environment.GetEnvironmentVariable);

        using var service = Service();
        var error = await Assert.ThrowsAsync<ControlException>(() => service.StartAsync(CancellationToken.None).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken));

        Assert.Contains("no-such-program-here", error.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(address.SocketPath));
        Assert.True(!File.Exists(pidFile) || !Directory.Exists("/proc/" + (await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken)).Trim()));
    }

    [Fact]
    public async Task Broken_settings_are_a_sentence_with_file_and_line()
    {
        Write("agents.yaml", "actors:\n  x: [\n");
        using var service = Service();
        var error = await Assert.ThrowsAsync<ControlException>(() => service.StartAsync(CancellationToken.None).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken));
        Assert.Contains("agents.yaml:", error.Message, StringComparison.Ordinal);
    }

    private SessionService Service() => new(
        new SessionOptions { ProjectRoot = _project.Root, Launch = true }, NullLogger<SessionService>.Instance, new Lifetime());

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(_project.Settings);
        File.WriteAllText(Path.Combine(_project.Settings, file), text);
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
