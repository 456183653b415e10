using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Plan;

namespace Orchestrator.Host.Control;

/// <summary>Messages and their lives as JSON: what <c>cccc message</c> gets and what <c>--json</c> prints.</summary>
public static class MessageJson
{
    public static JsonArray Of(IEnumerable<MessageLife> messages) => new([.. messages.Select(message => (JsonNode?)Of(message))]);

    public static JsonObject Of(MessageLife message) => new()
    {
        ["id"] = message.Id,
        ["from"] = message.From,
        ["to"] = message.To,
        ["state"] = message.State.Word(),
        ["since"] = Time(message.Since),
        ["why"] = message.Note,
        ["stored"] = Time(message.StoredAt),
        ["urgent"] = message.Urgent,
        ["expires"] = message.Expires is { } expires ? Time(expires) : null,
        ["reply_to"] = message.ReplyTo,
        ["thread"] = message.Thread,
        ["sent_again_as"] = message.SentAgainAs,
        ["number"] = message.Sequence,
        ["chars"] = message.Chars,
        ["open"] = !message.HasLeft,
        ["steps"] = new JsonArray([.. message.Steps.Select(step => (JsonNode?)new JsonObject { ["state"] = step.State.Word(), ["at"] = Time(step.At), ["note"] = step.Note })]),
    };

    /// <summary>The answer to a question about one message.</summary>
    public static ControlReply Reply(string id, ImmutableArray<MessageDetail> found)
    {
        if (found.Length != 1)
        {
            return new ControlReply(4, found.IsEmpty
                ? $"There is no message {id}; `cccc message list` shows those that there are."
                : $"{id} can mean {string.Join(", ", found.Take(5).Select(detail => $"{detail.Life.Id} for {detail.Life.To}"))}; give the whole id.");
        }

        var message = Of(found[0].Life);
        message["text"] = found[0].Text;
        message["file"] = found[0].TextPath;
        return new ControlReply(0, "", message);
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
