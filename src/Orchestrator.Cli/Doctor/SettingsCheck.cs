using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Cli.Doctor;

/// <summary>What is wrong with the settings, and which agents they can start.</summary>
internal static class SettingsCheck
{
    public static IEnumerable<Finding> Look(LoadedSettings loaded)
    {
        foreach (var problem in loaded.Problems)
        {
            var where = problem.Line > 0 ? $"line {problem.Line} of {problem.File}" : problem.File;
            yield return new Finding("settings", FindingLevel.Fault, problem.ToString(), $"Mend {where}. docs/settings.md and the comments of the shipped files name every key.", problem.File, problem.Line > 0 ? problem.Line : null);
        }

        if (loaded.Problems.IsEmpty)
        {
            yield return new Finding("settings", FindingLevel.Ok, "All settings files are sound.");
        }
    }

    public static IEnumerable<Finding> LookAtRoles(LoadedSettings loaded, ProjectFolder folder, string? pathVariable)
    {
        var roles = loaded.Settings.Roles;
        var catalog = new ActorCatalog(loaded.Settings.Actors);
        var faults = RoleValidation.Check(roles, catalog, pathVariable, folder);
        foreach (var fault in faults)
        {
            yield return new Finding("actors", FindingLevel.Fault, fault.Text, fault.Mend);
        }

        foreach ((var role, var label, var id) in new[] { ("peerA", "PeerA", roles.PeerA), ("peerB", "PeerB", roles.PeerB), ("aux", "Aux", roles.Aux), ("foreman", "Foreman", roles.Foreman) })
        {
            if (id is not null && faults.All(fault => fault.Role != role))
            {
                var actor = catalog.Find(id)!;
                yield return new Finding("actors", FindingLevel.Ok, $"{label} is {id}: {string.Join(' ', actor.Command)} ({From(loaded, id)}).");
            }
        }

        if (roles.SinglePeer)
        {
            yield return new Finding("actors", FindingLevel.Note, "PeerB has no actor: single-peer mode, only PeerA will run.");
        }
    }

    public static ImmutableArray<DoctorActor> Table(LoadedSettings loaded, ProjectFolder folder, string? pathVariable) =>
    [
        .. new ActorCatalog(loaded.Settings.Actors).LookUp(pathVariable, folder).Select(found => new DoctorActor(
            found.Actor.Id, found.Actor.Title, found.Actor.Command, found.ProgramPath, From(loaded, found.Actor.Id), found.Actor.InstallHint)),
    ];

    /// <summary>A command that a project's file sets runs with the user's rights: who set it is always shown.</summary>
    private static string From(LoadedSettings loaded, string id) =>
        loaded.OriginOf($"actors.{id}.command") is { Layer: not SettingsLayerKind.Shipped } origin
            ? origin.Line > 0 ? $"{origin.File}:{origin.Line}" : origin.File
            : "shipped";
}
