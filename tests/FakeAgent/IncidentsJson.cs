using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Demo;

namespace FakeAgent;

/// <summary>Reads a script's incidents, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<AgentIncident>))]
internal sealed partial class IncidentsJson : JsonSerializerContext;
