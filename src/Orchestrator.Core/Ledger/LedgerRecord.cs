using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Core.Ledger;

/// <summary>
/// One line of the ledger: what happened, when, and what is to be known of it. A field is a string, a whole number, a fraction, a yes or no, or a
/// list of strings; <c>kind</c> and <c>ts</c> are no field names.
/// </summary>
public sealed class LedgerRecord
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<(string Name, object Value)> _fields;

    public LedgerRecord(string kind, DateTimeOffset at)
        : this(kind, at, [])
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
    }

    private LedgerRecord(string kind, DateTimeOffset at, ImmutableArray<(string Name, object Value)> fields)
    {
        Kind = kind;
        At = at.ToUniversalTime();
        Moment = At;
        _fields = fields;
    }

    /// <summary>One of <see cref="LedgerKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>UTC, by the system's clock.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The same moment on the clock by which this process waits; not written down, so of a record that was read it is <see cref="At"/>.</summary>
    public DateTimeOffset Moment { get; init; }

    public IEnumerable<string> FieldNames => _fields.Select(entry => entry.Name);

    /// <summary>A null value adds nothing.</summary>
    public LedgerRecord With(string name, string? value) => value is null ? this : Add(name, value);

    public LedgerRecord With(string name, long value) => Add(name, value);

    public LedgerRecord With(string name, double value) =>
        double.IsFinite(value) ? Add(name, value) : throw new ArgumentOutOfRangeException(nameof(value), value, "A fraction in the ledger is a finite number.");

    public LedgerRecord With(string name, bool value) => Add(name, value);

    public LedgerRecord With(string name, ImmutableArray<string> values) => values.IsDefaultOrEmpty ? this : Add(name, values);

    public string? Text(string name) => Find(name) as string;

    public long? Number(string name) => Find(name) as long?;

    public double? Fraction(string name) => Find(name) switch { double value => value, long value => value, _ => null };

    public bool? Flag(string name) => Find(name) as bool?;

    public ImmutableArray<string> List(string name) => Find(name) is ImmutableArray<string> values ? values : [];

    /// <summary>The record as one line of JSON, without the line feed.</summary>
    public override string ToString()
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal void WriteTo(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Compact);
        json.WriteStartObject();
        json.WriteString("ts", At.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("kind", Kind);
        foreach (var (name, value) in _fields)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case string text:
                    json.WriteStringValue(text);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case double fraction:
                    json.WriteNumberValue(fraction);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case ImmutableArray<string> list:
                    json.WriteStartArray();
                    foreach (var item in list)
                    {
                        json.WriteStringValue(item);
                    }

                    json.WriteEndArray();
                    break;
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a line back. Fields of other shapes (of a later version) are kept out, not an error.</summary>
    /// <exception cref="JsonException">The line is no record.</exception>
    internal static LedgerRecord Parse(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("not an object");
        }

        string? kind = null;
        DateTimeOffset? at = null;
        var fields = ImmutableArray.CreateBuilder<(string, object)>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.NameEquals("kind"u8) && property.Value.ValueKind == JsonValueKind.String)
            {
                kind = property.Value.GetString();
            }
            else if (property.NameEquals("ts"u8) && property.Value.ValueKind == JsonValueKind.String && property.Value.TryGetDateTimeOffset(out var time))
            {
                at = time;
            }
            else if (Value(property.Value) is { } value)
            {
                fields.Add((property.Name, value));
            }
        }

        return kind is { Length: > 0 } && at is { } moment
            ? new LedgerRecord(kind, moment, fields.ToImmutable())
            : throw new JsonException("no kind or no ts");
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var number) ? (object)number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString() ?? "").ToImmutableArray(),
        _ => null,
    };

    private LedgerRecord Add(string name, object value)
    {
        if (name is "kind" or "ts" || string.IsNullOrEmpty(name))
        {
            throw new ArgumentException($"'{name}' cannot be the name of a field.", nameof(name));
        }

        return new LedgerRecord(Kind, At, _fields.RemoveAll(entry => entry.Name == name).Add((name, value))) { Moment = Moment };
    }

    private object? Find(string name) => _fields.FirstOrDefault(entry => entry.Name == name).Value;
}
