using Orchestrator.Core.Judging;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Judging;

public class PromptIdentityTests
{
    private static string Of(params string[] rows) => PromptIdentity.Of(Screen(1, rows), null);

    [Fact]
    public void What_moves_while_a_prompt_waits_does_not_make_it_another_one()
    {
        Assert.Equal(
            Of("● Bash(rm 1)", "⠋ Waiting for user confirmation… (esc to cancel, 3s)", "❯ 1. Yes"),
            Of("  Bash(rm 1)", "⠙ Waiting for user confirmation… (esc to cancel, 14s)", "", "❯ 1. Yes"));
        Assert.Equal(Of("✻ Cooking… (1m 3s · ↓ 2 tokens)", "❯ 1. Yes"), Of("✽ Cooking… (1m 4s · ↓ 2 tokens)", "❯ 1. Yes"));
    }

    [Theory]
    [InlineData("rm 1", "rm 2")]
    [InlineData("sleep 5s", "sleep 6s")]
    [InlineData("❯ 1. Yes", "  1. Yes")]
    [InlineData("(sleep 5s)", "(sleep 6s)")]
    public void Anything_else_does(string before, string after) => Assert.NotEqual(Of(before, "❯ 2. No"), Of(after, "❯ 2. No"));

    [Fact]
    public void What_stands_above_the_first_row_of_a_prompt_is_no_part_of_it()
    {
        string[] prompt = ["  ┃  △ Permission required", "  ┃  $ touch x", "  ┃   Allow once   Reject"];
        Assert.Equal(Begun(["Running it.", .. prompt]), Begun(["Running it.", "▣ Build", .. prompt]));
        Assert.NotEqual(Begun(["Running it.", .. prompt]), Begun(["Running it.", .. prompt[..1], "  ┃  $ touch y", .. prompt[2..]]));
        Assert.NotEqual(Begun("Running it.", "$ touch x"), Begun("Running that.", "$ touch x"));
    }

    [Fact]
    public void A_row_like_the_first_one_in_what_a_prompt_asks_about_hides_nothing()
    {
        Assert.NotEqual(Begun("┃ △ Permission required", "┃ $ touch x", "┃ △ y"), Begun("┃ △ Permission required", "┃ $ rm -rf /", "┃ △ y"));
        Assert.Contains("┃ $ rm -rf /", Rows("△", "Running it.", "┃ △ Permission required", "┃ $ rm -rf /", "┃ △ y", "┃ Allow once"));
        Assert.DoesNotContain("Running it.", Rows("△", "Running it.", "┃ △ Permission required", "┃ $ rm -rf /", "┃ △ y", "┃ Allow once"));
    }

    [Fact]
    public void A_line_in_what_a_prompt_asks_about_hides_nothing_and_one_above_it_ends_it()
    {
        Assert.Equal(
            [" Bash command", "   rm -rf / #", "   ──────────", "   ls", " 1. Yes", " 2. No"],
            Rows(null, "● Running it.", "──────────", " Bash command", "   rm -rf / #", "   ──────────", "   ls", " 1. Yes", " 2. No"));
    }

    [Fact]
    public void What_a_prompt_asks_in_one_line_has_no_rows_of_its_frame_alone() => Assert.Equal(
        "△ Permission required · # Shell command · $ touch x · Allow once",
        InOneLine("△", "  ┃  △ Permission required", "  ┃    # Shell command", "  ┃", "  ┃  $ touch x", "  ┃", "  ┃   Allow once"));

    [Fact]
    public void What_a_prompt_asks_in_one_line_is_what_it_says_before_its_choices_and_nothing_of_what_was_before()
    {
        Assert.Equal(
            "Would you like to run the following command? · Environment: local · $ touch x",
            InOneLine(null, "› What is x?", "• Running touch x", "  Would you like to run the following command?", "  Environment: local", "  $ touch x", "› 1. Yes, proceed (y)", "  2. No"));
        Assert.Equal(
            "Would you like to make the following edits?",
            InOneLine(null, "› Change it.", "  1 -hello", "  1 +goodbye", "│ Would you like to make the following edits?   │", "› 1. Yes, proceed (y)", "  2. No"));
        Assert.Equal(
            "Bash command · touch x · Do you want to proceed?",
            InOneLine(null, "● Running it.", "──────────", " Bash command", "   touch x", " Do you want to proceed?", " ❯ 1. Yes", "   2. No"));
        Assert.Equal("• Asking. · Go on (y/n)", InOneLine(null, "• Asking.", "Go on (y/n)"));
    }

    private static string InOneLine(string? begins, params string[] rows) => PromptView.Of("", "", default, Screen(1, rows), begins, null).InOneLine;

    private static string Begun(params string[] rows) => PromptIdentity.Of(Screen(1, rows), "△");

    private static IReadOnlyList<string> Rows(string? begins, params string[] rows) => PromptView.Of("", "", default, Screen(1, rows), begins, null).Rows;
}
