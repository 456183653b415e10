using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>What a connection asks of the host: its first line, a JSON object with a <c>verb</c>.</summary>
public abstract record ControlRequest
{
    /// <summary>Bytes of the first line; a longer one is refused.</summary>
    public const int MaxLine = 2 << 20;

    // Milliseconds; nobody waits for mail longer than a year.
    private const long MostLife = 366L * 24 * 3600 * 1000;

    /// <summary>Draw a cockpit on this connection. After the reply both sides speak frames.</summary>
    /// <param name="Environment">What tells of the outer terminal: TERM, COLORTERM, NO_COLOR, where terminfo entries lie, and the like.</param>
    public sealed record Attach(TermSize Size, IReadOnlyDictionary<string, string> Environment) : ControlRequest;

    /// <summary>End the connections of all attached clients.</summary>
    public sealed record Detach : ControlRequest;

    public sealed record Status : ControlRequest;

    public sealed record Send(Route Route, string Text, SendOptions Options) : ControlRequest;

    /// <summary>Asks about messages, or for something to be done with one.</summary>
    /// <param name="Id">A message's id or how it begins; null with <see cref="MessageVerb.List"/>.</param>
    public sealed record Message(MessageVerb Verb, string? Id) : ControlRequest;

    /// <summary>Switch the Foreman, have it run, or ask about it.</summary>
    public sealed record Foreman(ForemanOrder Order) : ControlRequest;

    /// <summary>Run the helper; answered when it has ended.</summary>
    /// <param name="Asker"><c>User</c>, <c>PeerA</c> or <c>PeerB</c>: for the records.</param>
    public sealed record Aux(string Text, string Asker) : ControlRequest;

    /// <summary>Why an agent's state is what it is, and its screen.</summary>
    public sealed record Explain(AgentRole Role) : ControlRequest;

    /// <summary>Answer the prompt that an agent shows.</summary>
    /// <param name="Prompt">The prompt that is meant, or null for whichever there is.</param>
    public sealed record Answer(AgentRole Role, PromptAnswer What, string? Prompt) : ControlRequest;

    /// <summary>A hook of an agent's CLI says what it does.</summary>
    public sealed record Report(AgentRole Role, string Text) : ControlRequest;

    /// <summary>End the agents and the host.</summary>
    public sealed record Kill : ControlRequest;

