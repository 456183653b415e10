using System.Globalization;
using System.Text.Json.Nodes;

namespace FakeAgent;

/// <summary>What the agent received and did, one JSON object a line, on disk before the next thing happens.</summary>
internal sealed class Journal(string? path)
{
    /// <summary>What earlier processes of this agent wrote; a last line that is not whole is left out.</summary>
    public IReadOnlyList<JournaledLine> Before() => path is null || !File.Exists(path)
        ? []
        : File.ReadAllText(path).Split('\n').SkipLast(1).Select(line => JsonNode.Parse(line)!)
            .Select(line => new JournaledLine(line["what"]!.GetValue<string>(), line["text"]!.GetValue<string>())).ToList();

    public void Write(string what, string text)
    {
        if (path is not null)
        {
            JsonObject entry = new()
            {
                ["at"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
                ["pid"] = Environment.ProcessId,
                ["what"] = what,
                ["text"] = text,
            };
            File.AppendAllText(path, entry.ToJsonString() + "\n");
        }
    }
}

internal sealed record JournaledLine(string What, string Text);
