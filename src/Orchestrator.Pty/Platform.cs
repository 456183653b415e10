namespace Orchestrator.Pty;

/// <summary>
/// Numbers that differ between Linux (x64 and arm64 agree: asm-generic/fcntl.h, asm-generic/ioctls.h) and macOS (sys/fcntl.h,
/// sys/ttycom.h, spawn.h), chosen at run time so that one build serves both.
/// </summary>
internal static partial class Platform
{
    private static readonly bool Mac = OperatingSystem.IsMacOS();

    public static bool IsMac => Mac;

    public const int OpenReadWrite = 2;

    public static readonly int OpenNoControllingTty = Mac ? 0x20000 : 0x100;
    public static readonly int OpenNonBlocking = Mac ? 0x4 : 0x800;
    public static readonly int OpenCloseOnExec = Mac ? 0x100_0000 : 0x8_0000;

    public static readonly nuint GetWindowSize = Mac ? 0x4008_7468u : 0x5413u;
    public static readonly nuint SetWindowSize = Mac ? 0x8008_7467u : 0x5414u;

    // fcntl.h, the same on both.
    public const int FileGetDescriptorFlags = 1;
    public const int FileSetDescriptorFlags = 2;
    public const int FileGetStatusFlags = 3;
    public const int FileSetStatusFlags = 4;
    public const int DescriptorCloseOnExec = 1;

    public const int WaitNoHang = 1;
    public const int SetAttributesNow = 0;

    /// <summary>IUTF8 in c_iflag (the first field, little endian on every supported system): a cooked backspace erases a whole character.</summary>
    public const uint InputIsUtf8 = 0x4000;

    /// <summary>Where c_lflag stands in a termios: behind three flag fields of 4 bytes (Linux, asm-generic/termbits.h) or 8 (macOS, sys/termios.h).</summary>
    public static readonly int LocalFlagsOffset = Mac ? 24 : 12;

    /// <summary>ICANON in c_lflag.</summary>
    public static readonly uint Canonical = Mac ? 0x100u : 0x2u;

    /// <summary>MAX_CANON: bytes of a line in canonical mode, its end included (Linux: N_TTY_BUF_SIZE, drivers/tty/n_tty.c; macOS: sys/syslimits.h).</summary>
    public static readonly int CanonicalLine = Mac ? 1024 : 4096;

    private const short SpawnSetSignalDefault = 0x4;
    private const short SpawnSetSignalMask = 0x8;

    /// <summary>POSIX_SPAWN_SETSID | SETSIGDEF | SETSIGMASK, and on macOS CLOEXEC_DEFAULT.</summary>
    public static readonly short SpawnFlags = (short)(SpawnSetSignalDefault | SpawnSetSignalMask | (Mac ? 0x400 | 0x4000 : 0x80));
}
