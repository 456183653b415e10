using System.Collections.Immutable;

namespace Orchestrator.Tui.Console;

/// <summary>What can be chosen at one place of the command line, with half a sentence about it.</summary>
internal readonly record struct Choice(string Text, string Help);

/// <summary>A slash command as the command line knows it.</summary>
/// <param name="Name">With its slash.</param>
/// <param name="Argument">As the usage shows it; empty when it takes none.</param>
/// <param name="Help">Half a sentence, in the imperative.</param>
/// <param name="Choices">The arguments that there are, when they can be listed.</param>
internal record SlashCommand(string Name, string Argument, string Help, ImmutableArray<Choice> Choices)
{
    public string Usage => Argument.Length == 0 ? Name : $"{Name} {Argument}";
}
