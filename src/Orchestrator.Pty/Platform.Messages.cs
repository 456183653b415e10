using System.Runtime.CompilerServices;

namespace Orchestrator.Pty;

/// <content>
/// struct msghdr and struct cmsghdr. Linux, 64 bits (bits/socket.h): name, namelen, iov, iovlen, control, controllen (all in 8-byte places), flags; a
/// header of 16 bytes (length 8, level 4, type 4). macOS (sys/socket.h): iovlen and controllen are 4 bytes; a header of 12 (length 4, level 4, type 4).
/// </content>
internal static unsafe partial class Platform
{
    private const int PassRights = 1; // SCM_RIGHTS

    /// <summary>Bytes of a struct msghdr: Linux 56, macOS 48.</summary>
    public const int MessageSize = 56;

    private static readonly int SocketLevel = OperatingSystem.IsMacOS() ? 0xffff : 1; // SOL_SOCKET

    /// <summary>CMSG_LEN(0) = where the data begins.</summary>
    public static readonly int ControlHeaderSize = OperatingSystem.IsMacOS() ? 12 : 16;

    /// <summary>MSG_NOSIGNAL; macOS has no such flag, and .NET ignores SIGPIPE.</summary>
    public static readonly int SendWithoutSignal = OperatingSystem.IsMacOS() ? 0 : 0x4000;

    /// <summary>MSG_CMSG_CLOEXEC; on macOS the flag is set afterwards.</summary>
    public static readonly int ReceiveCloseOnExec = OperatingSystem.IsMacOS() ? 0 : 0x4000_0000;

    public static void WriteMessage(byte* message, LibC.IoVector* vector, byte* control, int controlLength)
    {
        new Span<byte>(message, MessageSize).Clear();
        *(void**)(message + 16) = vector;
        *(int*)(message + 24) = 1;
        *(void**)(message + 32) = control;
        *(int*)(message + 40) = controlLength; // the upper half of Linux' 8 bytes stays 0
    }

    public static void WriteControlHeader(byte* control, int length)
    {
        Unsafe.WriteUnaligned(control, length); // the upper half of Linux' 8 bytes stays 0
        Unsafe.WriteUnaligned(control + ControlHeaderSize - 8, SocketLevel);
        Unsafe.WriteUnaligned(control + ControlHeaderSize - 4, PassRights);
    }

    /// <summary>The length that the header says, when the message has descriptors in it; else 0.</summary>
    public static int ReadControlHeader(byte* message, byte* control)
    {
        var received = *(int*)(message + 40);
        return received >= ControlHeaderSize
            && Unsafe.ReadUnaligned<int>(control + ControlHeaderSize - 8) == SocketLevel
            && Unsafe.ReadUnaligned<int>(control + ControlHeaderSize - 4) == PassRights
                ? Math.Min(Unsafe.ReadUnaligned<int>(control), received)
                : 0;
    }
}
