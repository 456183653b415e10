using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Peers;

namespace Orchestrator.Host.Control;

/// <summary>
/// Where the socket of a session is. A path inside the project could be longer than the 107 bytes that a unix socket address holds,
/// so sockets live in a runtime folder of the user, named after the project.
/// </summary>
public sealed class SessionAddress
{
    /// <summary>Bytes: the size of sockaddr_un.sun_path less its end (unix(7); macOS has four fewer).</summary>
    public static int MaxPath { get; } = OperatingSystem.IsMacOS() ? 103 : 107;

    private SessionAddress(string runtimeFolder, string name)
    {
        RuntimeFolder = runtimeFolder;
        Name = name;
        SocketPath = Path.Combine(runtimeFolder, name + ".sock");
    }

    /// <summary>Mode 0700, owned by the user.</summary>
    public string RuntimeFolder { get; }

    /// <summary>The name that <c>--session</c> takes: 16 hex digits for a project, <c>pane-PID</c> for a pane.</summary>
    public string Name { get; }

    public string SocketPath { get; }

    public static SessionAddress OfProject(ProjectFolder project, Func<string, string?> environment)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(project.Root));
        return new SessionAddress(FindRuntimeFolder(environment), Convert.ToHexStringLower(hash.AsSpan(0, 8)));
    }

    public static SessionAddress OfPane(int processId, Func<string, string?> environment) =>
        new(FindRuntimeFolder(environment), string.Create(CultureInfo.InvariantCulture, $"pane-{processId}"));

    /// <exception cref="ControlException">The name has other characters than letters, digits and '-'.</exception>
    public static SessionAddress OfName(string name, Func<string, string?> environment)
    {
        if (!IsName(name))
        {
            throw new ControlException($"'{name}' is no session name: it has letters, digits and '-' only. The name is what `cccc pane` printed at detach.");
        }

        return new SessionAddress(FindRuntimeFolder(environment), name);
    }

    /// <summary>Refuses a path that the system cannot take as a socket's.</summary>
    /// <exception cref="ControlException">It is too long.</exception>
    public void RequireFittingPath()
    {
        var length = Encoding.UTF8.GetByteCount(SocketPath);
        if (length > MaxPath)
        {
            throw new ControlException($"The socket's path {SocketPath} has {length} bytes; a socket can have {MaxPath}. Set XDG_RUNTIME_DIR to a folder with a short path.");
        }
    }

    /// <summary>A name is never a path: letters, digits and '-' only.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Makes the runtime folder, and refuses one that another user could have laid out for us.</summary>
    /// <exception cref="ControlException">The folder cannot be made or is not the user's own.</exception>
    public void EnsureRuntimeFolder()
    {
        RequireFittingPath();
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            var folder = Directory.CreateDirectory(RuntimeFolder, OwnerOnly);
            if (folder.LinkTarget is not null)
            {
                throw new ControlException($"{RuntimeFolder} is a link; remove it, then start again.");
            }

            // Fails when the folder is someone else's.
            folder.UnixFileMode = OwnerOnly;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ControlException($"The runtime folder {RuntimeFolder} cannot be used ({error.Message}); set XDG_RUNTIME_DIR to a folder of your own.", error);
        }
    }

    private static string FindRuntimeFolder(Func<string, string?> environment)
    {
        var runtime = environment("XDG_RUNTIME_DIR");
        return runtime is { Length: > 0 } && Path.IsPathRooted(runtime) && Directory.Exists(runtime)
            ? Path.Combine(runtime, "cccc")
            : Path.Combine(Path.GetTempPath(), "cccc-" + Environment.UserName);
    }
}
