namespace Orchestrator.Pty;

/// <summary>Open descriptors through a unix socket, beside the bytes: SCM_RIGHTS, unix(7), cmsg(3). The receiver gets numbers of its own for the same open files.</summary>
public static unsafe class DescriptorPassing
{
    /// <summary>Descriptors in one message at most.</summary>
    public const int Most = 4;

    private const int ControlSize = 64; // a header and four numbers, with room for alignment

    /// <summary>Sends bytes with descriptors; they arrive with the first byte. The sender keeps its own.</summary>
    /// <exception cref="PtyException">The socket does not take them.</exception>
    public static void Send(int socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes.Length, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, Most, nameof(descriptors));
        var control = stackalloc byte[ControlSize];
        new Span<byte>(control, ControlSize).Clear();
        var data = sizeof(int) * descriptors.Length;
        Platform.WriteControlHeader(control, Platform.ControlHeaderSize + data);
        descriptors.CopyTo(new Span<int>(control + Platform.ControlHeaderSize, descriptors.Length));
        fixed (byte* start = bytes)
        {
            LibC.IoVector vector = new() { Start = start, Length = (nuint)bytes.Length };
            var message = stackalloc byte[Platform.MessageSize];
            Platform.WriteMessage(message, &vector, control, Platform.ControlHeaderSize + data);
            nint sent;
            do
            {
                sent = LibC.SendMessage(socket, message, Platform.SendWithoutSignal);
            }
            while (sent < 0 && Errno.Last == Errno.Interrupted);

            if (sent < bytes.Length)
            {
                throw PtyException.FromErrno("The terminal could not be handed over", sent < 0 ? Errno.Last : Errno.Again);
            }
        }
    }

    /// <summary>
    /// Receives bytes, and the descriptors that came with them (FD_CLOEXEC), into <paramref name="descriptors"/> (<see cref="Most"/> long); surplus ones are
    /// closed by the kernel. Bytes read; 0 when there is nothing now; -1 when the other side is gone.
    /// </summary>
    public static int Receive(int socket, Span<byte> buffer, Span<int> descriptors, out int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(descriptors.Length, Most, nameof(descriptors));
        count = 0;
        var control = stackalloc byte[ControlSize];
        var message = stackalloc byte[Platform.MessageSize];
        fixed (byte* start = buffer)
        {
            LibC.IoVector vector = new() { Start = start, Length = (nuint)buffer.Length };
            nint received;
            do
            {
                new Span<byte>(control, ControlSize).Clear();
                Platform.WriteMessage(message, &vector, control, Platform.ControlHeaderSize + (sizeof(int) * Most));
                received = LibC.ReceiveMessage(socket, message, Platform.ReceiveCloseOnExec);
            }
            while (received < 0 && Errno.Last == Errno.Interrupted);

            if (received <= 0)
            {
                return received < 0 && Errno.Last == Errno.Again ? 0 : -1;
            }

            var length = Platform.ReadControlHeader(message, control) - Platform.ControlHeaderSize;
            if (length > 0)
            {
                count = Math.Min(length / sizeof(int), Most);
                new ReadOnlySpan<int>(control + Platform.ControlHeaderSize, count).CopyTo(descriptors);
                foreach (var descriptor in descriptors[..count])
                {
                    Descriptor.SetCloseOnExec(descriptor);
                }
            }

            return (int)received;
        }
    }
}
