using System.Globalization;
using System.Text.Json.Nodes;

namespace FakeAgent;

/// <summary>What the agent received and did, one JSON object a line, on disk before the next thing happens.</summary>
internal sealed class Journal(string? path)
{
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
