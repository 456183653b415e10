using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

/// <summary>A project's settings may come with a repository: of what reaches the user's terminal they take away, and never add.</summary>
public sealed class ProjectLimitsTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("bell: ring")]
    [InlineData("window_title: true")]
    [InlineData("notifications: outer")]
    [InlineData("clipboard_write_bytes: 100001")]
    public void A_project_cannot_allow_more_than_the_user_does(string line)
    {
        _project.Write("tui.yaml", $"tui:\n  {line}\n");
        var loaded = _project.Load();
        Assert.Equal(new TuiSettings(), loaded.Settings.Tui);
        var problem = Assert.Single(loaded.Problems);
        Assert.False(problem.IsError);
        Assert.Equal(2, problem.Line);
        Assert.Contains("can only allow less", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_can_allow_less()
    {
        _project.Write("tui.yaml", "tui:\n  bell: off\n  notifications: off\n  clipboard_write_bytes: 0\n  links: false\n");
        var loaded = _project.Load();
        Assert.Empty(loaded.Problems);
        Assert.Equal(new TuiSettings { Bell = BellSetting.Off, Notifications = NotificationSetting.Off, ClipboardWriteBytes = 0, Links = false }, loaded.Settings.Tui);
    }

    [Fact]
    public void The_user_can_allow_more_and_a_project_as_much_as_the_user()
    {
        _project.WriteUser("tui.yaml", "tui:\n  bell: ring\n  window_title: true\n  notifications: outer\n  clipboard_write_bytes: 400000\n");
        _project.Write("tui.yaml", "tui:\n  bell: ring\n  clipboard_write_bytes: 200000\n");
        var loaded = _project.Load();
        Assert.Empty(loaded.Problems);
        Assert.Equal(
            new TuiSettings { Bell = BellSetting.Ring, WindowTitle = true, Notifications = NotificationSetting.Outer, ClipboardWriteBytes = 200_000 }, loaded.Settings.Tui);
    }

    [Fact]
    public void What_the_user_forbids_no_project_brings_back()
    {
        _project.WriteUser("tui.yaml", "tui:\n  clipboard_write_bytes: 0\n  links: false\n  bell: off\n");
        _project.Write("tui.yaml", "tui:\n  clipboard_write_bytes: 10\n  links: true\n  bell: mark\n");
        var loaded = _project.Load();
        Assert.Equal(new TuiSettings { Bell = BellSetting.Off, ClipboardWriteBytes = 0, Links = false }, loaded.Settings.Tui);
        Assert.Equal(3, loaded.Problems.Length);
    }

    [Fact]
    public void The_clipboard_is_never_read() =>
        Assert.Contains(_project.Load(overrides: ["tui.clipboard_read=on"]).Problems, problem => problem.IsError && problem.Text.Contains("clipboard_read", StringComparison.Ordinal));

    [Fact]
    public void Without_a_project_the_users_own_settings_count()
    {
        _project.WriteUser("tui.yaml", "tui:\n  bell: ring\n");
        _project.Write("tui.yaml", "tui:\n  bell: off\n");
        Assert.Equal(BellSetting.Ring, SettingsLoader.Load(folder: null, new SettingsSources(_project.UserFolder, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, [])).Settings.Tui.Bell);
    }
}
