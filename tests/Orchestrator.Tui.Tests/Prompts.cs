using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;

namespace Orchestrator.Tui.Tests;

/// <summary>Prompts of agents in the cockpit: seen, answered, and never answered by an answer that was meant for another one.</summary>
public sealed class Prompts
{
    private static PromptView Prompt(string id, bool keys = true) => new(id, id, Snapshots.Noon, ["Bash command", "  rm x", "Do you want to proceed?", "❯ 1. Yes"], keys, keys, keys);

    private static EngineSnapshot With(string? a, string? b = null) => Snapshots.Dual with
    {
        Agents =
        [
            Snapshots.Dual.Agents[0] with { State = a is null ? AgentState.Idle : AgentState.NeedsInput, Prompt = a is null ? null : Prompt(a) },
            Snapshots.Dual.Agents[1] with { State = b is null ? AgentState.Idle : AgentState.NeedsInput, Waiting = null, Prompt = b is null ? null : Prompt(b) },
        ],
    };

    [Theory]
    [InlineData("/approve a", "Approve 0 PeerA aaaa")]
    [InlineData("/approve", "Approve 0 PeerA aaaa")]
    [InlineData("/deny a", "Deny 0 PeerA aaaa")]
    [InlineData("/answer a 2", "Answer 2 PeerA aaaa")]
    [InlineData("/answer 12", "Answer 12 PeerA aaaa")]
    public void An_answer_names_the_prompt_that_was_seen(string line, string asked)
    {
        using var driver = new CockpitDriver(With("aaaa"));
        driver.Enter(line);
        Assert.Equal([asked], driver.Engine.Asked);
    }

    [Fact]
    public void A_prompt_that_comes_while_the_answer_is_typed_is_not_answered_by_it()
    {
        using var driver = new CockpitDriver(With("aaaa"), columns: 200, rows: 40);
        driver.Type("/approve a");
        driver.Cockpit.SnapshotChanged(With("bbbb"));
        driver.Press("Enter");
        Assert.Empty(driver.Engine.Asked);
        Assert.Contains("shows another prompt than when you", driver.Text(), StringComparison.Ordinal);
        driver.Enter("/approve a");
        Assert.Equal(["Approve 0 PeerA bbbb"], driver.Engine.Asked);
    }

    [Fact]
    public void A_prompt_that_was_not_there_when_the_line_was_begun_is_not_answered_by_it()
    {
        using var driver = new CockpitDriver(With(null), columns: 200, rows: 40);
        driver.Type("/approve a");
        driver.Cockpit.SnapshotChanged(With("bbbb"));
        driver.Press("Enter");
        Assert.Empty(driver.Engine.Asked);
        Assert.Contains("came while you were", driver.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/approve", null, null, "No agent shows a prompt.")]
    [InlineData("/approve", "aaaa", "bbbb", "Both agents show a prompt: say a or b.")]
    [InlineData("/answer a", "aaaa", null, "Usage: /answer")]
    [InlineData("/answer a 0", "aaaa", null, "Usage: /answer")]
    [InlineData("/answer c 1", "aaaa", null, "'c' is no agent: a or b.")]
    public void What_cannot_be_answered_is_said(string line, string? a, string? b, string sentence)
    {
        using var driver = new CockpitDriver(With(a, b), columns: 160, rows: 40);
        driver.Enter(line);
        Assert.Empty(driver.Engine.Asked);
        Assert.Contains(sentence, driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pane_whose_agent_asks_has_a_border_of_its_own_and_says_how_to_answer()
    {
        using var driver = new CockpitDriver(With("aaaa"), columns: 140, rows: 40, colour: false);
        var text = driver.Text();
        Assert.Contains("╔ PeerA", text, StringComparison.Ordinal);
        Assert.Contains("╚ asks you: /approve a · /deny a · /answer a N ═", text, StringComparison.Ordinal);
        Assert.Contains("asks you: /approve a · /deny a · /answer a N", text[..text.IndexOf("log", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("┌ PeerB", text, StringComparison.Ordinal);
        driver.Cockpit.SnapshotChanged(With(null));
        Assert.DoesNotContain("╔", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_text_is_asked_about_before_it_goes_into_a_prompt()
    {
        using var driver = new CockpitDriver(With("aaaa"));
        driver.Engine.OnRaw = (_, over) => over is null ? new CommandResult(Ok: false, "a prompt") { Prompt = Prompt("aaaa") } : new CommandResult(Ok: true, "Typed.");
        driver.Enter("/a! 2");
        Assert.Contains("what is typed now answers it", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("Do you want to proceed?", driver.Text(), StringComparison.Ordinal);
        driver.Press("Escape");
        Assert.Equal(["raw PeerA 2 no prompt"], driver.Engine.Asked);
        driver.Enter("/a! 2");
        driver.Type("y");
        Assert.Equal("raw PeerA 2 aaaa", driver.Engine.Asked[^1]);
    }

    [Fact]
    public void What_is_typed_before_the_question_comes_is_no_answer_to_it()
    {
        using var driver = new CockpitDriver(With("aaaa"), columns: 140, rows: 40);
        driver.Engine.OnRaw = (_, _) => new CommandResult(Ok: false, "a prompt") { Prompt = Prompt("aaaa") };
        driver.Type("/a! 2").Press("Enter y e s");
        Assert.Equal(["raw PeerA 2 no prompt"], driver.Engine.Asked);
        Assert.DoesNotContain("what is typed now answers it", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("Nothing was typed into PeerA: it shows a prompt.", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("❯ yes", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_goes_on_typing_when_the_question_has_come_loses_no_key_and_answers_nothing()
    {
        using var driver = new CockpitDriver(With("aaaa"), columns: 140, rows: 40);
        driver.Engine.OnRaw = (_, _) => new CommandResult(Ok: false, "a prompt") { Prompt = Prompt("aaaa") };
        driver.Enter("/a! 2");
        Assert.Contains("what is typed now answers it", driver.Text(), StringComparison.Ordinal);
        driver.Type("/deny a");
        Assert.DoesNotContain("what is typed now answers it", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("Nothing was typed into PeerA: it shows a prompt.", driver.Text(), StringComparison.Ordinal);
        driver.Press("Enter");
        Assert.Equal(["raw PeerA 2 no prompt", "Deny 0 PeerA aaaa"], driver.Engine.Asked);
    }

    [Fact]
    public void An_explanation_is_a_page_and_nothing_in_it_commands_the_terminal()
    {
        using var driver = new CockpitDriver(With("aaaa"), columns: 160, rows: 40);
        var rule = new ScreenRule(AgentState.NeedsInput, ScreenRegion.Bottom, "proceed", 10) { Name = "permission" };
        driver.Engine.Explanation = new AgentExplanation(
            AgentRole.PeerA, FakeSetup.Actor("claude", found: true).Actor, AgentState.NeedsInput, Snapshots.Noon, new Judgement(AgentState.NeedsInput, "", rule, "\e[31mproceed", 3), null, [], "PeerA shows a permission prompt");
        driver.Enter("/explain a");
        Assert.Contains("PeerA (claude) is needs-input since", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("row 4: ␛[31mproceed", driver.Text(), StringComparison.Ordinal);
        driver.Press("Escape");
        driver.Type("/explain a").Press("Enter q");
        Assert.DoesNotContain("row 4", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("you went on typing", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("❯ q", driver.Text(), StringComparison.Ordinal);
    }
}
