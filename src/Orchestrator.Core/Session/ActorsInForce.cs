using System.Collections.Immutable;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>
/// The actors as they count now, the only place that knows: their commands are those of the session's start, the rules by which their screens are judged
/// are those that the settings files say now. Whoever needs an actor asks here each time. Used on the engine's loop only.
/// </summary>
internal sealed class ActorsInForce(ImmutableArray<ActorDefinition> actors)
{
    private ImmutableArray<ActorDefinition> _actors = actors;

    public IEnumerable<string> Ids => _actors.Select(actor => actor.Id);

    public ActorDefinition? Find(string? id) => Find(_actors, id);

    /// <summary>The settings files say this now.</summary>
    /// <exception cref="ArgumentException">A rule's pattern is no regular expression; what counted before counts on.</exception>
    public void Replace(ImmutableArray<ActorDefinition> read)
    {
        ImmutableArray<ActorDefinition> next = [.. _actors.Select(actor => Find(read, actor.Id) is { } now ? actor with { StateRules = now.StateRules, Composer = now.Composer } : actor)];
        foreach (var actor in next)
        {
            _ = new ScreenRules(actor);
        }

        _actors = next;
    }

    private static ActorDefinition? Find(ImmutableArray<ActorDefinition> actors, string? id) => actors.FirstOrDefault(actor => actor.Id == id);
}
