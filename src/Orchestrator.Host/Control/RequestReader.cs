using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Host.Control;

/// <summary>Reads the fields of one request. What is missing or of another kind is a sentence that names the verb and the field.</summary>
/// <param name="verb">For the sentences.</param>
public sealed class RequestReader(string verb, JsonObject line)
{
    /// <exception cref="ControlException">The line is no JSON object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject
                ?? throw new ControlException("The request is not a JSON object on one line, as {\"verb\":\"status\"}.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new ControlException("The request is not a JSON object on one line: " + error.Message, error);
        }
    }

    /// <exception cref="ControlException">It is missing or no string.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw new ControlException($"The request '{verb}' needs '{name}', a string.");

    /// <exception cref="ControlException">It is there and no string.</exception>
    public string? TextOrNull(string name) => Value<string>(name, "a string", out var text) ? text : null;

    /// <summary>False when it is missing.</summary>
    /// <exception cref="ControlException">It is neither true nor false.</exception>
    public bool Flag(string name) => Value<bool>(name, "true or false", out var flag) && flag;

    /// <exception cref="ControlException">It is missing, no whole number, or out of range.</exception>
    public int Number(string name, int least, int most) =>
        LongOrNull(name, least, most) is { } number
            ? (int)number
            : throw new ControlException($"The request '{verb}' needs '{name}', a whole number between {least} and {most}.");

    /// <exception cref="ControlException">It is there, and no whole number or out of range.</exception>
    public long? LongOrNull(string name, long least, long most)
    {
        var kind = $"a whole number between {least} and {most}";
        return !Value<long>(name, kind, out var number) ? null
            : number >= least && number <= most ? number
            : throw Wrong(name, kind);
    }

    /// <summary>The names of a list of words; empty when the field is missing.</summary>
    /// <exception cref="ControlException">It is no list of strings.</exception>
    public IReadOnlyList<string> Words(string name) => Node(name) switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? word) ? word : throw Wrong(name, "a list of strings"))],
        _ => throw Wrong(name, "a list of strings"),
    };

    /// <summary>Names and their values; empty when the field is missing.</summary>
    /// <exception cref="ControlException">It is no object of strings.</exception>
    public IReadOnlyDictionary<string, string> Strings(string name)
    {
        Dictionary<string, string> strings = new(StringComparer.Ordinal);
        if (Node(name) is not { } node)
        {
            return strings;
        }

        foreach (var (key, value) in node as JsonObject ?? throw Wrong(name, "an object of strings"))
        {
            strings[key] = value is null ? ""
                : value is JsonValue item && item.TryGetValue(out string? text) ? text
                : throw Wrong(name, "an object of strings");
        }

        return strings;
    }

    /// <summary>The id of another request, as JSON.</summary>
    /// <exception cref="ControlException">It is missing, or neither a string nor a number.</exception>
    public string Id(string name) => Node(name) is { } id && id.GetValueKind() is (JsonValueKind.String or JsonValueKind.Number)
        ? ControlCall.Key(id)
        : throw new ControlException($"The request '{verb}' needs '{name}', the id of a request: a string or a number.");

    /// <summary>One of an enum's names, in any case.</summary>
    /// <exception cref="ControlException">It is missing, or another word.</exception>
    public T Choice<T>(string name)
        where T : struct, Enum
    {
        // A number would be taken for a name otherwise.
        var word = TextOrNull(name);
        return Enum.GetNames<T>().FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw new ControlException(
                $"'{word}' is no '{name}' of the request '{verb}'; known are {string.Join(", ", Enum.GetNames<T>().Select(known => known.ToLowerInvariant()))}.");
    }

    private JsonNode? Node(string name)
    {
        try
        {
            return line[name];
        }
        catch (ArgumentException error)
        {
            // Names are looked at when the first is asked for.
            throw new ControlException("The request has the same name twice: " + error.Message, error);
        }
    }

    private bool Value<T>(string name, string kind, out T value)
    {
        value = default!;
        return Node(name) is { } node && (node is JsonValue given && given.TryGetValue(out value!) ? true : throw Wrong(name, kind));
    }

    private ControlException Wrong(string name, string kind) => new($"The request '{verb}' has '{name}', which is not {kind}.");
}
