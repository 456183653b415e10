using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Host.Control;

/// <summary>The host's answer to a request: one JSON line.</summary>
/// <param name="ExitCode">What the asking program should end with: 0 done, 1 failed, 4 refused.</param>
/// <param name="Text">A sentence for the user.</param>
/// <param name="Data">What <c>--json</c> prints, or null.</param>
public sealed record ControlReply(int ExitCode, string Text, JsonNode? Data = null)
{
    public bool Ok => ExitCode == 0;

    /// <summary>The line that says it, with its end.</summary>
    /// <param name="id">That of the request, if it had one.</param>
    public byte[] ToLine(JsonNode? id = null)
    {
        JsonObject json = [];
        if (id is not null)
        {
            json["id"] = id.DeepClone();
        }

        json["exit"] = ExitCode;
        json["text"] = Text;
        if (Data is not null)
        {
            json["data"] = Data.DeepClone();
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString() + "\n");
    }

    /// <exception cref="ControlException">The line is not a reply of ours.</exception>
    public static ControlReply Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = JsonNode.Parse(line);
            var exit = json?["exit"]?.GetValue<int>() ?? throw new JsonException("no exit code");
            return new ControlReply(exit, json["text"]?.GetValue<string>() ?? "", json["data"]?.DeepClone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new ControlException("The host's answer cannot be read; it may be of another version. End it with `cccc kill`.", error);
        }
    }
}
