using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Pty;

namespace Orchestrator.Core.Files;

/// <summary>
/// The few file calls whose exact meaning mail depends on and that the framework does not offer: a link that never overwrites
/// (<c>File.Move</c> looks first and renames then), a rename that never copies, fsync of a folder, an open that neither follows
/// links nor blocks, and the question whether anybody has a file open for writing.
/// Failures are <see cref="IOException"/>s whose HResult is the errno.
/// </summary>
internal static class PosixFiles
{
    // errno values that are the same on Linux and macOS (asm-generic/errno-base.h).
    private const int NotPermitted = 1;
    private const int NotFound = 2;
    private const int Exists = 17;
    private const int CrossDevice = 18;
    private const int TryAgain = 11;

    public static bool IsNotFound(IOException e) => e.HResult == NotFound;

    /// <summary>What is at <paramref name="path"/> itself; a link is a link.</summary>
    public static FileFacts Look(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return LookPortably(path);
        }

        // struct statx has one layout on every architecture (linux/stat.h): mode 28, ino 32, size 40, mtime 112.
        var buffer = new byte[256];
        const int currentFolder = -100, dontFollow = 0x100;
        const uint basicStats = 0x7ff;
        if (FileCalls.Statx(currentFolder, Bytes(path), dontFollow, basicStats, buffer) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            const int notAFolder = 20;
            return error is NotFound or notAFolder ? FileFacts.Missing : throw Failure(error, "look at", path);
        }

        return Read(buffer);
    }

    /// <summary>What an open file is now, wherever its name went.</summary>
    public static FileFacts LookAt(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            var ticks = (File.GetLastWriteTimeUtc(handle) - DateTime.UnixEpoch).Ticks;
            var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
            return new FileFacts(FileKind.Regular, RandomAccess.GetLength(handle), seconds, (uint)(rest * TimeSpan.NanosecondsPerTick), 0);
        }

        var buffer = new byte[256];
        const int emptyPath = 0x1000;
        const uint basicStats = 0x7ff;
        return FileCalls.Statx(handle, [0], emptyPath, basicStats, buffer) == 0 ? Read(buffer) : throw Failure(Marshal.GetLastPInvokeError(), "look at", "an open file");
    }

    /// <summary>Gives the file a second name; false when something has that name already.</summary>
    public static bool Link(string existing, string name)
    {
        CrashPoint.Before("link");
        if (FileCalls.Link(Bytes(existing), Bytes(name)) == 0)
        {
            CrashPoint.After("link");
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw Failure(error, "create", name);
    }

    /// <summary>Puts a finished file under its name; false, and nothing changed, when something has that name already.</summary>
    public static bool MoveNew(string staged, string name)
    {
        try
        {
            if (!Link(staged, name))
            {
                return false;
            }
        }
        catch (IOException e) when (OperatingSystem.IsLinux() && e.HResult is NotPermitted or 95)
        {
            // A file system without hard links (FAT and some network mounts; EPERM, EOPNOTSUPP).
            const int currentFolder = -100, noReplace = 1;
            if (FileCalls.RenameAt2(currentFolder, Bytes(staged), currentFolder, Bytes(name), noReplace) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            return error == Exists ? false : throw Failure(error, "create", name);
        }

        Delete(staged);
        return true;
    }

    /// <summary>rename(2): atomic, within one file system, replaces what has the new name.</summary>
    public static void Rename(string from, string to)
    {
        CrashPoint.Before("rename");
        if (FileCalls.Rename(Bytes(from), Bytes(to)) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), "move", from);
        }

        CrashPoint.After("rename");
    }

    /// <summary>Removes a file; one that is not there is no error.</summary>
    public static void Delete(string path)
    {
        CrashPoint.Before("unlink");
        File.Delete(path);
        CrashPoint.After("unlink");
    }

    /// <summary>Makes renames and links in a folder survive a power loss.</summary>
    public static void SyncFolder(string path)
    {
        CrashPoint.Before("fsync-folder");
        using var handle = Open(path);
        if (FileCalls.Fsync(handle) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), "write", path);
        }

        CrashPoint.After("fsync-folder");
    }

    /// <summary>Opens for reading; fails on a symbolic link and never waits for the other end of a pipe.</summary>
    public static SafeFileHandle Open(string path)
    {
        var descriptor = FileCalls.Open(Bytes(path), OpenFlags);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw Failure(Marshal.GetLastPInvokeError(), "open", path);
    }

    /// <summary>
    /// Whether anybody has the file open for writing now; null where the file system cannot tell.
    /// A read lease is granted only when nobody has (fcntl(2), F_SETLEASE), so asking for one and giving it back is the answer.
    /// </summary>
    public static bool? HasWriter(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        const int setSignal = 10, setLease = 1024, read = 0, release = 2;
        const int urgent = 23; // SIGURG, ignored by default: if somebody opens the file in this instant, SIGIO would end the process.
        if (FileCalls.Fcntl(handle, setSignal, urgent) != 0)
        {
            return null;
        }

        if (FileCalls.Fcntl(handle, setLease, read) == 0)
        {
            _ = FileCalls.Fcntl(handle, setLease, release);
            return false;
        }

        return Marshal.GetLastPInvokeError() == TryAgain ? true : null;
    }

    // O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC; O_NOFOLLOW differs between architectures (asm/fcntl.h).
    private static int OpenFlags =>
        OperatingSystem.IsMacOS() ? 0x4 | 0x100 | 0x1000000
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le ? 0x800 | 0x8000 | 0x80000
        : 0x800 | 0x20000 | 0x80000;

    private static FileFacts Read(byte[] statx)
    {
        const int formatMask = 0xF000, regular = 0x8000, folder = 0x4000, link = 0xA000;
        var kind = (BitConverter.ToUInt16(statx, 28) & formatMask) switch
        {
            regular => FileKind.Regular,
            folder => FileKind.Folder,
            link => FileKind.Link,
            _ => FileKind.Special,
        };
        return new FileFacts(kind, BitConverter.ToInt64(statx, 40), BitConverter.ToInt64(statx, 112), BitConverter.ToUInt32(statx, 120), BitConverter.ToUInt64(statx, 32));
    }

    private static FileFacts LookPortably(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            return new FileFacts(FileKind.Link, 0, 0, 0, 0);
        }

        if (!file.Exists)
        {
            return Directory.Exists(path) ? new FileFacts(FileKind.Folder, 0, 0, 0, 0) : FileFacts.Missing;
        }

        var ticks = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        using var handle = Open(path);
        var kind = IsSeekable(handle) ? FileKind.Regular : FileKind.Special;
        return new FileFacts(kind, file.Length, seconds, (uint)(rest * TimeSpan.NanosecondsPerTick), 0);
    }

    private static bool IsSeekable(SafeFileHandle handle)
    {
        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return stream.CanSeek;
    }

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static IOException Failure(int error, string verb, string path)
    {
        var reason = error == CrossDevice ? "it is on another file system than the rest of .cccc" : new Win32Exception(error).Message;
        return new IOException($"Could not {verb} {path}: {reason}.", error);
    }
}
