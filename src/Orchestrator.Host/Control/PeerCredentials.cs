using System.Net.Sockets;
using System.Runtime.InteropServices;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>Who is at the other end of a unix socket.</summary>
internal static class PeerCredentials
{
    public static bool IsSameUser(Socket socket)
    {
        var user = UserId.Effective;
        if (OperatingSystem.IsLinux())
        {
            // SO_PEERCRED (17) at SOL_SOCKET (1): struct ucred { pid_t pid; uid_t uid; gid_t gid; }, unix(7)
            Span<byte> credentials = stackalloc byte[12];
            var length = socket.GetRawSocketOption(1, 17, credentials);
            return length == 12 && MemoryMarshal.Read<uint>(credentials[4..]) == user;
        }

        // LOCAL_PEERCRED (1) at SOL_LOCAL (0): struct xucred { u_int version; uid_t uid; ... }, unix(4) of macOS
        Span<byte> peer = stackalloc byte[76];
        var peerLength = socket.GetRawSocketOption(0, 1, peer);
        return peerLength >= 8 && MemoryMarshal.Read<uint>(peer[4..]) == user;
    }
}
