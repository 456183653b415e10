using Orchestrator.Host.Verbs;
using Orchestrator.Tui;

namespace Orchestrator.Host.Tests;

/// <summary>What is written about verbs, held against their table.</summary>
public sealed class VerbPageTests
{
    // Asked by other means in the cockpit, or not at all: it shows a message's life by itself, and a cockpit is attached already.
    private static readonly string[] WithoutSlash = ["attach", "detach", "message", "report", "subscribe", "unsubscribe"];

    [Fact]
    public void The_page_about_verbs_is_current()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Orchestrator.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var page = Path.Combine(root, "docs", "verbs.md");
        if (Environment.GetEnvironmentVariable("CCCC_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(page, VerbPage.Markdown());
        }

        Assert.Equal(File.ReadAllText(page), VerbPage.Markdown());
    }

    [Fact]
    public void Every_verb_is_a_slash_command_or_is_known_to_be_none() => Assert.Equal(
        SessionVerbs.Table.Rows.Select(verb => verb.Name).Except(WithoutSlash).Order(StringComparer.Ordinal),
        CommandTable.All.Select(command => command.Verb).Where(verb => verb.Length > 0).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_slash_command_of_a_verbs_name_asks_that_verb() => Assert.All(
        CommandTable.All.Where(command => SessionVerbs.Table.Find(command.Name[1..]) is not null && command.Name != "/detach"),
        command => Assert.Equal(command.Name[1..], command.Verb));
}
