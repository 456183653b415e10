using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Orchestrator.Core.Peers;

namespace Orchestrator.Host.Sessions;

/// <summary>Whether anything in a project has changed: git's head and the state of its working tree, as one short text. Asks git, writes nothing.</summary>
internal sealed class ProjectLook(ProjectFolder project)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <returns>Null where git cannot tell.</returns>
    public async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        var head = await GitAsync(cancellationToken, "rev-parse", "HEAD");
        var tree = await GitAsync(cancellationToken, "status", "--porcelain=v1", "-z", "--untracked-files=normal");
        var diff = await GitAsync(cancellationToken, "diff", "--no-ext-diff", "HEAD", "--stat");
        return tree is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{head}\0{tree}\0{diff}")))[..16];
    }

    private async Task<string?> GitAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var box = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        box.CancelAfter(Bound);
        try
        {
            // No locks: a look must not be in the way of an agent's own git. No hooks or pagers of the repository are run by these.
            string[] all = ["-c", "core.fsmonitor=false", "--no-optional-locks", "-C", project.Root, .. arguments];
            var result = await Cli.Wrap("git").WithArguments(all).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(box.Token);
            return result.IsSuccess ? result.StandardOutput : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // No git: it cannot tell.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // One that takes too long cannot tell either.
        }
    }
}
