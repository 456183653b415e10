using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Host.Tests;

/// <summary>A session's socket with the real table of verbs, answered by the test, on a loop of the test.</summary>
internal sealed class ServedSocket : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cccc-test-").FullName;

    private ServedSocket() => Address = SessionAddress.OfName("test", name => name == "XDG_RUNTIME_DIR" ? _folder : null);

    public LoopOfTest Loop { get; } = new();

    public SessionAddress Address { get; }

    public ControlServer Server { get; private set; } = null!;

    public static async Task<ServedSocket> Start(Action<ControlCall> requested)
    {
        ServedSocket socket = new();
        await socket.Loop.On(() => socket.Server = ControlServer.Listen(
            socket.Loop.Loop, socket.Address, SessionVerbs.Table, NullLogger.Instance, requested));
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.On(Server.Dispose);
        Loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
