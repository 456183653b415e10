using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Core;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Control;

/// <summary>What a connection asks of the host: its first line, a JSON object with a <c>verb</c>.</summary>
public abstract record ControlRequest
{
    /// <summary>Bytes of the first line; a longer one is refused.</summary>
    public const int MaxLine = 2 << 20;

    /// <summary>Draw a cockpit on this connection. After the reply both sides speak frames.</summary>
    /// <param name="Environment">What tells of the outer terminal: TERM, COLORTERM, NO_COLOR, where terminfo entries lie, and the like.</param>
    public sealed record Attach(TermSize Size, IReadOnlyDictionary<string, string> Environment) : ControlRequest;

    /// <summary>End the connections of all attached clients.</summary>
    public sealed record Detach : ControlRequest;

    public sealed record Status : ControlRequest;

    public sealed record Send(Route Route, string Text) : ControlRequest;

    /// <summary>End the agents and the host.</summary>
    public sealed record Kill : ControlRequest;

    public string ToLine()
    {
        JsonObject json = this switch
        {
            Attach attach => new JsonObject
            {
                ["verb"] = "attach",
                ["columns"] = attach.Size.Columns,
                ["rows"] = attach.Size.Rows,
                ["environment"] = new JsonObject(attach.Environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            },
            Detach => new JsonObject { ["verb"] = "detach" },
            Status => new JsonObject { ["verb"] = "status" },
            Send send => new JsonObject { ["verb"] = "send", ["route"] = RouteName(send.Route), ["text"] = send.Text },
            Kill => new JsonObject { ["verb"] = "kill" },
            _ => throw new InvalidOperationException($"{GetType().Name} has no line."),
        };
        return json.ToJsonString() + "\n";
    }

    /// <exception cref="ControlException">The line is no request; the message says what was expected.</exception>
    public static ControlRequest Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            JsonNode? json = JsonNode.Parse(line);
            string? verb = StringOf(json, "verb");
            return verb switch
            {
                "attach" => new Attach(new TermSize(NumberOf(json, "columns"), NumberOf(json, "rows")), Strings(json?["environment"])),
                "detach" => new Detach(),
                "status" => new Status(),
                "send" => new Send(ParseRoute(StringOf(json, "route")), StringOf(json, "text") ?? throw new ControlException("The request 'send' needs a text.")),
                "kill" => new Kill(),
                _ => throw new ControlException($"The verb '{verb}' is not known; known are attach, detach, status, send, kill."),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new ControlException("The request is not a JSON object on one line: " + error.Message, error);
        }
    }

    public static string RouteName(Route route) => route switch
    {
        Route.PeerA => "a",
        Route.PeerB => "b",
        _ => "both",
    };

    /// <exception cref="ControlException">Another word than a, b, both.</exception>
    public static Route ParseRoute(string? name) => name?.ToLowerInvariant() switch
    {
        "a" => Route.PeerA,
        "b" => Route.PeerB,
        "both" => Route.Both,
        _ => throw new ControlException($"'{name}' is no receiver; use a, b or both."),
    };

    private static string? StringOf(JsonNode? json, string name) => json?[name]?.GetValue<string>();

    private static int NumberOf(JsonNode? json, string name) =>
        json?[name]?.GetValue<int>() is int number and >= 1 and <= 10_000 ? number : throw new ControlException($"The request needs '{name}' between 1 and 10000.");

    private static Dictionary<string, string> Strings(JsonNode? json)
    {
        Dictionary<string, string> strings = [];
        if (json is JsonObject values)
        {
            foreach ((string name, JsonNode? value) in values)
            {
                strings[name] = value?.GetValue<string>() ?? "";
            }
        }

        return strings;
    }
}

/// <summary>The host's answer to a request: one JSON line.</summary>
/// <param name="ExitCode">What the asking program should end with: 0 done, 1 failed, 4 refused.</param>
/// <param name="Text">A sentence for the user.</param>
/// <param name="Data">What <c>--json</c> prints, or null.</param>
public sealed record ControlReply(int ExitCode, string Text, JsonNode? Data = null)
{
    public bool Ok => ExitCode == 0;

    public byte[] ToLine()
    {
        JsonObject json = new() { ["exit"] = ExitCode, ["text"] = Text };
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
            JsonNode? json = JsonNode.Parse(line);
            int exit = json?["exit"]?.GetValue<int>() ?? throw new JsonException("no exit code");
            return new ControlReply(exit, json["text"]?.GetValue<string>() ?? "", json["data"]?.DeepClone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new ControlException("The host's answer cannot be read; it may be of another version. End it with `cccc kill`.", error);
        }
    }
}