    public string ToLine()
    {
        var json = this switch
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
            Send send => SendLine(send),
            Message message => new JsonObject { ["verb"] = "message", ["do"] = message.Verb.ToString().ToLowerInvariant(), ["id"] = message.Id },
            Foreman foreman => new JsonObject { ["verb"] = "foreman", ["do"] = foreman.Order.ToString().ToLowerInvariant() },
            Aux aux => new JsonObject { ["verb"] = "aux", ["text"] = aux.Text, ["asker"] = aux.Asker },
            Explain explain => new JsonObject { ["verb"] = "explain", ["role"] = explain.Role.Label() },
            Answer answer => new JsonObject
            {
                ["verb"] = "answer", ["role"] = answer.Role.Label(), ["answer"] = answer.What.ToString(), ["prompt"] = answer.Prompt,
            },
            Report report => new JsonObject { ["verb"] = "report", ["role"] = report.Role.Label(), ["text"] = report.Text },
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
            var json = JsonNode.Parse(line);
            var verb = StringOf(json, "verb");
            return verb switch
            {
                "attach" => new Attach(new TermSize(NumberOf(json, "columns"), NumberOf(json, "rows")), Strings(json?["environment"])),
                "detach" => new Detach(),
                "status" => new Status(),
                "send" => new Send(ParseRoute(StringOf(json, "route")), StringOf(json, "text") ?? throw new ControlException("The request 'send' needs a text."), OptionsOf(json)),
                "message" => new Message(ParseMessageVerb(StringOf(json, "do")), StringOf(json, "id")),
                "foreman" => new Foreman(ParseOrder(StringOf(json, "do"))),
                "aux" => new Aux(StringOf(json, "text") ?? throw new ControlException("The request 'aux' needs a text."), ParseAsker(StringOf(json, "asker"))),
                "explain" => new Explain(ParseRole(StringOf(json, "role"))),
                "answer" => new Answer(ParseRole(StringOf(json, "role")), ParseAnswer(StringOf(json, "answer")), StringOf(json, "prompt")),
                "report" => new Report(ParseRole(StringOf(json, "role")), StringOf(json, "text") ?? throw new ControlException("The request 'report' needs a text.")),
                "kill" => new Kill(),
                _ => throw new ControlException($"The verb '{verb}' is not known; known are attach, detach, status, send, message, foreman, aux, explain, answer, report, kill."),
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

    /// <exception cref="ControlException">Another word than a, b, PeerA, PeerB, both.</exception>
    public static Route ParseRoute(string? name) => AgentRoles.Parse(name) switch
    {
        AgentRole.PeerA => Route.PeerA,
        AgentRole.PeerB => Route.PeerB,
        _ when string.Equals(name, "both", StringComparison.OrdinalIgnoreCase) => Route.Both,
        _ => throw new ControlException($"'{name}' is no receiver; use a, b or both."),
    };

    /// <exception cref="ControlException">Another word than a, b, PeerA, PeerB.</exception>
    public static AgentRole ParseRole(string? name) => AgentRoles.Parse(name) ?? throw new ControlException($"'{name}' is no agent of a session; use peerA or peerB.");

    /// <exception cref="ControlException">Another word than approve, deny, or a number from 1 to 99.</exception>
    public static PromptAnswer ParseAnswer(string? word) => PromptAnswer.Parse(word) ?? throw new ControlException($"'{word}' is no answer: approve, deny, or a number from 1 to 99.");

    private static JsonObject SendLine(Send send)
    {
        JsonObject json = new() { ["verb"] = "send", ["route"] = RouteName(send.Route), ["text"] = send.Text };
        if (send.Options.Urgent)
        {
            json["urgent"] = true;
        }

        if (send.Options.TimeToLive is { } life)
        {
            json["ttl_ms"] = (long)life.TotalMilliseconds;
        }

        if (send.Options.ReplyTo is { } answered)
        {
            json["reply_to"] = answered;
        }

        if (send.Options.Key is { } key)
        {
            json["key"] = key;
        }

        return json;
    }

    private static SendOptions OptionsOf(JsonNode? json)
    {
        var life = json?["ttl_ms"]?.GetValue<long>();
        if (life is <= 0 or > MostLife)
        {
            throw new ControlException("The request's 'ttl_ms' must be between 1 and a year.");
        }

        return new SendOptions(
            json?["urgent"]?.GetValue<bool>() ?? false, life is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null, StringOf(json, "reply_to"), StringOf(json, "key"));
    }

    private static ForemanOrder ParseOrder(string? name) => Enum.TryParse(name, ignoreCase: true, out ForemanOrder order) && Enum.IsDefined(order)
        ? order
        : throw new ControlException($"'{name}' is no order for the Foreman; known are on, off, status, now.");

    // It comes from outside: a name that is not known is no agent's.
    private static string ParseAsker(string? name) => name is "PeerA" or "PeerB" ? name : "User";

    private static MessageVerb ParseMessageVerb(string? name) => Enum.TryParse(name, ignoreCase: true, out MessageVerb verb) && Enum.IsDefined(verb)
        ? verb
        : throw new ControlException($"'{name}' cannot be done with messages; known are list, show, retry, cancel.");

    private static string? StringOf(JsonNode? json, string name) => json?[name]?.GetValue<string>();

    private static int NumberOf(JsonNode? json, string name) =>
        json?[name]?.GetValue<int>() is int number and >= 1 and <= 10_000 ? number : throw new ControlException($"The request needs '{name}' between 1 and 10000.");

    private static Dictionary<string, string> Strings(JsonNode? json)
    {
        Dictionary<string, string> strings = [];
        if (json is JsonObject values)
        {
            foreach ((var name, var value) in values)
            {
                strings[name] = value?.GetValue<string>() ?? "";
            }
        }

        return strings;
    }
}
