using System.Diagnostics;
using Orchestrator.Core.Files;
using Orchestrator.Core.Session;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.EndToEnd.Tests.Crash;

/// <summary>One host process of a round, from its start to the instant at which it is killed or kills itself.</summary>
internal sealed class HostLife : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProject _project;
    private readonly SessionAddress _address;
    private readonly Process _process;

    private HostLife(TestProject project, Process process)
    {
        _project = project;
        _process = process;
        _address = SessionAddress.OfProject(project.Folder, name => project.Environment.GetValueOrDefault(name));
    }

    /// <summary>The first line that it printed: <c>ready</c>, what is wrong, or null when it died before.</summary>
    public string? FirstLine { get; private set; }

    public bool IsReady => FirstLine == HostStarter.Ready;

    public int ProcessId => _process.Id;

    public bool HasDied => _process.HasExited;

    /// <summary>Starts a host that starts the agents at once.</summary>
    /// <param name="crashAt">The value of <c>CCCC_CRASH_AT</c>, or null.</param>
    public static async Task<HostLife> StartAsync(TestProject project, string? crashAt, string? log = null)
    {
        ProcessStartInfo start = new(Programs.Cccc)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = project.Folder.Root,
        };
        foreach (var argument in new[] { "host", "--project", project.Folder.Root, "--size", "160x45", "--launch" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach ((var name, var value) in project.Environment)
        {
            start.Environment[name] = value;
        }

        if (crashAt is not null)
        {
            start.Environment[CrashPoint.Variable] = crashAt;
        }

        if (log is not null)
        {
            start.Environment[CrashPoint.LogVariable] = log;
        }

        HostLife life = new(project, Process.Start(start) ?? throw new InvalidOperationException("The host was not started."));
        life._process.StandardInput.Close();
        using CancellationTokenSource timeout = new(Patience);
        life.FirstLine = await life._process.StandardOutput.ReadLineAsync(timeout.Token);
        return life;
    }

    /// <summary>Sends as <c>cccc send</c> does; null when the host died before it answered.</summary>
    public async Task<ControlReply?> SendAsync(Route route, string text, SendOptions options)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var connection = HostConnection.TryConnect(_address);
            return connection?.Ask(new SendRequest(route, text, options));
        }
        catch (ControlException) when (_process.WaitForExit(Patience))
        {
            return null;
        }
    }

    public Task DiesAsync(TimeSpan patience) => Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(patience, TimeProvider.System));

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Its agents end with their terminals, after what they were writing.</summary>
    public async Task AgentsEndAsync()
    {
        var left = await _project.Processes.WaitForEnd(Patience);
        if (left.Count > 0)
        {
            throw new InvalidOperationException("These did not end with their host:\n" + string.Join('\n', left));
        }
    }

    public void Dispose() => _process.Dispose();
}
