using System.Text;

namespace Orchestrator.Pty.Tests;

/// <summary>The client's side of a terminal, on the slave side of a real PTY.</summary>
[Collection(ProcessCollection.Name)]
public sealed class TtyDeviceTests : IDisposable
{
    private readonly PtyProcess _process;
    private readonly int _slave;

    public unsafe TtyDeviceTests()
    {
        _process = PtyProcess.Start(new PtyStart
        {
            FileName = "sleep",
            Arguments = ["60"],
            WorkingDirectory = "/",
            Environment = PtyEnvironment.Create(),
            Size = new TermSize(100, 30),
        });
        var name = File.ResolveLinkTarget($"/proc/{_process.ProcessId}/fd/0", returnFinalTarget: false)!.FullName;
        fixed (byte* path = Encoding.UTF8.GetBytes(name + "\0"))
        {
            _slave = LibC.Open(path, Platform.OpenReadWrite | Platform.OpenNoControllingTty);
        }

        Assert.True(_slave >= 0);
    }

    public void Dispose()
    {
        _process.Signal(9);
        _process.Dispose();
        Descriptor.Close(_slave);
    }

    [Fact]
    public void Raw_mode_passes_bytes_both_ways_unchanged_and_is_given_back()
    {
        var before = Modes();
        using (var tty = TtyDevice.Open(_slave, _slave))
        {
            tty.EnterRawMode();
            Assert.True(tty.IsRaw);
            Assert.NotEqual(before, Modes());
            _process.Write("\u0003\u0004a\r\e"u8);
            Assert.Equal("\u0003\u0004a\r\e", ReadSome(_slave, tty.Read));
            Assert.Equal(4, tty.Write("x\ny\r"u8));
            Assert.Equal("x\ny\r", ReadSome(_process.MasterFd, _process.Read));
        }

        Assert.Equal(before, Modes());
    }

    [Fact]
    public void The_shells_descriptor_stays_blocking()
    {
        using var tty = TtyDevice.Open(_slave, _slave);
        Assert.Equal(0, tty.Read(new byte[10])); // nothing there: a blocking one would hang
        Assert.False(Descriptor.IsNonBlocking(_slave));
    }

    [Fact]
    public void The_size_is_the_terminals()
    {
        using var tty = TtyDevice.Open(_slave, _slave);
        Assert.Equal(new TermSize(100, 30), tty.Size);
        _process.Resize(new TermSize(61, 17));
        Assert.Equal(new TermSize(61, 17), tty.Size);
    }

    [Fact]
    public void The_end_of_the_terminal_is_told()
    {
        using var tty = TtyDevice.Open(_slave, _slave);
        _process.Dispose();
        Assert.Equal(-1, tty.Read(new byte[10]));
        Assert.Equal(-1, tty.Write("x"u8));
        Assert.False(tty.WriteAll("x"u8, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_terminal_that_takes_nothing_is_given_up_after_the_patience()
    {
        using var tty = TtyDevice.Open(_slave, _slave);
        tty.EnterRawMode();
        Assert.False(tty.WriteAll(new byte[1 << 20], TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void What_is_not_a_terminal_gives_a_sentence()
    {
        using var file = File.OpenRead("/dev/null");
        var fd = (int)file.SafeFileHandle.DangerousGetHandle();
        Assert.False(TtyDevice.IsTty(fd));
        var input = Assert.Throws<PtyException>(() => TtyDevice.Open(fd, _slave));
        Assert.Equal("Standard input is not a terminal. Run this in a terminal window.", input.Message);
        var output = Assert.Throws<PtyException>(() => TtyDevice.Open(_slave, fd));
        Assert.StartsWith("Standard output", output.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_becomes_a_turn_of_the_loop()
    {
        using var loop = new EventLoop(_ => { });
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = TtyDevice.OnSignal(loop, TtySignal.WindowChanged, () => seen.TrySetResult(loop.IsLoopThread));
        loop.Start("signals");
        const int WindowChange = 28; // SIGWINCH
        Assert.Equal(0, LibC.Kill(Environment.ProcessId, WindowChange));
        Assert.True(await seen.Task.WaitAsync(PtySession.Patience, TestContext.Current.CancellationToken));
    }

    private static string ReadSome(int fd, Func<Span<byte>, int> read)
    {
        Span<byte> buffer = stackalloc byte[100];
        PtySession.WaitForInput(fd);
        var count = read(buffer);
        return Encoding.UTF8.GetString(buffer[..Math.Max(0, count)]);
    }

    private unsafe byte[] Modes()
    {
        var termios = new byte[LibC.OpaqueSize];
        fixed (byte* start = termios)
        {
            Assert.Equal(0, LibC.GetAttributes(_slave, start));
        }

        return termios;
    }
}
