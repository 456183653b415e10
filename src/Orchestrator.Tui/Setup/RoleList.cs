using System.Collections.Immutable;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Tui.Setup;

/// <summary>A role of the setup panel and the actors that can play it. The first choice is <c>none</c> where the role may be empty.</summary>
internal sealed class RoleList
{
    public RoleList(string title, bool mayBeNone, ImmutableArray<ActorAvailability> actors, string? chosen, string? fallback)
    {
        Title = title;
        Choices = mayBeNone ? [null, .. actors] : [.. actors];
        var index = Choices.FindIndex(a => a?.Actor.Id == chosen);
        Selected = index >= 0 ? index : Math.Max(0, Choices.FindIndex(a => a?.Actor.Id == fallback));
    }

    public string Title { get; }

    /// <summary>Null is <c>none</c>.</summary>
    public List<ActorAvailability?> Choices { get; }

    public int Selected { get; private set; }

    public ActorAvailability? Actor => Choices.Count > 0 ? Choices[Selected] : null;

    public bool IsNone => Actor is null;

    public void Select(int index) => Selected = Math.Clamp(index, 0, Math.Max(0, Choices.Count - 1));

    /// <summary>What keeps the chosen actor from running, as a sentence, or null.</summary>
    public string? Fault()
    {
        if (Actor is not { Found: false } missing)
        {
            return null;
        }

        var hint = missing.Actor.InstallHint is { Length: > 0 } install ? $" Install it: {install}" : "";
        return $"{Title}: {missing.Actor.Id} is not on PATH.{hint}";
    }
}
