using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Pty;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>The agent CLIs that can be chosen, and which of them are installed.</summary>
public sealed class ActorCatalog
{
    public ActorCatalog(ImmutableArray<ActorDefinition> actors)
    {
        Actors = actors;
    }

    public ImmutableArray<ActorDefinition> Actors { get; }

    /// <summary>Ids compare without case.</summary>
    public ActorDefinition? Find(string id) => Actors.FirstOrDefault(actor => actor.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The id that somebody meant who wrote another, or null.</summary>
    public string? Nearest(string id) => NearestName.Of(id, Actors.Select(actor => actor.Id));

    public ImmutableArray<ActorAvailability> LookUp(string? pathVariable, ProjectFolder folder) =>
        [.. Actors.Select(actor => FindOnPath(actor, pathVariable, folder))];

    /// <summary>
    /// Looks the actor's program up as it will be when it starts: on PATH, or, with a slash in its name, from the project's folder.
    /// </summary>
    /// <param name="pathVariable">The value of PATH; an actor's own <c>environment.PATH</c> comes before it. Null: the system's default.</param>
    public static ActorAvailability FindOnPath(ActorDefinition actor, string? pathVariable, ProjectFolder folder)
    {
        var environment = pathVariable is null ? actor.Environment : ImmutableDictionary.CreateRange([KeyValuePair.Create("PATH", pathVariable)]).SetItems(actor.Environment);
        var program = actor.Command[0].Replace("{project}", folder.Root, StringComparison.Ordinal);
        try
        {
            return new ActorAvailability(actor, ProgramPath.Resolve(program, folder.Root, environment));
        }
        catch (PtyException)
        {
            // Not found is an answer here, not a fault.
            return new ActorAvailability(actor, ProgramPath: null);
        }
    }
}
