using CliWrap.Buffered;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Cli.Tests;

public sealed class InitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Init_writes_the_shipped_settings_and_a_gitignore_and_nothing_else()
    {
        var run = CliRun.Of("init", "--project", _folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Equal(SettingsSchema.Files.Length + 1, run.Output.Split('\n').Count(line => line.StartsWith("wrote .cccc/", StringComparison.Ordinal)));
        foreach (var file in SettingsSchema.Files)
        {
            Assert.Equal(ShippedSettings.Text(file), File.ReadAllText(_folder[".cccc/settings/" + file]));
        }

        Assert.Equal([".cccc"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.Equal([".gitignore", "settings"], Directory.GetFileSystemEntries(_folder[".cccc"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Init_keeps_what_exists()
    {
        Directory.CreateDirectory(_folder[".cccc/settings"]);
        File.WriteAllText(_folder[".cccc/settings/tui.yaml"], "mine");
        var run = CliRun.Of("init", "--project", _folder.Path);
        Assert.Contains("kept  .cccc/settings/tui.yaml", run.Output, StringComparison.Ordinal);
        Assert.Contains("wrote .cccc/settings/agents.yaml", run.Output, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder[".cccc/settings/tui.yaml"]));
        Assert.DoesNotContain("wrote", CliRun.Of("init", "--project", _folder.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gitignore_lets_only_the_settings_and_the_users_own_rules_into_a_repository()
    {
        CliRun.Of("init", "--project", _folder.Path);
        Directory.CreateDirectory(_folder[".cccc/state"]);
        File.WriteAllText(_folder[".cccc/state/ledger.jsonl"], "{}");
        Directory.CreateDirectory(_folder[".cccc/rules/local"]);
        File.WriteAllText(_folder[".cccc/rules/PEERA.md"], "generated");
        File.WriteAllText(_folder[".cccc/rules/local/all.md"], "mine");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(bin => File.Exists(Path.Combine(bin, "git"))), "git is not installed");
        await GitAsync("init", "-q");
        var listed = await GitAsync("status", "--porcelain", "-uall");
        IEnumerable<string> expected = SettingsSchema.Files.Select(file => ".cccc/settings/" + file).Prepend(".cccc/.gitignore").Prepend(".cccc/rules/local/all.md").Order(StringComparer.Ordinal);
        Assert.Equal(expected, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[3..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Init_where_a_file_is_in_the_way_fails_with_a_sentence()
    {
        File.WriteAllText(_folder[".cccc"], "x");
        var run = CliRun.Of("init", "--project", _folder.Path);
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"cccc init: {_folder.Path}/.cccc/settings/cli_profiles.yaml: cannot be written: ", run.Error, StringComparison.Ordinal);
    }

    private async Task<string> GitAsync(params string[] arguments)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        var git = await CliWrap.Cli.Wrap("git").WithArguments(arguments).WithWorkingDirectory(_folder.Path)
            .ExecuteBufferedAsync(patience.Token);
        return git.StandardOutput;
    }
}
