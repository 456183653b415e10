using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Core.Messages;

/// <summary>A delivery in the ledger's snapshot.</summary>
internal static class DeliveryJson
{
    public static void Write(Utf8JsonWriter json, MessageLife delivery)
    {
        json.WriteStartObject();
        json.WriteString("id", delivery.Id);
        json.WriteString("from", delivery.From);
        json.WriteString("to", delivery.To);
        json.WriteNumber("chars", delivery.Chars);
        Optional(json, "re", delivery.ReplyTo);
        json.WriteString("thread", delivery.Thread);
        json.WriteBoolean("urgent", delivery.Urgent);
        Optional(json, "expires", delivery.Expires?.ToUnixTimeMilliseconds());
        Optional(json, "claim", delivery.Claim);
        json.WriteNumber("state", (int)delivery.State);
        Optional(json, "seq", delivery.Sequence);
        json.WriteBoolean("left", delivery.HasLeft);
        json.WriteBoolean("withdraw", delivery.IsBeingWithdrawn);
        Optional(json, "again", delivery.SentAgainAs);
        json.WriteStartArray("steps");
        foreach (var step in delivery.Steps)
        {
            json.WriteStartArray();
            json.WriteNumberValue((int)step.State);
            json.WriteNumberValue(step.At.UtcTicks);
            if (step.Note is { } note)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="JsonException">It is no delivery.</exception>
    public static MessageLife Read(JsonElement json)
    {
        var steps = json.GetProperty("steps").EnumerateArray().Select(ReadStep).ToImmutableArray();
        return steps.IsEmpty
            ? throw new JsonException("a delivery without a step")
            : new MessageLife(
                Text(json, "id"), Text(json, "from"), Text(json, "to"), json.GetProperty("chars").GetInt32(), OptionalText(json, "re"), Text(json, "thread"),
                json.GetProperty("urgent").GetBoolean(), OptionalNumber(json, "expires") is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, OptionalText(json, "claim"),
                State(json.GetProperty("state")), steps, OptionalNumber(json, "seq"), json.GetProperty("left").GetBoolean(), json.GetProperty("withdraw").GetBoolean())
            {
                SentAgainAs = OptionalText(json, "again"),
            };
    }

    private static DeliveryStep ReadStep(JsonElement json) =>
        new(State(json[0]), new DateTimeOffset(json[1].GetInt64(), TimeSpan.Zero), json.GetArrayLength() > 2 ? json[2].GetString() : null);

    private static DeliveryState State(JsonElement json)
    {
        var state = (DeliveryState)json.GetInt32();
        return Enum.IsDefined(state) ? state : throw new JsonException("a state that is not known");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new JsonException($"no {name}");

    private static string? OptionalText(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long? OptionalNumber(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
