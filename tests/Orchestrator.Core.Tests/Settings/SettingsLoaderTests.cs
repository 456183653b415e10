using CliWrap;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

public sealed class SettingsLoaderTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Without_any_file_the_shipped_settings_hold_and_nothing_is_wrong()
    {
        var loaded = _project.Load();
        Assert.Empty(loaded.Problems);
        Assert.Equal(new RoleChoices("claude", "codex", null, null), loaded.Settings.Roles);
        Assert.Equal(new DeliverySettings(), loaded.Settings.Delivery);
        Assert.Equal(new TuiSettings(), loaded.Settings.Tui);
        Assert.Equal(["claude", "codex", "gemini", "opencode"], loaded.Settings.Actors.Take(4).Select(actor => actor.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_in_the_place_of_a_settings_file_is_an_error_and_is_not_waited_for(bool throughLink)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Pipes with names are POSIX.");
        var file = Path.Combine(_project.Folder.Settings, "agents.yaml");
        Directory.CreateDirectory(_project.Folder.Settings);
        var pipe = throughLink ? file + ".pipe" : file;
        await Cli.Wrap("mkfifo").WithArguments([pipe]).ExecuteAsync(TestContext.Current.CancellationToken);
        if (throughLink)
        {
            File.CreateSymbolicLink(file, pipe);
        }

        SettingsProblem problem = Assert.Single(_project.Load().Problems, problem => problem.IsError);
        Assert.Contains("this is a pipe", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_layer_is_stronger_than_the_one_before_it()
    {
        string Sweep(LoadedSettings loaded) => loaded.Settings.Delivery.Sweep.TotalSeconds.ToString();
        Assert.Equal("10", Sweep(_project.Load()));
        _project.WriteUser("cli_profiles.yaml", "delivery: {sweep_seconds: 11}\n");
        Assert.Equal("11", Sweep(_project.Load()));
        _project.Write("cli_profiles.yaml", "delivery: {sweep_seconds: 12.5}\n");
        Assert.Equal("12.5", Sweep(_project.Load()));
        Assert.Equal("13", Sweep(_project.Load("CCCC_DELIVERY__SWEEP_SECONDS=13")));
        var all = _project.Load("CCCC_DELIVERY__SWEEP_SECONDS=13", "delivery.sweep_seconds=14");
        Assert.Equal("14", Sweep(all));
        Assert.Equal(SettingsLayerKind.CommandLine, all.OriginOf("delivery.sweep_seconds")!.Layer);
        Assert.Empty(all.Problems);
    }

    [Theory]
    [InlineData("roles: {peerB: {actor: none}}")]
    [InlineData("roles: {peerB: {actor: None}}")]
    [InlineData("roles:\n  peerB:\n    actor:\n")]
    [InlineData("roles:\n  peerB:\n    actor: ''\n")]
    [InlineData("roles:\n  peerB:\n    actor: ~\n")]
    public void PeerB_with_none_or_nothing_as_actor_is_single_peer_mode(string text)
    {
        _project.Write("cli_profiles.yaml", text);
        var loaded = _project.Load();
        Assert.True(loaded.Settings.Roles.SinglePeer);
        Assert.Empty(loaded.Problems);
    }

    [Theory]
    [InlineData("roles: {peerA: {actor: claude}}", "", true)]
    [InlineData("roles: {peerA: {actor: claude}, peerB: {}}", "", true)]
    [InlineData("roles: {peerA: {actor: claude}, foreman: {actor: claude}}", "", true)]
    [InlineData("", "roles: {peerA: {actor: claude}}", true)]
    [InlineData("roles: {peerA: {actor: claude}}", "roles: {peerB: {actor: gemini}}", false)]
    [InlineData("delivery: {sweep_seconds: 11}", "", false)]
    public void Roles_without_a_PeerB_are_single_peer_mode_unless_some_file_of_the_users_names_one(string project, string user, bool single)
    {
        _project.Write("cli_profiles.yaml", project + "\n# no more");
        _project.WriteUser("cli_profiles.yaml", user + "\n# no more");
        var loaded = _project.Load();
        Assert.Equal(single, loaded.Settings.Roles.SinglePeer);
        Assert.Equal(single, loaded.OriginOf("roles.peerB.actor") is null);
        Assert.Empty(loaded.Problems);
        Assert.Equal("opencode", _project.Load(null, "roles.peerB.actor=opencode").Settings.Roles.PeerB);
    }

    [Fact]
    public void Another_PeerA_for_one_run_leaves_the_shipped_PeerB()
    {
        Assert.Equal("codex", _project.Load("CCCC_ROLES__PEERA__ACTOR=gemini").Settings.Roles.PeerB);
        Assert.Equal("codex", _project.Load(null, "roles.peerA.actor=gemini").Settings.Roles.PeerB);
    }

    [Theory]
    [InlineData("roles:\n  peerA:\n    actor: claude\n  peerB:\n    act")]
    [InlineData("roles:\n  peerA: {actor: claude}\n  peerB: {act")]
    [InlineData("roles:\n  peerB:\n   actor: x\n  - y\n")]
    [InlineData("roles: [peerA\n")]
    public void A_half_written_profile_is_an_error_with_file_and_line_and_never_single_peer_mode(string text)
    {
        _project.Write("cli_profiles.yaml", text);
        var loaded = _project.Load();
        Assert.False(loaded.Settings.Roles.SinglePeer);
        var problem = Assert.Single(loaded.Problems);
        Assert.True(problem.IsError);
        Assert.Equal(_project.Profiles, problem.File);
        Assert.True(problem.Line > 0);
    }

    [Theory]
    [InlineData("roles:\n  peerB:\n")]
    [InlineData("roles:\n  peerB: {}\n")]
    [InlineData("roles:\n")]
    [InlineData("# nothing\n")]
    [InlineData("")]
    public void A_role_without_an_actor_line_keeps_the_layer_below(string text)
    {
        _project.Write("cli_profiles.yaml", text);
        var loaded = _project.Load();
        Assert.Equal("codex", loaded.Settings.Roles.PeerB);
        Assert.False(loaded.HasErrors);
    }

    [Theory]
    [InlineData("delivery:\n  keepalive_delay_second: 30\n", 2, "did you mean `delivery.keepalive_delay_seconds`")]
    [InlineData("delivry:\n  sweep_seconds: 30\n", 1, "did you mean `delivery`")]
    [InlineData("# x\n\nsweep_seconds: 30\n", 3, "did you mean `delivery.sweep_seconds`")]
    [InlineData("delivery:\n  single_peer:\n    zzz: 30\n", 3, "unknown key `delivery.single_peer.zzz`")]
    [InlineData("im_mode: tmux\n", 1, "unknown key `im_mode`")]
    public void An_unknown_key_is_told_with_its_line_and_the_nearest_name(string text, int line, string sentence)
    {
        _project.Write("cli_profiles.yaml", text);
        var problem = Assert.Single(_project.Load().Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(sentence, problem.Text, StringComparison.Ordinal);
        Assert.False(problem.IsError);
        Assert.StartsWith($"{_project.Profiles}:{line}: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delivery: {sweep_seconds: soon}", "takes a number (seconds), not 'soon'")]
    [InlineData("delivery: {sweep_seconds: 0}", "takes 0.5 to 3600 (seconds), not 0")]
    [InlineData("delivery: {sweep_seconds: .nan}", "takes a number")]
    [InlineData("delivery: {sweep_seconds: [1]}", "takes a single value, not a list")]
    [InlineData("delivery: {max_message_bytes: 1000.5}", "takes a whole number (bytes)")]
    [InlineData("delivery: {keepalive_enabled: maybe}", "takes true or false, not 'maybe'")]
    [InlineData("delivery: 5", "takes keys with values (`key: value`), not '5'")]
    [InlineData("delivery:\n- 5\n", "takes keys with values")]
    [InlineData("roles: {peerA: {actor: 'cl aude'}}", "takes an actor's id")]
    [InlineData("roles: {peerA: claude}", "takes keys with values")]
    [InlineData("just text", "the file takes keys with values")]
    [InlineData("a: 1\n---\nb: 2\n", "second YAML document")]
    [InlineData("delivery: {}\ndelivery: {}\n", "stands twice (first in line 1)")]
    [InlineData("delivery: *nowhere\n", "names no anchor")]
    [InlineData("delivery: &a {x: *a}\n", "names no anchor")]
    public void A_wrong_value_is_an_error_and_the_layer_below_decides(string text, string sentence)
    {
        _project.Write("cli_profiles.yaml", text);
        var loaded = _project.Load();
        Assert.Contains(loaded.Problems, problem => problem.IsError && problem.Line > 0 && problem.Text.Contains(sentence, StringComparison.Ordinal));
        Assert.Equal(new DeliverySettings(), loaded.Settings.Delivery);
        Assert.Equal("claude", loaded.Settings.Roles.PeerA);
    }

    [Fact]
    public void Settings_of_the_cockpit_are_checked_too()
    {
        _project.Write("tui.yaml", "tui:\n  prefix: b\n  mouse: off\n  scrollback_lines: 5\n");
        var loaded = _project.Load();
        Assert.Equal(new TuiSettings { Mouse = false, ScrollbackLines = 5 }, loaded.Settings.Tui);
        Assert.Contains("takes a key with Ctrl", Assert.Single(loaded.Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_file_is_an_error_not_a_default()
    {
        Directory.CreateDirectory(_project.Profiles);
        var problem = Assert.Single(_project.Load().Problems);
        Assert.True(problem.IsError);
        Assert.Contains("folder", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_an_error_with_the_line_of_the_first_wrong_byte()
    {
        File.WriteAllBytes(_project.Profiles, [.. "roles: {}\n# a\n# "u8, 0xFF, 0x0A]);
        var problem = Assert.Single(_project.Load().Problems);
        Assert.Equal(3, problem.Line);
        Assert.True(problem.IsError);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_do_not_matter()
    {
        File.WriteAllBytes(_project.Profiles, [0xEF, 0xBB, 0xBF, .. "roles:\r\n  peerB:\r\n    actor: gemini\r\n"u8]);
        var loaded = _project.Load();
        Assert.Empty(loaded.Problems);
        Assert.Equal("gemini", loaded.Settings.Roles.PeerB);
    }

    [Fact]
    public void A_file_with_a_mistyped_name_is_told()
    {
        _project.Write("cli_profile.yml", "roles: {}\n");
        var problem = Assert.Single(_project.Load().Problems);
        Assert.Contains("did you mean cli_profiles.yaml?", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[[[[[")]
    [InlineData("{a: {a: {a: ")]
    [InlineData("- - - - - ")]
    public void A_file_nested_without_end_is_an_error_and_not_the_end_of_the_program(string unit)
    {
        _project.Write("tui.yaml", string.Concat(Enumerable.Repeat(unit, 20_000)));
        Assert.True(Assert.Single(_project.Load().Problems).IsError);
    }

    [Fact]
    public void A_file_whose_aliases_multiply_is_an_error()
    {
        var text = "a0: &a0 {title: x}\n" + string.Concat(Enumerable.Range(1, 25).Select(i => $"a{i}: &a{i} {{l: *a{i - 1}, r: *a{i - 1}}}\n")) + "actors: {claude: {environment: *a25}}\n";
        _project.Write("agents.yaml", text);
        Assert.True(_project.Load().HasErrors);
    }

    [Fact]
    public void Problems_of_the_environment_and_of_options_name_them()
    {
        var loaded = _project.Load("CCCC_DELIVERY__SWEEP_SECOND=5\nCCCC_TUI__MOUSE=7\nCCCC_ROLE=PeerA", "delivery.sweep", "tui.mouse=maybe", "tui.mose=true", "actors.claude.state_rules.mine.state=idling");
        string[] texts = [.. loaded.Problems.Select(problem => problem.ToString())];
        Assert.Equal(6, texts.Length);
        Assert.Contains(texts, text => text.StartsWith("environment variable CCCC_DELIVERY__SWEEP_SECOND: ", StringComparison.Ordinal) && text.Contains("did you mean `delivery.sweep_seconds`", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.StartsWith("environment variable CCCC_TUI__MOUSE: ", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("KEY=VALUE", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("did you mean `tui.mouse`", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("takes one of starting, idle", StringComparison.Ordinal));
    }

    [Fact]
    public void Roles_can_be_set_by_the_environment()
    {
        Assert.Equal(new RoleChoices("gemini", null, null, null), _project.Load("CCCC_ROLES__PEERA__ACTOR=gemini\nCCCC_ROLES__PEERB__ACTOR=none").Settings.Roles);
    }

    [Fact]
    public void The_screen_rules_ship_with_dialogs_before_work_and_rest_and_every_pattern_compiles()
    {
        foreach (var actor in _project.Load().Settings.Actors)
        {
            _ = new ScreenRules(actor);
            ScreenRule[] dialogs = [.. actor.StateRules.Where(rule => rule.State == AgentState.NeedsInput)];
            Assert.All(dialogs, dialog => Assert.DoesNotContain(actor.StateRules, rule => rule.State is AgentState.Busy or AgentState.Idle && rule.Priority >= dialog.Priority));
        }
    }
}
