using System.Text.Json.Serialization;
using Orchestrator.Cli.Doctor;

namespace Orchestrator.Cli.Commands;

/// <summary>What <c>--json</c> prints, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class CliJson : JsonSerializerContext;
