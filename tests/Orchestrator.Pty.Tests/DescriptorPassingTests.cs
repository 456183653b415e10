using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Pty.Tests;

/// <summary>Open files through a unix socket.</summary>
public sealed class DescriptorPassingTests : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _from = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _to;
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("cccc-test-").FullName, "socket");

    public DescriptorPassingTests()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen(1);
        _from.Connect(new UnixDomainSocketEndPoint(_path));
        _to = _listener.Accept();
        _to.Blocking = false;
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _listener.Dispose();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    [Fact]
    public void What_is_written_to_a_descriptor_that_was_handed_over_is_in_the_senders_file()
    {
        var file = _path + ".txt";
        using (var opened = File.Create(file))
        {
            DescriptorPassing.Send(Fd(_from), "hello"u8, [(int)opened.SafeFileHandle.DangerousGetHandle()]);
            var received = Assert.Single(Receive("hello"));
            Assert.NotEqual((int)opened.SafeFileHandle.DangerousGetHandle(), received);
            Assert.Equal(5, Descriptor.Write(received, "there"u8));
            Descriptor.Close(received);
        }

        Assert.Equal("there", File.ReadAllText(file));
    }

    [Fact]
    public void A_received_descriptor_is_not_for_child_processes()
    {
        DescriptorPassing.Send(Fd(_from), "x"u8, [0]);
        var received = Assert.Single(Receive("x"));
        Assert.False(Descriptor.IsInherited(received));
        Descriptor.Close(received);
    }

    [Fact]
    public void As_many_as_were_sent_arrive_in_their_order()
    {
        using var first = File.Create(_path + ".1");
        using var second = File.Create(_path + ".2");
        DescriptorPassing.Send(Fd(_from), "x"u8, [(int)first.SafeFileHandle.DangerousGetHandle(), (int)second.SafeFileHandle.DangerousGetHandle()]);
        var received = Receive("x");
        Assert.Equal(2, received.Length);
        Descriptor.Write(received[0], "one"u8);
        Descriptor.Write(received[1], "two"u8);
        Array.ForEach(received, Descriptor.Close);
        first.Dispose();
        second.Dispose();
        Assert.Equal(("one", "two"), (File.ReadAllText(_path + ".1"), File.ReadAllText(_path + ".2")));
    }

    [Fact]
    public void Bytes_without_descriptors_nothing_and_the_end_are_told_apart()
    {
        Assert.Empty(Receive(""));
        _from.Send("plain"u8);
        Assert.Empty(Receive("plain"));
        _from.Dispose();
        Span<int> descriptors = stackalloc int[DescriptorPassing.Most];
        Assert.Equal(-1, DescriptorPassing.Receive(Fd(_to), new byte[16], descriptors, out _));
    }

    [Fact]
    public void To_a_side_that_has_gone_nothing_is_handed_over()
    {
        _to.Dispose();
        Assert.Throws<PtyException>(() => DescriptorPassing.Send(Fd(_from), "x"u8, [0]));
    }

    private int[] Receive(string expected)
    {
        var buffer = new byte[64];
        Span<int> descriptors = stackalloc int[DescriptorPassing.Most];
        var length = DescriptorPassing.Receive(Fd(_to), buffer, descriptors, out var count);
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer, 0, length));
        return descriptors[..count].ToArray();
    }

    private static int Fd(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();
}
