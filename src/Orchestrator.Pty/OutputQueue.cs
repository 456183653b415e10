namespace Orchestrator.Pty;

/// <summary>
/// Bytes that wait for a non-blocking descriptor to take them: an agent that does not read, a client on a slow line.
/// The owner flushes after it has enqueued, and again when the loop says writable (<see cref="FdWatch.WantWrite"/> while not <see cref="IsEmpty"/>).
/// </summary>
public sealed class OutputQueue
{
    /// <summary>1 MB: more than a person types or pastes, little enough for twenty stuck agents.</summary>
    public const int DefaultLimit = 1 << 20;

    private const int SmallCapacity = 4096;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <param name="fd">A non-blocking descriptor, e.g. <see cref="PtyProcess.MasterFd"/>.</param>
    /// <param name="limit">Bytes that may wait.</param>
    public OutputQueue(int fd, int limit = DefaultLimit)
    {
        Fd = fd;
        Limit = limit;
    }

    public int Fd { get; }

    public int Limit { get; }

    public bool IsEmpty => _start == _end;

    public int PendingBytes => _end - _start;

    /// <summary>True once a flush found that the other side is gone. What waited then is dropped, and what comes is refused.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Adds bytes, all of them or none. False: refused, the other side has not read for too long (or is gone).</summary>
    public bool Enqueue(ReadOnlySpan<byte> bytes)
    {
        if (IsBroken || bytes.Length > Limit - PendingBytes)
        {
            return false;
        }

        MakeRoom(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
        return true;
    }

    /// <summary>Writes what the descriptor takes now. Bytes written, or -1 when the other side is gone.</summary>
    public int Flush()
    {
        var written = 0;
        while (!IsEmpty && !IsBroken)
        {
            var count = Descriptor.Write(Fd, _buffer.AsSpan(_start, PendingBytes));
            if (count == 0)
            {
                return written;
            }

            if (count < 0)
            {
                IsBroken = true;
                break;
            }

            _start += count;
            written += count;
        }

        Clear();
        return IsBroken ? -1 : written;
    }

    /// <summary>Drops what waits: a newer frame replaces it, or its target is gone.</summary>
    public void Clear()
    {
        _start = _end = 0;
        if (_buffer.Length > SmallCapacity)
        {
            _buffer = [];
        }
    }

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _end >= count)
        {
            return;
        }

        var pending = PendingBytes;
        var target = _buffer.Length - pending >= count && _start >= pending
            ? _buffer
            : new byte[Math.Max(SmallCapacity, Math.Max(pending + count, (int)Math.Min(Limit, 2L * _buffer.Length)))];
        _buffer.AsSpan(_start, pending).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = pending;
    }
}
