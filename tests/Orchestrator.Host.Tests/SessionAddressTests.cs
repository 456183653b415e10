using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Host.Tests;

public sealed class SessionAddressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cccc test ä'\"").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_socket_of_a_deep_project_has_a_path_that_fits_an_address()
    {
        ProjectFolder deep = new("/" + string.Join('/', Enumerable.Repeat("ordner mit leerzeichen", 20)));
        var address = SessionAddress.OfProject(deep, _ => null);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(address.SocketPath) < 100, address.SocketPath);
    }

    [Fact]
    public void Two_projects_have_two_sockets_and_one_project_has_one()
    {
        Assert.NotEqual(SessionAddress.OfProject(new ProjectFolder("/a"), _ => null).SocketPath, SessionAddress.OfProject(new ProjectFolder("/b"), _ => null).SocketPath);
        Assert.Equal(SessionAddress.OfProject(new ProjectFolder("/a/"), _ => null).SocketPath, SessionAddress.OfProject(new ProjectFolder("/a"), _ => null).SocketPath);
    }

    [Theory]
    [InlineData("../../etc/x")]
    [InlineData("")]
    [InlineData("a b")]
    public void A_session_name_is_never_a_path(string name) => Assert.Throws<ControlException>(() => SessionAddress.OfName(name, _ => null));

    [Fact]
    public void The_runtime_folder_is_the_users_alone()
    {
        var address = SessionAddress.OfName("x", name => name == "XDG_RUNTIME_DIR" ? _folder : null);
        address.EnsureRuntimeFolder();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(address.RuntimeFolder));
    }

    [Fact]
    public void A_runtime_folder_that_is_a_link_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "elsewhere"));
        File.CreateSymbolicLink(Path.Combine(_folder, "cccc"), Path.Combine(_folder, "elsewhere"));
        var address = SessionAddress.OfName("x", name => name == "XDG_RUNTIME_DIR" ? _folder : null);
        Assert.Throws<ControlException>(address.EnsureRuntimeFolder);
    }

    [Fact]
    public void One_project_has_one_host()
    {
        ProjectFolder project = new(_folder);
        using (SessionLock.Take(project))
        {
            Assert.Throws<SessionTakenException>(() => SessionLock.Take(project));
        }

        SessionLock.Take(project).Dispose();
    }
}
