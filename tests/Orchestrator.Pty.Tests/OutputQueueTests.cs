namespace Orchestrator.Pty.Tests;

/// <summary>The queue, on a real pipe.</summary>
[Collection(ProcessCollection.Name)]
public sealed unsafe class OutputQueueTests : IDisposable
{
    private int _read;
    private readonly int _write;

    public OutputQueueTests()
    {
        var ends = stackalloc int[2];
        Assert.Equal(0, LibC.Pipe2(ends, Platform.OpenNonBlocking | Platform.OpenCloseOnExec));
        (_read, _write) = (ends[0], ends[1]);
    }

    public void Dispose()
    {
        CloseReader();
        Descriptor.Close(_write);
    }

    private void CloseReader()
    {
        if (_read >= 0)
        {
            Descriptor.Close(_read);
            _read = -1;
        }
    }

    [Fact]
    public void Bytes_come_out_in_order_however_slowly_they_are_read()
    {
        var queue = new OutputQueue(_write);
        var random = new Random(1);
        byte next = 0;
        byte expected = 0;
        var buffer = new byte[30_000];
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(3000)];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = next++;
            }

            Assert.True(queue.Enqueue(bytes));
            Assert.True(queue.Flush() >= 0);
            Check(buffer, Descriptor.Read(_read, buffer.AsSpan(0, random.Next(queue.PendingBytes > 500_000 ? 30_000 : 3000))), ref expected);
        }

        while (!queue.IsEmpty || expected != next)
        {
            Check(buffer, Descriptor.Read(_read, buffer), ref expected);
            Assert.True(queue.Flush() >= 0);
        }
    }

    [Fact]
    public void Beyond_its_limit_it_refuses_and_keeps_what_it_has()
    {
        var queue = new OutputQueue(_write, limit: 100);
        Assert.True(queue.Enqueue(new byte[60]));
        Assert.False(queue.Enqueue(new byte[41]));
        Assert.Equal(60, queue.PendingBytes);
        Assert.True(queue.Enqueue(new byte[40]));
        Assert.Equal(100, queue.Flush());
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void A_reader_that_is_gone_breaks_it_without_an_exception()
    {
        var queue = new OutputQueue(_write);
        Assert.True(queue.Enqueue("x"u8));
        CloseReader();
        Assert.Equal(-1, queue.Flush());
        Assert.True(queue.IsBroken);
        Assert.True(queue.IsEmpty);
        Assert.False(queue.Enqueue("y"u8));
    }

    private static void Check(byte[] buffer, int count, ref byte expected)
    {
        for (var i = 0; i < count; i++)
        {
            if (buffer[i] != expected++)
            {
                Assert.Fail("bytes came out of order");
            }
        }
    }
}
