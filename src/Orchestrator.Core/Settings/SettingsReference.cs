using System.Globalization;
using System.Text;

namespace Orchestrator.Core.Settings;

/// <summary>Makes docs/settings.md from <see cref="SettingsSchema"/>.</summary>
public static class SettingsReference
{
    /// <summary>The whole page, in Markdown.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("""
            # Settings

            <!-- Made from the table in SettingsSchema.cs; a test compares. Do not edit by hand. -->

            A setting is taken from the strongest place that has it:

            | place | strength |
            |---|---|
            | the shipped files | weakest |
            | `$XDG_CONFIG_HOME/cccc/FILE`, else `~/.config/cccc/FILE` | |
            | `.cccc/settings/FILE` in the project | |
            | environment variables: `CCCC_`, the keys in capitals, `__` for each dot | |
            | `--set KEY=VALUE` | strongest |

            So `delivery.sweep_seconds: 5` in a file is `CCCC_DELIVERY__SWEEP_SECONDS=5` in the environment and `--set delivery.sweep_seconds=5`
            on the command line. A list is taken whole from the strongest place that has it;
            actors and their rules are put together key by key, so a file of yours can add one rule. `cccc init` writes the shipped files, with
            their comments, into the project; `cccc doctor` says what is wrong with any of them, with file and line. A file that is broken
            has no effect at all, and is reported as an error; it never counts as an empty one.

            What lets programs in the panes reach your own terminal (`tui.bell` and the settings below it) a project's file can only narrow: it may have come with
            somebody else's repository.

            """);
        foreach (var file in SettingsSchema.Files)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {file}\n\n| key | takes | default | |\n|---|---|---|---|\n");
            foreach (var definition in SettingsSchema.All.Where(definition => definition.File == file))
            {
                var fallback = definition.Default is { } value ? $"`{value}`" : "-";
                page.Append(CultureInfo.InvariantCulture, $"| `{Name(definition.Path)}` | {Takes(definition)} | {fallback} | {definition.Doc}{(definition.Required ? " Required." : string.Empty)} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Name(string path) => path
        .Replace("actors.*", "actors.ID", StringComparison.Ordinal)
        .Replace("environment.*", "environment.NAME", StringComparison.Ordinal)
        .Replace("state_rules.*", "state_rules.NAME", StringComparison.Ordinal);

    private static string Takes(SettingDefinition definition) => definition.Kind switch
    {
        SettingKind.Actor => "an actor's id or `none`",
        SettingKind.Flag => "`true` or `false`",
        SettingKind.Count or SettingKind.Number => string.Create(CultureInfo.InvariantCulture, $"{definition.Minimum} to {definition.Maximum} {definition.Unit}"),
        SettingKind.Choice => string.Join(", ", definition.Choices.Select(choice => $"`{choice}`")),
        SettingKind.Key => "a key, as `C-b`",
        SettingKind.Pattern => "a .NET regular expression",
        SettingKind.Words => "a list of words, or one text",
        SettingKind.Hours => "two times of the day, as `22:00-07:00`, or `none`",
        _ => "text",
    };
}
