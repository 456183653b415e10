using System.Globalization;
using FakeAgent;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Host.Control;

namespace Orchestrator.EndToEnd.Tests.Crash;

/// <summary>A session with agents that count, to which something is done that disks and systems do; afterwards everything is counted as after a crash.</summary>
internal sealed class CountedSession(TestProject project, HostLife host)
{
    private HostLife _host = host;
    private int _crashes;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly List<UserMessage> _sent = [];
    private readonly Random _random = new(1);

    public static async Task<CountedSession> StartAsync(TestProject project)
    {
        var host = await HostLife.StartAsync(project, crashAt: null);
        Assert.True(host.IsReady, host.FirstLine);
        return new CountedSession(project, host);
    }

    public int HostProcess => _host.ProcessId;

    public async Task KillHostAsync()
    {
        _crashes++;
        await _host.KillAsync();
        await _host.AgentsEndAsync();
    }

    public async Task StartHostAgainAsync()
    {
        _host = await HostLife.StartAsync(project, crashAt: null);
        Assert.True(_host.IsReady, _host.FirstLine);
    }

    /// <summary>The user writes.</summary>
    /// <param name="hops">So often it is answered.</param>
    public async Task<ControlReply> SendAsync(Route route, int hops)
    {
        NumberedMail mail = new(string.Create(CultureInfo.InvariantCulture, $"User-{_sent.Count + 1:D6}"), hops);
        UserMessage message = new(mail.Serial, route, mail.Text(_random, 100), Key: null);
        _sent.Add(message);
        message.Answer = await _host.SendAsync(route, message.Text, new SendOptions());
        return message.Answer ?? throw new InvalidOperationException("The host died.");
    }

    /// <summary>Waits until everything has come to its place, counts, and ends the session.</summary>
    public async Task CountAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (new CrashCount(project, _sent, _crashes, single: false).Unrest(out _) is { Length: > 0 } unrest)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, unrest + "\n" + project.Describe());
            await Task.Delay(Look);
        }

        Assert.Empty(new CrashCount(project, _sent, _crashes, single: false).Violations());
        await _host.KillAsync();
        await _host.AgentsEndAsync();
    }

    /// <summary>Waits until both agents have come to rest for the first time.</summary>
    public Task AgentsRestAsync() => project.Until(
        () => project.Journaled(AgentRole.PeerA, "rested") > 0 && project.Journaled(AgentRole.PeerB, "rested") > 0, "agents that rest");
}
