using System.Collections.Immutable;

namespace Orchestrator.Core.Settings;

/// <summary>One agent CLI that can play a role, from <c>agents.yaml</c>.</summary>
/// <param name="Command">Program and arguments of the interactive CLI; <c>{mailbox}</c>, <c>{project}</c> and <c>{role}</c> are replaced. Never a shell string.</param>
/// <param name="StateRules">In order of priority: the first that matches decides.</param>
/// <param name="SubmitDelay">Time between the moment at which the paste is seen on the screen and the return.</param>
/// <param name="SubmitKeys">The bytes that submit, usually one CR.</param>
/// <param name="IdleQuiet">How long the screen must be still for <c>idle</c> where no rule says more.</param>
public sealed record ActorDefinition(
    string Id,
    string Title,
    ImmutableArray<string> Command,
    ImmutableDictionary<string, string> Environment,
    ImmutableArray<ScreenRule> StateRules,
    TimeSpan SubmitDelay,
    string SubmitKeys,
    TimeSpan IdleQuiet,
    string? InstallHint)
{
    /// <summary>Where its composer stands on the screen, or null when nothing is known of it.</summary>
    public ComposerRule? Composer { get; init; }

    /// <summary>How long the first return may take to have an effect before it is typed again; doubles with each repetition.</summary>
    public TimeSpan ReturnAgain { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What takes one line out of the composer and does nothing else, even to an empty one; or null.</summary>
    public string? WithdrawKeys { get; init; }

    /// <summary>What stops a turn, or null when nothing does; typed again while the turn goes on.</summary>
    public string? InterruptKeys { get; init; }

    /// <summary>How the first row of its prompts begins, behind its frame, or null when that is not known.</summary>
    public string? PromptBegins { get; init; }

    /// <summary>A pattern for a row near the bottom that shows while the composer does not take text (the normal mode of a vi), or null.</summary>
    public string? NormalMode { get; init; }

    /// <summary>What makes it take text then.</summary>
    public string InsertKeys { get; init; } = "i";

    /// <summary>What is typed to make the CLI compact its context, or null when it has no such command.</summary>
    public string? CompactCommand { get; init; }

    /// <summary>Program and arguments of one run without a screen (for Aux and the Foreman); <c>{prompt}</c> is replaced. Empty when it has none.</summary>
    public ImmutableArray<string> RunCommand { get; init; } = [];
}
