namespace Orchestrator.Pty;

/// <summary>
/// The start of a program by posix_spawn: managed code cannot live on in a forked child (forkpty dies with SIGSEGV on .NET 10),
/// and posix_spawn needs no native code of ours.
/// </summary>
public sealed partial class PtyProcess
{
    /// <summary>Opens a PTY of the given size and starts the program in it, as session leader with the PTY as its controlling terminal.</summary>
    /// <exception cref="PtyException">The program or folder is not there, is not executable, or the system refuses; the message says which.</exception>
    public static PtyProcess Start(PtyStart start)
    {
        var path = ProgramPath.Resolve(start.FileName, start.WorkingDirectory, start.Environment);
        var master = OpenMaster(start.Size);
        try
        {
            return new PtyProcess(master, Spawn(master, path, start));
        }
        catch
        {
            Descriptor.Close(master);
            throw;
        }
    }

    internal static unsafe int OpenMaster(TermSize size)
    {
        // macOS accepts only these two flags here; close-on-exec follows below.
        var flags = Platform.OpenReadWrite | Platform.OpenNoControllingTty | (Platform.IsMac ? 0 : Platform.OpenCloseOnExec);
        var master = LibC.OpenPty(flags);
        if (master < 0)
        {
            throw PtyException.FromErrno("No pseudo-terminal could be opened", Errno.Last);
        }

        try
        {
            if (LibC.GrantPty(master) < 0 || LibC.UnlockPty(master) < 0)
            {
                throw PtyException.FromErrno("The pseudo-terminal could not be unlocked", Errno.Last);
            }

            Descriptor.SetCloseOnExec(master);
            Descriptor.SetNonBlocking(master);
            if (!Descriptor.TrySetWindowSize(master, size))
            {
                throw PtyException.FromErrno($"The pseudo-terminal does not take the size {size}", Errno.Last);
            }

            var termios = stackalloc byte[LibC.OpaqueSize];
            if (LibC.GetAttributes(master, termios) == 0)
            {
                *(uint*)termios |= Platform.InputIsUtf8;
                _ = LibC.SetAttributes(master, Platform.SetAttributesNow, termios); // a comfort: a refusal harms nothing
            }

            return master;
        }
        catch
        {
            Descriptor.Close(master);
            throw;
        }
    }

    private static unsafe int Spawn(int master, string path, PtyStart start)
    {
        const int NameSize = 128;
        var slave = stackalloc byte[NameSize];
        Check(LibC.PtyName(master, slave, NameSize), "The pseudo-terminal has no name");

        var attributes = stackalloc byte[LibC.OpaqueSize];
        var actions = stackalloc byte[LibC.OpaqueSize];
        Check(LibC.SpawnAttributesInit(attributes), "A process could not be prepared");
        Check(LibC.SpawnActionsInit(actions), "A process could not be prepared");
        try
        {
            SetAttributes(attributes);
            SetActions(actions, slave, start.WorkingDirectory);
            using var arguments = new SpawnStrings([start.FileName, .. start.Arguments]);
            using var environment = new SpawnStrings([.. start.Environment.Select(variable => $"{variable.Key}={variable.Value}")]);
            using var program = new SpawnStrings([path]);
            int pid;
            var errno = LibC.Spawn(&pid, program.Array[0], actions, attributes, arguments.Array, environment.Array);
            return errno == 0 ? pid : throw new PtyException(SpawnFailure(path, start, errno));
        }
        finally
        {
            _ = LibC.SpawnActionsDestroy(actions);
            _ = LibC.SpawnAttributesDestroy(attributes);
        }
    }

    // .NET ignores SIGPIPE, and an ignored signal stays ignored through exec: every signal goes back to its default.
    private static unsafe void SetAttributes(byte* attributes)
    {
        var all = stackalloc byte[LibC.OpaqueSize];
        var none = stackalloc byte[LibC.OpaqueSize];
        // Not sigfillset: it leaves out the two signals of glibc's threads, and posix_spawn then makes the child ignore them.
        new Span<byte>(all, LibC.OpaqueSize).Fill(0xff);
        _ = LibC.SignalsNone(none);
        Check(LibC.SpawnAttributesSetSignalDefault(attributes, all), "The signals of a process could not be set");
        Check(LibC.SpawnAttributesSetSignalMask(attributes, none), "The signals of a process could not be set");
        Check(LibC.SpawnAttributesSetFlags(attributes, Platform.SpawnFlags), "A process could not be given a session");
    }

    // The session leader that opens a terminal without O_NOCTTY gets it as its controlling terminal (tty_ioctl(4)); SETSID comes before the actions.
    private static unsafe void SetActions(byte* actions, byte* slave, string folder)
    {
        Check(LibC.SpawnActionsChangeFolder(actions, folder), $"The folder {folder} cannot be entered");
        Check(LibC.SpawnActionsOpen(actions, 0, slave, Platform.OpenReadWrite, 0), "The terminal of a process could not be set");
        Check(LibC.SpawnActionsDuplicate(actions, 0, 1), "The terminal of a process could not be set");
        Check(LibC.SpawnActionsDuplicate(actions, 0, 2), "The terminal of a process could not be set");
        if (!Platform.IsMac)
        {
            Check(LibC.SpawnActionsCloseFrom(actions, 3), "Descriptors could not be kept from a process");
        }
    }

    // The child's error comes back by number alone; what it was about follows from what was checked before.
    private static string SpawnFailure(string path, PtyStart start, int errno) => errno switch
    {
        Errno.NotExecutableFormat => $"{start.FileName} cannot start: {path} is no program that this machine can run (no #! line, or made for another system).",
        Errno.NoEntry => $"{start.FileName} cannot start: the interpreter that {path} names in its first line, or its loader, does not exist.",
        Errno.AccessDenied => $"{start.FileName} cannot start: {path} may not be run, or the folder {start.WorkingDirectory} may not be entered.",
        Errno.ArgumentsTooLong => $"{start.FileName} cannot start: its arguments and environment are longer than the system allows.",
        _ => $"{start.FileName} cannot start: {Errno.Describe(errno)}.",
    };

    private static void Check(int errno, string what)
    {
        if (errno != 0)
        {
            throw PtyException.FromErrno(what, errno);
        }
    }
}
