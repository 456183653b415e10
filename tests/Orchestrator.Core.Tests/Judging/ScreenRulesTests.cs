using System.Collections.Immutable;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Judging;

public class ScreenRulesTests
{
    private static readonly ComposerRule Box = new(@"^>(\s|$)", Block: false, "^---", "^---", "^---", @"\|", "^Say something");

    [Theory]
    [InlineData(ScreenRegion.Bottom, "four", true)]
    [InlineData(ScreenRegion.Bottom, "two", false)]
    [InlineData(ScreenRegion.Screen, "one", true)]
    [InlineData(ScreenRegion.Above, "two", true)]
    [InlineData(ScreenRegion.Above, "one", false)]
    [InlineData(ScreenRegion.Above, "four", false)]
    [InlineData(ScreenRegion.Below, "four", true)]
    [InlineData(ScreenRegion.Below, "two", false)]
    [InlineData(ScreenRegion.Composer, "text", true)]
    [InlineData(ScreenRegion.Composer, "four", false)]
    public void A_rule_looks_where_it_says(ScreenRegion region, string pattern, bool matches)
    {
        var rules = Rules(new ScreenRule(AgentState.Busy, region, pattern, 2));
        Assert.Equal(matches, rules.Read(Screen(1, "one", "", "two", "---", "> text", "---", "four")).Match is not null);
    }

    [Fact]
    public void Without_a_composer_above_is_the_bottom_and_below_is_nothing()
    {
        var screen = Screen(1, "one", "two");
        Assert.NotNull(Rules(new ScreenRule(AgentState.Busy, ScreenRegion.Above, "two", 3)).Read(screen).Match);
        Assert.Null(Rules(new ScreenRule(AgentState.Busy, ScreenRegion.Below, "two", 3)).Read(screen).Match);
        Assert.Null(Rules(new ScreenRule(AgentState.Busy, ScreenRegion.Composer, "two", 3)).Read(screen).Match);
        Assert.NotNull(Rules(new ScreenRule(AgentState.Busy, ScreenRegion.Bottom, "two", 3) { Composer = ComposerNeed.Hidden }).Read(screen).Match);
        Assert.Null(Rules(new ScreenRule(AgentState.Busy, ScreenRegion.Bottom, "two", 3) { Composer = ComposerNeed.Shown }).Read(screen).Match);
    }

    [Fact]
    public void And_needs_another_row_and_unless_forbids_one_from_the_match_down()
    {
        var rule = new ScreenRule(AgentState.Limited, ScreenRegion.Screen, "limit", 0) { And = "resets", Unless = "^answer" };
        Assert.NotNull(Rules(rule).Read(Screen(1, "answer", "limit", "resets at 4")).Match);
        Assert.Null(Rules(rule).Read(Screen(1, "answer", "limit")).Match);
        Assert.Null(Rules(rule).Read(Screen(1, "limit", "resets at 4", "answer")).Match);
    }

    [Theory]
    [InlineData("> ", "")]
    [InlineData("> hello", "hello")]
    [InlineData("> hello |", "hello")]
    [InlineData("> Say something nice", "")]
    public void What_stands_in_the_composer_is_its_draft(string row, string draft) =>
        Assert.Equal(draft, Rules().Read(Screen(1, "> old", "answer", "---", row, "---")).Composer!.Draft);

    [Fact]
    public void A_draft_may_have_several_rows_and_a_prompt_that_stands_under_no_frame_is_none()
    {
        var composer = Rules().Read(Screen(1, "---", "> one", "  two", "---", "footer")).Composer;
        Assert.Equal(new ComposerFound(1, 2, "one two"), composer);
        Assert.Null(Rules().Read(Screen(1, "answer", "> one", "---")).Composer);
        Assert.Null(Rules().Read(Screen(1, "---", "> one")).Composer);
    }

