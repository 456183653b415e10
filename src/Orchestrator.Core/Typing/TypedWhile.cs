using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Typing;

/// <summary>
/// What an agent's screen must be at the very moment at which something is typed. What the engine has judged is up to 250 ms old by then, and a return that
/// comes after a dialog has opened answers it.
/// </summary>
/// <param name="State">The state that the rules must tell, or null: any but a prompt.</param>
/// <param name="Draft">What must stand in the composer, where there is one; empty for nothing, null for anything.</param>
/// <param name="Prompt">The identity of the prompt that must be shown, or null.</param>
public sealed record TypedWhile(AgentState? State, string? Draft, string? Prompt)
{
    /// <summary>No prompt, and nothing in the composer.</summary>
    public static readonly TypedWhile ComposerIsEmpty = new(null, "", null);

    public static readonly TypedWhile NoPrompt = new(null, null, null);

    /// <summary>A turn is under way.</summary>
    public static readonly TypedWhile Busy = new(AgentState.Busy, null, null);

    public static TypedWhile DraftIs(string draft) => new(null, draft, null);

    public static TypedWhile PromptIs(string identity) => new(AgentState.NeedsInput, null, identity);

    /// <summary>Looks at the screen.</summary>
    /// <param name="rules">The actor's rules; used by one thread at a time.</param>
    /// <returns>Null when it may be typed, else why not, as half a sentence.</returns>
    public string? Obstacle(ScreenRules rules, ScreenObservation screen)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var reading = rules.Read(screen);
        if (reading.Incomplete)
        {
            return "its screen could not be judged in time";
        }

        var state = reading.Match?.Rule.State;
        if (Prompt is not null)
        {
            return state != AgentState.NeedsInput ? "the prompt has gone"
                : PromptIdentity.Of(screen, rules.PromptBegins) != Prompt ? "the prompt is another one by now" : null;
        }

        if (state == AgentState.NeedsInput)
        {
            return "it shows a prompt";
        }

        if (State is not null && state != State)
        {
            return $"it is not {State.Value.ToString().ToLowerInvariant()} any more";
        }

        if (state != AgentState.Busy && rules.KnowsComposer && reading.Composer is null)
        {
            return "its composer is not on the screen";
        }

        return Draft is not null && reading.Composer is { } composer && composer.Draft != Draft
            ? Draft.Length == 0 ? "a draft stands in its composer" : "something else stands in its composer" : null;
    }
}
