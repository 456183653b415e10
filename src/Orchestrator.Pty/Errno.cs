using System.Runtime.InteropServices;

namespace Orchestrator.Pty;

/// <summary>The error numbers that are told apart here. Linux: asm-generic/errno.h; macOS: sys/errno.h.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int ArgumentsTooLong = 7;
    public const int NotExecutableFormat = 8;
    public const int NoChild = 10;
    public const int AccessDenied = 13;

    /// <summary>EAGAIN, the one of these whose number differs.</summary>
    public static readonly int Again = OperatingSystem.IsMacOS() ? 35 : 11;

    public static int Last => Marshal.GetLastPInvokeError();

    public static string Describe(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
