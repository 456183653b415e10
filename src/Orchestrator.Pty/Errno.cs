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
    public const int TooManyInSystem = 23; // ENFILE
    public const int TooManyOpen = 24; // EMFILE

    /// <summary>EAGAIN, the one of these whose number differs.</summary>
    public static readonly int Again = OperatingSystem.IsMacOS() ? 35 : 11;

    public static int Last => Marshal.GetLastPInvokeError();

    public static string Describe(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}){Remedy(errno)}";

    private static string Remedy(int errno) => errno switch
    {
        TooManyOpen => "; end some panes or clients, or raise the limit of open files (`ulimit -n`) and start again",
        TooManyInSystem => "; the whole system has too many files open",
        _ => "",
    };
}
