using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>
/// A screen of an agent that is kept with what was made of it, as <c>NAME.ansi</c> and <c>NAME.json</c>. The tests of the rules read such pairs; where the state
/// is wrong, it is mended in the JSON, and then the rule.
/// </summary>
/// <param name="Text">As <see cref="SavedScreen.Read"/> takes it.</param>
/// <param name="Draft">Whether something stands in the composer; null where no composer is shown.</param>
public sealed record ScreenFixture(string Actor, AgentState State, bool? Draft, string? Title, string? StateReport, string Text)
{
    private const int MostCharacters = 80;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MostCharacters && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }

    /// <summary>Where a project keeps them.</summary>
    public static string FolderOf(ProjectFolder project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return Path.Combine(project.Home, "screens");
    }

    /// <returns>The path of the screen.</returns>
    /// <exception cref="TextFileException">It cannot be written; the message says why.</exception>
    public string Save(string folder, string name)
    {
        JsonObject facts = new()
        {
            ["actor"] = Actor, ["state"] = SettingsSchema.NameOf(State), ["draft"] = Draft, ["title"] = Title, ["state_report"] = StateReport,
        };
        var path = Path.Combine(folder, name + ".ansi");
        TextFile.Write(path, Text);
        TextFile.Write(Path.Combine(folder, name + ".json"), facts.ToJsonString(Indented) + "\n");
        return path;
    }

    /// <param name="path">Of its JSON.</param>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static ScreenFixture Load(string path)
    {
        var facts = JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException("empty");
        return new ScreenFixture(
            facts["actor"]?.GetValue<string>() ?? throw new JsonException("no actor"),
            SettingsSchema.StateOf(facts["state"]?.GetValue<string>() ?? "") ?? throw new JsonException("no state that is known"),
            facts["draft"]?.GetValue<bool>(), facts["title"]?.GetValue<string>(), facts["state_report"]?.GetValue<string>(), File.ReadAllText(Path.ChangeExtension(path, ".ansi")));
    }
}
