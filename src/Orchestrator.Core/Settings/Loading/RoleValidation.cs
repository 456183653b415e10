using System.Collections.Immutable;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Why a role cannot be played as chosen.</summary>
/// <param name="Role">As in the settings: <c>peerA</c>, <c>peerB</c>, <c>aux</c>, <c>foreman</c>.</param>
/// <param name="Text">What is wrong, as a sentence.</param>
/// <param name="Mend">What to do, as a sentence.</param>
public sealed record RoleFault(string Role, string Text, string Mend)
{
    public override string ToString() => $"{Text} {Mend}";
}

/// <summary>Judges role choices before agents are started.</summary>
public static class RoleValidation
{
    /// <param name="pathVariable">The value of PATH, or null for the system's default.</param>
    /// <returns>Empty when all chosen actors can be started.</returns>
    public static ImmutableArray<RoleFault> Check(RoleChoices choices, ActorCatalog catalog, string? pathVariable, ProjectFolder folder)
    {
        var faults = ImmutableArray.CreateBuilder<RoleFault>();
        if (choices.PeerA is null)
        {
            faults.Add(new RoleFault("peerA", "PeerA has no actor.", "Choose one in the setup panel, or write `roles: {peerA: {actor: claude}}` in .cccc/settings/cli_profiles.yaml."));
        }

        Judge("peerA", "PeerA", choices.PeerA);
        Judge("peerB", "PeerB", choices.PeerB);
        Judge("aux", "Aux", choices.Aux);
        Judge("foreman", "Foreman", choices.Foreman);
        return faults.ToImmutable();

        void Judge(string role, string label, string? id)
        {
            if (id is null)
            {
                return;
            }

            if (catalog.Find(id) is not { } actor)
            {
                var meant = catalog.Nearest(id) is { } near ? $"Did you mean {near}? " : string.Empty;
                faults.Add(new RoleFault(role, $"{label}'s actor '{id}' is not in agents.yaml.", $"{meant}There are: {string.Join(", ", catalog.Actors.Select(known => known.Id))}."));
            }
            else if (!ActorCatalog.FindOnPath(actor, pathVariable, folder).Found)
            {
                var where = actor.Command[0].Contains('/', StringComparison.Ordinal) ? "was not found, or may not be run" : "is not on PATH";
                var install = actor.InstallHint is { Length: > 0 } hint ? $"Install it ({hint}), or set" : "Set";
                faults.Add(new RoleFault(role, $"{label}'s actor '{id}' cannot start: `{actor.Command[0]}` {where}.", $"{install} `actors.{id}.command` in .cccc/settings/agents.yaml."));
            }
        }
    }
}
