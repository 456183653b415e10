using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Core.Session;

namespace Orchestrator.Host.Verbs;

/// <summary>What a subscription tells of the timeline and the log, as JSON.</summary>
internal static class EventJson
{
    public static JsonObject Of(TimelineEntry entry) => new()
    {
        ["entry"] = entry.Id,
        ["at"] = Time(entry.At),
        ["kind"] = entry.Kind.ToString().ToLowerInvariant(),
        ["label"] = entry.Label,
        ["text"] = entry.Text,
        ["message"] = entry.MessageId,
    };

    public static JsonObject Of(LogLine line) => new() { ["at"] = Time(line.At), ["level"] = line.Level, ["text"] = line.Text };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
