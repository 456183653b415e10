using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Runs;

/// <summary>The argument list of a run: the actor's <c>run_command</c> with the prompt in its place.</summary>
internal static class RunCommand
{
    public const string Placeholder = "{prompt}";

    // MAX_ARG_STRLEN is 128 KB for one argument (execve(2)); what is longer is read from its file.
    private const int MostBytes = 100_000;

    /// <param name="promptFile">Where the prompt is too, absolute.</param>
    public static ImmutableArray<string> Of(ActorDefinition actor, ProjectFolder folder, string prompt, string promptFile)
    {
        var text = System.Text.Encoding.UTF8.GetByteCount(prompt) <= MostBytes ? prompt.Replace("\0", "", StringComparison.Ordinal)
            : $"Read the file {promptFile} whole and do what it says.";
        var command = actor.RunCommand.Select(part => part.Replace("{project}", folder.Root, StringComparison.Ordinal).Replace(Placeholder, text, StringComparison.Ordinal));
        return actor.RunCommand.Any(part => part.Contains(Placeholder, StringComparison.Ordinal)) ? [.. command] : [.. command, text];
    }
}
