using System.Globalization;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Host.Sessions;

/// <summary>
/// The right to be the host of a project: an advisory lock (flock) on <c>.cccc/state/host.lock</c>, which the system releases when the
/// holder dies, however it dies. The file holds the holder's process id, for messages only. A second lock, <c>start.lock</c>, is held until
/// the host serves its socket, so that who came second can wait for exactly that.
/// </summary>
public sealed class SessionLock : IDisposable
{
    private readonly FileStream _file;
    private readonly FileStream _starting;

    private SessionLock(FileStream file, FileStream starting)
    {
        _file = file;
        _starting = starting;
    }

    /// <exception cref="SessionTakenException">Another host has the project.</exception>
    /// <exception cref="ControlException">The folder cannot be written.</exception>
    public static SessionLock Take(ProjectFolder project)
    {
        try
        {
            Directory.CreateDirectory(project.State);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ControlException($"{project.Home} cannot be written ({error.Message}); give yourself the right to write there, or start cccc in another folder.", error);
        }

        // In this order, and that one first: who is refused by either knows that the other one is starting, or has started.
        var starting = Open(project, StartLock(project));
        try
        {
            var file = Open(project, project.HostLock);
            try
            {
                file.SetLength(0);
                var holder = System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                file.Write(CrashPoint.Part("lock-write", holder));
                CrashPoint.After("lock-write");
                file.Flush();
            }
            catch (IOException error)
            {
                file.Dispose();
                throw new ControlException($"{project.HostLock} cannot be written ({error.Message}); make room on the disk, then start again.", error);
            }

            return new SessionLock(file, starting);
        }
        catch
        {
            starting.Dispose();
            throw;
        }
    }

    /// <summary>The session's socket is served: who waits for it may connect.</summary>
    public void Started() => _starting.Dispose();

    /// <summary>Waits while another host starts. False when it has not come to an end of that in time.</summary>
    public static async Task<bool> WaitForStartAsync(ProjectFolder project, TimeSpan patience, TimeProvider time)
    {
        var free = Task.Factory.StartNew(() => FileLock.Await(StartLock(project)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await Task.WhenAny(free, Task.Delay(patience, time)) == free && await free;
    }

    public void Dispose()
    {
        _starting.Dispose();
        _file.Dispose();
    }

    private static string StartLock(ProjectFolder project) => Path.Combine(project.State, "start.lock");

    private static FileStream Open(ProjectFolder project, string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ControlException($"{path} cannot be written ({error.Message}); give yourself the right to write there.", error);
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw new SessionTakenException($"Another host{HolderOf(project)} already runs for {project.Root}; `cccc attach` shows it, `cccc kill` ends it.", error);
        }
        catch (IOException error)
        {
            throw new ControlException($"{path} cannot be written ({error.Message}); mend that, then start again.", error);
        }
    }

    // EWOULDBLOCK of Linux and macOS (flock(2)), or what the framework makes of it: ERROR_SHARING_VIOLATION as an HRESULT.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x8007_0020);

    private static string HolderOf(ProjectFolder project)
    {
        var file = Descriptor.OpenForReading(project.HostLock);
        if (file < 0)
        {
            return "";
        }

        Span<byte> text = stackalloc byte[20];
        var length = Descriptor.Read(file, text);
        Descriptor.Close(file);
        return length > 0 && int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var holder)
            ? string.Create(CultureInfo.InvariantCulture, $" (process {holder})")
            : "";
    }
}