    [Fact]
    public void A_block_begins_at_its_highest_row()
    {
        var rules = new ScreenRules(Actor() with { Composer = new ComposerRule(@"^\|", Block: true, "^=", null, null, @"\|", null) });
        Assert.Equal(new ComposerFound(2, 4, "hi there"), rules.Read(Screen(1, "| older", "answer", "|", "| hi", "| there", "===")).Composer);
    }

    [Theory]
    [InlineData("\e[2mplaceholder", "")]
    [InlineData("\e[7mp\e[0;2mlaceholder", "")]
    [InlineData("\e[38;5;8mplaceholder", "")]
    [InlineData("\e[38;5;246mplaceholder", "")]
    [InlineData("\e[38;2;120;120;120mplaceholder", "")]
    [InlineData("\e[38;5;255mtext", "text")]
    [InlineData("\e[38;2;200;200;200mtext", "text")]
    [InlineData("\e[38;5;75mtext", "text")]
    [InlineData("te\e[7mx\e[0mt", "text")]
    [InlineData("\e[7m ", "")]
    [InlineData("漢字\e[2m more", "漢字")]
    public void Dim_and_grey_text_is_no_draft(string text, string draft)
    {
        var screen = SavedScreen.Read($"---\n> {text}\e[0m\n---", title: null);
        Assert.Equal(draft, Rules().Read(screen).Composer!.Draft);
    }

    [Theory]
    [InlineData(ScreenStyle.Any, true)]
    [InlineData(ScreenStyle.Plain, false)]
    [InlineData(ScreenStyle.Dim, false)]
    [InlineData(ScreenStyle.Bold, true)]
    [InlineData(ScreenStyle.Inverse, false)]
    public void A_rule_reads_the_cells_of_its_style(ScreenStyle style, bool matches)
    {
        var screen = SavedScreen.Read("\e[1;2mwork\e[0;1ming\e[0m now", title: null);
        var rule = new ScreenRule(AgentState.Busy, ScreenRegion.Screen, style == ScreenStyle.Bold ? "^working$" : "^working now$", 0) { Style = style };
        Assert.Equal(matches, Rules(rule).Read(screen).Match is not null);
    }

    [Fact]
    public void What_did_not_decide_says_why()
    {
        var rules = Rules(
            new ScreenRule(AgentState.Busy, ScreenRegion.Bottom, "working", 1) { Name = "decides" },
            new ScreenRule(AgentState.Idle, ScreenRegion.Composer, ">", 1) { Name = "later" },
            new ScreenRule(AgentState.Limited, ScreenRegion.Bottom, "limit", 2) { Name = "elsewhere" },
            new ScreenRule(AgentState.NeedsInput, ScreenRegion.Bottom, "working", 1) { Name = "hidden", Composer = ComposerNeed.Hidden },
            new ScreenRule(AgentState.NeedsInput, ScreenRegion.Bottom, "working", 1) { Name = "and", And = "nothing" },
            new ScreenRule(AgentState.NeedsInput, ScreenRegion.Bottom, "working", 1) { Name = "unless", Unless = "work" },
            new ScreenRule(AgentState.NeedsInput, ScreenRegion.Bottom, "nowhere", 1) { Name = "nowhere" });
        var misses = rules.NearMisses(Screen(1, "limit", "x", "---", ">", "---", "working")).ToDictionary(miss => miss.Match.Rule.Name, miss => miss.Why);
        Assert.Equal(["and", "elsewhere", "hidden", "later", "unless"], misses.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("greater priority", misses["later"], StringComparison.Ordinal);
        Assert.Contains("not where the rule looks", misses["elsewhere"], StringComparison.Ordinal);
        Assert.Contains("composer is on the screen", misses["hidden"], StringComparison.Ordinal);
        Assert.Contains("`and`", misses["and"], StringComparison.Ordinal);
        Assert.Contains("`unless`", misses["unless"], StringComparison.Ordinal);
    }

    private static ScreenRules Rules(params ImmutableArray<ScreenRule> rules) => new(Actor([.. rules]) with { Composer = Box });
}
