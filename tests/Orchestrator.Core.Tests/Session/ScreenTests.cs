using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

public class ScreenTests
{
    private const AgentRole PeerA = AgentRole.PeerA;

    private static readonly ComposerRule Composer = new("^> ", Block: false, ComposerRule.DefaultUntil, null, null, null, null);

    [Fact]
    public async Task Nothing_is_typed_onto_a_draft_and_it_goes_when_the_draft_has_gone()
    {
        await using var engine = new EngineHarness(actor: RuledActor() with { Composer = Composer });
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Show("welcome", "> wait, I was about to");
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(Sec(20));
        Assert.Empty(engine.Terminals.TextsFor(PeerA));
        Assert.Equal("a draft stands in the composer of PeerA", engine.View(PeerA).Waiting);
        engine.A.Show("welcome", "> ");
        await engine.AdvanceAsync(Sec(1));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
    }

    [Fact]
    public async Task A_screen_without_composer_that_no_rule_knows_is_asked_about_and_nothing_is_typed()
    {
        await using var engine = new EngineHarness(actor: RuledActor() with { Composer = Composer });
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Show("Really?", " Yes  No");
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(Sec(20));
        Assert.Equal(AgentState.NeedsInput, engine.View(PeerA).State);
        Assert.Empty(engine.Terminals.TextsFor(PeerA));
    }

    [Fact]
    public async Task An_agent_has_not_started_before_its_composer_shows()
    {
        await using var engine = new EngineHarness(actor: Actor() with { Composer = Composer });
        await engine.Engine.StartAsync();
        await engine.Engine.LaunchAsync(EngineHarness.Single, CancellationToken.None);
        engine.A.Show("banner");
        await engine.AdvanceAsync(Sec(60));
        Assert.Equal(AgentState.Starting, engine.View(PeerA).State);
        engine.A.Show("banner", "> ");
        await engine.AdvanceAsync(Sec(2));
        Assert.Equal(AgentState.Idle, engine.View(PeerA).State);
    }

    [Fact]
    public async Task A_rule_that_is_added_while_the_agent_runs_counts_at_once_and_a_fault_is_told()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Show("Shall I go on? [y/n]", "> ");
        await engine.SettleAsync();
        Assert.Equal(AgentState.Idle, engine.View(PeerA).State);
        var rule = new ScreenRule(AgentState.NeedsInput, ScreenRegion.Screen, @"\[y/n\]", 0) { Name = "mine" };
        var actor = RuledActor() with { StateRules = [rule, .. RuledActor().StateRules] };
        engine.Engine.Post(new ActorsChanged([actor]));
        await engine.SettleAsync();
        Assert.Equal(AgentState.NeedsInput, engine.View(PeerA).State);
        engine.Engine.Post(new ActorsChanged([actor with { StateRules = [rule, .. RuledActor().StateRules] }]));
        await engine.SettleAsync();
        Assert.Single(engine.Timeline, entry => entry.Label == "Settings");
        engine.Engine.Post(new SettingsFaulted("agents.yaml:3: `pattern` is no regular expression."));
        await engine.SettleAsync();
        Assert.Contains(engine.Timeline, entry => entry.Text.StartsWith("agents.yaml:3: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_that_were_edited_count_at_the_launch_and_after_every_restart()
    {
        await using var engine = new EngineHarness();
        await engine.Engine.StartAsync();
        engine.Engine.Observe(engine);
        var rule = new ScreenRule(AgentState.NeedsInput, ScreenRegion.Screen, @"\[y/n\]", 0) { Name = "mine" };
        engine.Engine.Post(new ActorsChanged([RuledActor() with { StateRules = [rule, .. RuledActor().StateRules], Command = ["another-program"] }]));
        await engine.Engine.LaunchAsync(EngineHarness.Single, CancellationToken.None);
        engine.A.Show("Shall I go on? [y/n]", "> ");
        await engine.SettleAsync();
        Assert.Equal(AgentState.NeedsInput, engine.View(PeerA).State);

        var second = new ScreenRule(AgentState.NeedsInput, ScreenRegion.Screen, "Really", 0) { Name = "mine too" };
        engine.Engine.Post(new ActorsChanged([RuledActor() with { StateRules = [second, .. RuledActor().StateRules] }]));
        await engine.Engine.RestartAsync(PeerA, CancellationToken.None);
        engine.A.Show("Really?", "> ");
        await engine.SettleAsync();
        Assert.Equal(AgentState.NeedsInput, engine.View(PeerA).State);
        engine.A.Show("Shall I go on? [y/n]", "> ");
        await engine.SettleAsync();
        Assert.Equal(AgentState.Idle, engine.View(PeerA).State);
        // What starts a program counts from the next session on.
        Assert.All(engine.Terminals.Launches, launch => Assert.Equal("fake-agent", Assert.Single(launch.Command)));
    }

    [Fact]
    public async Task What_looks_like_the_end_of_a_process_is_text_while_the_process_runs()
    {
        await using var engine = new EngineHarness(actor: Actor(new ScreenRule(AgentState.Exited, ScreenRegion.Screen, @"\$ $", 0), Prompt));
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Show("dev@box:~$ ", "> ");
        await engine.SettleAsync();
        Assert.Equal(AgentState.Idle, engine.View(PeerA).State);
    }
}
