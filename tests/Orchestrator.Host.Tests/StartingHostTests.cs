using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Host.Tests;

/// <summary>Who becomes the host of a project, and what is said when nobody does.</summary>
public sealed class StartingHostTests : IDisposable
{
    private readonly ProjectFolder _project = new(Directory.CreateTempSubdirectory("cccc test ä'\"").FullName);

    public void Dispose() => Directory.Delete(_project.Root, recursive: true);

    [Fact]
    public void Who_comes_second_is_told_which_process_has_the_project()
    {
        using var first = SessionLock.Take(_project);
        first.Started();
        var taken = Assert.Throws<SessionTakenException>(() => SessionLock.Take(_project));
        Assert.Contains($"(process {Environment.ProcessId})", taken.Message, StringComparison.Ordinal);
        Assert.Contains("cccc attach", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_second_waits_until_the_first_has_started()
    {
        using var first = SessionLock.Take(_project);
        Assert.Throws<SessionTakenException>(() => SessionLock.Take(_project));
        var waiting = SessionLock.WaitForStartAsync(_project, LoopOfTest.Patience, TimeProvider.System);
        Assert.False(waiting.IsCompleted);
        first.Started();
        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_host_that_does_not_come_up_is_waited_for_no_longer_than_said()
    {
        using var first = SessionLock.Take(_project);
        Assert.False(await SessionLock.WaitForStartAsync(_project, TimeSpan.FromMilliseconds(50), TimeProvider.System));
    }

    [Fact]
    public void A_project_whose_state_is_a_file_is_refused_with_its_path()
    {
        Directory.CreateDirectory(_project.Home);
        File.WriteAllText(_project.State, "");
        var error = Assert.Throws<ControlException>(() => SessionLock.Take(_project));
        Assert.Contains(_project.Home, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_is_a_folder_is_not_taken_for_another_host()
    {
        Directory.CreateDirectory(_project.HostLock);
        var error = Assert.Throws<ControlException>(() => SessionLock.Take(_project));
        Assert.Contains(_project.HostLock, error.Message, StringComparison.Ordinal);
        Directory.Delete(_project.HostLock);
        SessionLock.Take(_project).Dispose();
    }

    [Fact]
    public void Without_a_socket_nobody_answers()
    {
        Assert.Null(HostConnection.TryConnect(Address("nobody")));
    }

    [Fact]
    public void A_plain_file_in_the_sockets_place_is_no_host()
    {
        var address = Address("file");
        address.EnsureRuntimeFolder();
        File.WriteAllText(address.SocketPath, "not a socket");
        Assert.Null(HostConnection.TryConnect(address));
    }

    [Fact]
    public void A_request_that_no_host_would_take_is_not_sent()
    {
        var address = Address("long");
        using ListeningSocket listening = new(address);
        using var host = HostConnection.TryConnect(address)!;
        var error = Assert.Throws<ControlException>(
            () => host.Ask(new SendRequest(Core.Session.Route.PeerA, new string('x', ControlRequest.MaxLine), Core.Session.SendOptions.Plain)));
        Assert.Contains("Put it into a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_hangs_up_without_an_answer_is_told_so()
    {
        var address = Address("mute");
        using ListeningSocket listening = new(address);
        using var host = HostConnection.TryConnect(address)!;
        listening.AcceptAndClose();
        var error = Assert.Throws<ControlException>(() => host.Ask(new StatusRequest()));
        Assert.Contains("host ended the connection", error.Message, StringComparison.Ordinal);
    }

    private SessionAddress Address(string name) => SessionAddress.OfName(name, variable => variable == "XDG_RUNTIME_DIR" ? _project.Root : null);
}
