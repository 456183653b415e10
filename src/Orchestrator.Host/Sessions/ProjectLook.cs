using System.Security.Cryptography;
using System.Text;
using Medallion.Shell;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;

namespace Orchestrator.Host.Sessions;

/// <summary>Whether anything in a project has changed: git's head and the state of its working tree, as one short text. Asks git, writes nothing.</summary>
internal sealed class ProjectLook(ProjectFolder project)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(5);

    /// <returns>Null where git cannot tell.</returns>
    public async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        string? head = await GitAsync(cancellationToken, "rev-parse", "HEAD");
        string? tree = await GitAsync(cancellationToken, "status", "--porcelain=v1", "-z", "--untracked-files=normal");
        string? diff = await GitAsync(cancellationToken, "diff", "--no-ext-diff", "HEAD", "--stat");
        return tree is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{head}\0{tree}\0{diff}")))[..16];
    }

    private async Task<string?> GitAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            // No locks: a look must not be in the way of an agent's own git. No hooks or pagers of the repository are run by these.
            object[] all = ["-c", "core.fsmonitor=false", "--no-optional-locks", "-C", project.Root, .. arguments];
            var result = await Command.Run("git", all, options => options.Timeout(s_bound).CancellationToken(cancellationToken)).Task;
            return result.Success ? result.StandardOutput : null;
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or TimeoutException)
        {
            return null; // No git, or one that takes too long: it cannot tell.
        }
    }
}
