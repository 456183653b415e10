using System.Globalization;
using System.Text.Json;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Judging;

/// <summary>
/// The shipped rules on several hundred labelled screens of real CLIs. They are not part of the repository: <c>../shared/agents/screens</c> beside it. Screens
/// of versions that no rule was made for yet are told, not asserted.
/// </summary>
public class ScreenCorpusTests(ITestOutputHelper output)
{
    private const double Share = 0.97;

    // Captured in December 2026 from versions that are newer (or older) than those that the rules were made for.
    private const string NotMadeFor = "own-2026-12";

    [Fact]
    public void The_shipped_rules_tell_state_and_draft_of_labelled_screens()
    {
        var folder = FindFolder();
        Assert.SkipWhen(folder is null, "The labelled screens of agent CLIs (../shared/agents/screens) are not beside the repository.");
        var actors = new ActorCatalog(SettingsLoader.Load(new ProjectFolder("/nonexistent"), SettingsSources.None).Settings.Actors);
        var rules = actors.Actors.ToDictionary(actor => actor.Id, actor => new ScreenRules(actor));
        var (states, rightStates, drafts, rightDrafts, others, rightOthers) = (0, 0, 0, 0, 0, 0);
        var dangerous = new List<string>();
        foreach (var path in Directory.GetDirectories(folder!).Order(StringComparer.Ordinal))
        {
            var labelled = LabelledScreen.Read(path);
            var judgement = SavedScreen.Judge(rules[labelled.Agent], labelled.Screen);
            if (labelled.Origin == NotMadeFor)
            {
                others++;
                rightOthers += SettingsSchema.NameOf(judgement.State) == labelled.State ? 1 : 0;
                continue;
            }

            var state = SettingsSchema.NameOf(judgement.State);
            if (labelled.State == "needs-input" && state == "idle")
            {
                dangerous.Add(labelled.Name);
            }

            // The tagged ones cannot be told from the screen alone.
            if (!labelled.IsTagged)
            {
                states++;
                rightStates += state == labelled.State ? 1 : 0;
                Tell(state == labelled.State, $"{labelled.Name} is {labelled.State}, judged {judgement}");
            }

            if (labelled.Draft is { } draft && judgement.Composer is not null)
            {
                drafts++;
                rightDrafts += (judgement.Draft is not null) == draft ? 1 : 0;
                Tell((judgement.Draft is not null) == draft, $"{labelled.Name} has {(draft ? "a" : "no")} draft, read '{judgement.Draft}'");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"states {rightStates} of {states}, drafts {rightDrafts} of {drafts}; of other versions {rightOthers} of {others}"));
        Assert.Empty(dangerous);
        Assert.True(rightStates >= Share * states, $"{rightStates} of {states} states");
        Assert.True(rightDrafts >= Share * drafts && drafts > 100, $"{rightDrafts} of {drafts} drafts");
    }

    private void Tell(bool right, string text)
    {
        if (!right)
        {
            output.WriteLine(text);
        }
    }

    private static string? FindFolder()
    {
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            var candidate = Path.Combine(up.FullName, "shared", "agents", "screens", "public");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private sealed record LabelledScreen(string Name, string Agent, string Origin, string State, bool? Draft, bool IsTagged, ScreenObservation Screen)
    {
        public static LabelledScreen Read(string folder)
        {
            using var label = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
            var root = label.RootElement;
            var file = Path.Combine(folder, "screen.ansi");
            var text = File.ReadAllText(File.Exists(file) ? file : Path.Combine(folder, "screen.txt"));
            return new LabelledScreen(
                Path.GetFileName(folder), root.GetProperty("agent").GetString()!,
                root.TryGetProperty("origin", out var origin) ? origin.GetString() ?? "" : "", root.GetProperty("state").GetString()!,
                root.GetProperty("draft") is { ValueKind: JsonValueKind.True or JsonValueKind.False } draft ? draft.GetBoolean() : null,
                root.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array && tags.GetArrayLength() > 0,
                SavedScreen.Read(text, root.GetProperty("title").GetString()));
        }
    }
}
