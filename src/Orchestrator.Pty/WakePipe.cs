namespace Orchestrator.Pty;

/// <summary>A pipe to itself by which any thread wakes a loop out of poll(2). Many wake-ups before the loop looks are one byte.</summary>
internal sealed unsafe class WakePipe : IDisposable
{
    private readonly Lock _closing = new();
    private readonly int _writeFd;
    private int _signalled;
    private bool _closed;

    public WakePipe()
    {
        var ends = stackalloc int[2];
        // macOS has no pipe2.
        var result = Platform.IsMac ? LibC.Pipe(ends) : LibC.Pipe2(ends, Platform.OpenCloseOnExec | Platform.OpenNonBlocking);
        if (result < 0)
        {
            throw PtyException.FromErrno("No pipe could be opened", Errno.Last);
        }

        ReadFd = ends[0];
        _writeFd = ends[1];
        if (Platform.IsMac)
        {
            Descriptor.SetCloseOnExec(ReadFd);
            Descriptor.SetCloseOnExec(_writeFd);
            Descriptor.SetNonBlocking(ReadFd);
            Descriptor.SetNonBlocking(_writeFd);
        }
    }

    public int ReadFd { get; }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            // The lock is for the last moment: a number that was closed may already be someone else's file.
            lock (_closing)
            {
                if (!_closed)
                {
                    _ = Descriptor.Write(_writeFd, [1]);
                }
            }
        }
    }

    /// <summary>Takes the byte out. To be called before the work is looked at, so that work which comes meanwhile wakes again.</summary>
    public void Clear()
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = Descriptor.Read(ReadFd, bytes);
        Volatile.Write(ref _signalled, 0);
    }

    public void Dispose()
    {
        lock (_closing)
        {
            if (!_closed)
            {
                _closed = true;
                Descriptor.Close(_writeFd);
                Descriptor.Close(ReadFd);
            }
        }
    }
}
