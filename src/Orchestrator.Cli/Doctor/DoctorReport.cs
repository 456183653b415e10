using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Cli.Doctor;

internal enum FindingLevel
{
    [JsonStringEnumMemberName("ok")]
    Ok,
    /// <summary>Worth knowing; nothing to mend.</summary>
    [JsonStringEnumMemberName("note")]
    Note,
    /// <summary>Keeps cccc from working, or makes it work otherwise than the user thinks.</summary>
    [JsonStringEnumMemberName("fault")]
    Fault,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area"><c>terminal</c>, <c>settings</c>, <c>actors</c>, <c>folder</c> or <c>runtime</c>.</param>
/// <param name="Text">What is so, as a sentence.</param>
/// <param name="Mend">For a fault: what to do.</param>
internal sealed record Finding(string Area, FindingLevel Level, string Text, string? Mend = null, string? File = null, int? Line = null);

/// <summary>An actor of the catalog, and where its program is.</summary>
/// <param name="Path">Null when the program was not found.</param>
/// <param name="CommandFrom">Who set the command: <c>shipped</c>, or the file or variable.</param>
internal sealed record DoctorActor(string Id, string Title, ImmutableArray<string> Command, string? Path, string CommandFrom, string? InstallHint);

internal sealed record DoctorReport(bool Ok, string Project, ImmutableArray<Finding> Findings, ImmutableArray<DoctorActor> Actors);
