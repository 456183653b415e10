using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Doctor;

/// <summary>Whether cccc can write where it must, and only there.</summary>
internal static class FolderCheck
{
    public static IEnumerable<Finding> Look(ProjectFolder folder)
    {
        if (!Directory.Exists(folder.Home))
        {
            if (Path.Exists(folder.Home))
            {
                yield return new Finding("folder", FindingLevel.Fault, $"{folder.Home} is a file; cccc needs a folder of this name.", $"Move it away: mv '{folder.Home}' '{folder.Home}.old'");
                yield break;
            }

            yield return WhyNotWritable(folder.Root) is { } why
                ? new Finding("folder", FindingLevel.Fault, $"{folder.Root} cannot be written to ({why}), so .cccc cannot be made.", $"Give yourself the right: chmod u+rwx '{folder.Root}'")
                : new Finding("folder", FindingLevel.Note, $"{folder.Home} does not exist yet; the first start or `cccc init` makes it.");
            yield break;
        }

        foreach (var path in new[] { folder.Home, folder.Settings, folder.MailboxFolder, folder.State }.Where(Directory.Exists))
        {
            yield return WhyNotWritable(path) is { } why
                ? new Finding("folder", FindingLevel.Fault, $"{path} cannot be written to ({why}).", $"Give yourself the right: chmod u+rwx '{path}'")
                : new Finding("folder", FindingLevel.Ok, $"{path} can be written to.");
        }

        // Mail through a link would be read and written outside the project, by whoever made the link.
        foreach (var path in MailPaths(folder).Where(path => new FileInfo(path).LinkTarget is not null))
        {
            yield return new Finding("folder", FindingLevel.Fault, $"{path} is a link to {new FileInfo(path).LinkTarget}; mail does not go through links.", $"Remove it: rm '{path}'");
        }
    }

    public static Finding LookAtRuntime(ProjectFolder folder, Func<string, string?> environment)
    {
        var address = SessionAddress.OfProject(folder, environment);
        var length = Encoding.UTF8.GetByteCount(address.SocketPath);
        if (length > SessionAddress.MaxPath)
        {
            return new Finding("runtime", FindingLevel.Fault, $"The socket's path {address.SocketPath} has {length} bytes; a socket can have {SessionAddress.MaxPath}.", "Set XDG_RUNTIME_DIR (or TMPDIR) to a folder with a short path.");
        }

        try
        {
            address.EnsureRuntimeFolder();
        }
        catch (ControlException error)
        {
            return new Finding("runtime", FindingLevel.Fault, error.Message, "Set XDG_RUNTIME_DIR to a folder of your own.");
        }

        return WhyNotWritable(address.RuntimeFolder) is { } why
            ? new Finding("runtime", FindingLevel.Fault, $"{address.RuntimeFolder} cannot be written to ({why}).", "Set XDG_RUNTIME_DIR to a folder of your own.")
            : new Finding("runtime", FindingLevel.Ok, $"Sockets are made in {address.RuntimeFolder}.");
    }

    private static IEnumerable<string> MailPaths(ProjectFolder folder) =>
        new[] { AgentRole.PeerA, AgentRole.PeerB }
            .SelectMany(role => new[] { folder.MailboxOf(role), folder.Inbox(role), folder.Processed(role), folder.ToPeer(role), folder.ToUser(role) })
            .Prepend(folder.MailboxFolder);

    /// <summary>Tries it: rights, read-only mounts, quotas and full disks all answer in the same way only when a file is made.</summary>
    private static string? WhyNotWritable(string folder)
    {
        var probe = Path.Combine(folder, $".doctor.{Path.GetRandomFileName()}.tmp");
        try
        {
            using var file = new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            file.WriteByte(0);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "permission denied";
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }
}
