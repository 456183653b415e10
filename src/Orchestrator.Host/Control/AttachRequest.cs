using System.Text.Json.Nodes;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>Draw a cockpit on this connection. After the reply both sides speak frames: the connection itself knows this request.</summary>
/// <param name="Environment">What tells of the outer terminal: TERM, COLORTERM, NO_COLOR, where terminfo entries lie, and the like.</param>
public sealed record AttachRequest(TermSize Size, IReadOnlyDictionary<string, string> Environment) : ControlRequest(VerbName)
{
    internal const string VerbName = "attach";

    protected override void Write(JsonObject line)
    {
        line["columns"] = Size.Columns;
        line["rows"] = Size.Rows;
        line["environment"] = new JsonObject(Environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
    }
}
