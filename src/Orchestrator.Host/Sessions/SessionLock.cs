using System.Globalization;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Sessions;

/// <summary>
/// The right to be the host of a project: an advisory lock (flock) on <c>.cccc/state/host.lock</c>, which the system releases when the
/// holder dies, however it dies. The file holds the holder's process id, for messages only.
/// </summary>
public sealed class SessionLock : IDisposable
{
    private readonly FileStream _file;

    private SessionLock(FileStream file) => _file = file;

    /// <exception cref="ControlException">Another host has the project, or the folder cannot be written.</exception>
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

        try
        {
            FileStream file = new(project.HostLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new SessionLock(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ControlException($"{project.HostLock} cannot be written ({error.Message}); give yourself the right to write there.", error);
        }
        catch (IOException error)
        {
            throw new SessionTakenException($"Another host already runs for {project.Root}; `cccc attach` shows it, `cccc kill` ends it.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Another host holds the project.</summary>
public sealed class SessionTakenException(string message, Exception? inner) : Exception(message, inner);
