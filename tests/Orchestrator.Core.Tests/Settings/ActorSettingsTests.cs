using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

public sealed class ActorSettingsTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("[my agent, '--x y', é]", new[] { "my agent", "--x y", "é" })]
    [InlineData("\"'my agent' --x=\\\"a b\\\" c\\\\ d\"", new[] { "my agent", "--x=a b", "c d" })]
    [InlineData("agent $HOME | cat", new[] { "agent", "$HOME", "|", "cat" })]
    public void A_command_is_a_list_or_one_text_and_never_a_shell_string(string command, string[] words)
    {
        _project.Write("agents.yaml", $"actors:\n  mine:\n    command: {command}\n");
        var loaded = _project.Load();
        Assert.Empty(loaded.Problems);
        var mine = loaded.Settings.Actors.Single(actor => actor.Id == "mine");
        Assert.Equal(words, mine.Command);
        Assert.Equal("mine", mine.Title);
        Assert.Equal("\r", mine.SubmitKeys);
        Assert.Equal(TimeSpan.FromMilliseconds(300), mine.SubmitDelay);
    }

    [Fact]
    public void A_list_is_taken_whole_from_the_strongest_layer()
    {
        _project.WriteUser("agents.yaml", "actors: {claude: {command: [a, b, c], environment: {ONE: '1', TWO: '2'}}}\n");
        _project.Write("agents.yaml", "actors: {claude: {command: [d], environment: {TWO: two}}}\n");
        var loaded = _project.Load();
        var claude = loaded.Settings.Actors[0];
        Assert.Equal(new[] { "d" }, claude.Command);
        Assert.Equal("1", claude.Environment["ONE"]);
        Assert.Equal("two", claude.Environment["TWO"]);
        Assert.Equal(new SettingOrigin(SettingsLayerKind.Project, Path.Combine(_project.Folder.Settings, "agents.yaml"), 1), loaded.OriginOf("actors.claude.command"));
        Assert.Equal(new[] { "e", "f" }, _project.Load("CCCC_ACTORS__CLAUDE__COMMAND=e f").Settings.Actors[0].Command);
    }

    [Fact]
    public void A_rule_of_ones_own_is_added_to_the_shipped_ones_and_stands_by_its_priority()
    {
        ScreenRule[] shipped = [.. _project.Load().Settings.Actors[0].StateRules];
        _project.WriteUser("agents.yaml", "actors: {claude: {state_rules: {mine: {state: busy, pattern: x, where: above, rows: 3, and: y, unless: z, style: plain, composer: shown}}}}\n");
        _project.Write("agents.yaml", "actors: {claude: {state_rules: {mine: {priority: 900}, other: {state: idle, pattern: o}}}}\n");
        var loaded = _project.Load();
        Assert.Empty(loaded.Problems);
        ScreenRule[] rules = [.. loaded.Settings.Actors[0].StateRules];
        var mine = new ScreenRule(AgentState.Busy, ScreenRegion.Above, "x", 3) { Name = "mine", Priority = 900, And = "y", Unless = "z", Style = ScreenStyle.Plain, Composer = ComposerNeed.Shown };
        Assert.Equal(mine, rules[0]);
        Assert.Equal(new ScreenRule(AgentState.Idle, ScreenRegion.Bottom, "o", 10) { Name = "other", Priority = 100 }, rules[^1]);
        Assert.Equal(shipped, rules[1..^1]);
    }

    [Fact]
    public void One_key_of_a_shipped_rule_is_changed_and_a_rule_is_taken_out_by_its_name()
    {
        ScreenRule[] shipped = [.. _project.Load().Settings.Actors[0].StateRules];
        _project.Write("agents.yaml", $"actors: {{claude: {{state_rules: {{{shipped[0].Name}: {{rows: 77}}, {shipped[1].Name}: {{state: 'off'}}}}}}}}\n");
        Assert.Equal([shipped[0] with { LastRows = 77 }, .. shipped[2..]], _project.Load().Settings.Actors[0].StateRules.ToArray());
    }

    [Theory]
    [InlineData("{mine: {state: bussy, pattern: x}}", "did you mean busy?", "has no `state`")]
    [InlineData("{mine: {state: busy}}", "has no `pattern`")]
    [InlineData("{mine: {pattern: x}}", "has no `state`")]
    [InlineData("{mine: {state: busy, pattern: '('}}", "is no regular expression", "has no `pattern`")]
    [InlineData("{mine: {state: busy, pattern: ''}}", "would match every row", "has no `pattern`")]
    [InlineData("{'a b': {state: busy, pattern: x}}", "is no rule's name")]
    [InlineData("[busy]", "takes keys with values")]
    [InlineData("busy", "takes keys with values")]
    public void A_rule_that_is_wrong_is_told_and_left_out(string rules, params string[] sentences)
    {
        ScreenRule[] shipped = [.. _project.Load().Settings.Actors[0].StateRules];
        _project.Write("agents.yaml", $"actors: {{claude: {{state_rules: {rules}}}}}\n");
        var loaded = _project.Load();
        Assert.Equal(sentences.Length, loaded.Problems.Length);
        Assert.All(loaded.Problems.Zip(sentences), pair => Assert.Contains(pair.Second, pair.First.Text, StringComparison.Ordinal));
        Assert.Equal(shipped, loaded.Settings.Actors[0].StateRules.ToArray());
    }

    [Theory]
    [InlineData("{state: busy, pattern: x, where: botom}", "did you mean bottom?")]
    [InlineData("{state: busy, pattern: x, rows: 0}", "takes 1 to 500 (rows)")]
    [InlineData("{state: busy, pattern: x, style: fat}", "takes one of any, plain")]
    public void A_wrong_key_of_a_rule_is_told_and_its_default_counts(string rule, string sentence)
    {
        _project.Write("agents.yaml", $"actors: {{claude: {{state_rules: {{mine: {rule}}}}}}}\n");
        var loaded = _project.Load();
        Assert.Contains(sentence, Assert.Single(loaded.Problems).Text, StringComparison.Ordinal);
        Assert.Contains(loaded.Settings.Actors[0].StateRules, one => one is { Name: "mine", LastRows: 10, Region: ScreenRegion.Bottom, Style: ScreenStyle.Any });
    }

    [Theory]
    [InlineData("actors: {mine: {title: Mine}}", "has no `command`")]
    [InlineData("actors: {mine: {command: []}}", "takes a program and its arguments")]
    [InlineData("actors: {mine: {command: \"'x\"}}", "quote that is not closed")]
    [InlineData("actors: {mine: {command: ' '}}", "names no program")]
    [InlineData("actors: {none: {command: [x]}}", "is no actor's id")]
    [InlineData("actors: {'a b': {command: [x]}}", "is no actor's id")]
    public void An_actor_that_cannot_be_started_is_an_error_and_cannot_be_chosen(string text, string sentence)
    {
        _project.Write("agents.yaml", text);
        var loaded = _project.Load();
        Assert.Contains(loaded.Problems, problem => problem.IsError && problem.Text.Contains(sentence, StringComparison.Ordinal));
        Assert.DoesNotContain(loaded.Settings.Actors, actor => actor.Id is "mine" or "none" or "a b");
    }

    [Fact]
    public void A_program_is_found_on_PATH_or_from_the_projects_folder()
    {
        var program = _project.AddProgram("bin with blank", "agent x");
        var local = _project.AddProgram("project/tools", "local");
        _project.Write("agents.yaml", "actors: {one: {command: [agent x]}, two: {command: [tools/local]}, three: {command: ['{project}/tools/local']}, four: {command: [gone]}}\n");
        var catalog = new ActorCatalog(_project.Load().Settings.Actors);
        string? Found(string id) => ActorCatalog.FindOnPath(catalog.Find(id)!, "/nowhere:" + Path.GetDirectoryName(program), _project.Folder).ProgramPath;
        Assert.Equal(program, Found("one"));
        Assert.Equal(local, Found("two"));
        Assert.Equal(local, Found("three"));
        Assert.Null(Found("four"));
    }

    [Fact]
    public void Roles_that_cannot_be_played_are_told_with_the_mend()
    {
        var bin = Path.GetDirectoryName(_project.AddProgram("bin", "gemini"))!;
        var catalog = new ActorCatalog(_project.Load().Settings.Actors);
        string[] Check(RoleChoices choices) => [.. RoleValidation.Check(choices, catalog, bin, _project.Folder).Select(fault => fault.ToString())];
        Assert.Empty(Check(new RoleChoices("gemini", null, null, null)));
        Assert.Contains("PeerA has no actor.", Assert.Single(Check(new RoleChoices(null, "gemini", null, null))), StringComparison.Ordinal);
        var unknown = Assert.Single(Check(new RoleChoices("gemini", "claud", null, null)));
        Assert.Contains("PeerB's actor 'claud' is not in agents.yaml. Did you mean claude? There are: claude, codex", unknown, StringComparison.Ordinal);
        var missing = Assert.Single(Check(new RoleChoices("gemini", null, "codex", null)));
        Assert.Contains("Aux's actor 'codex' cannot start: `codex` is not on PATH. Install it (npm install -g @openai/codex)", missing, StringComparison.Ordinal);
    }
}
