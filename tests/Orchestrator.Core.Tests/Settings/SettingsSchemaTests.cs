using System.Globalization;
using System.Runtime.CompilerServices;
using Orchestrator.Core.Files;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

public sealed class SettingsSchemaTests
{
    [Fact]
    public void The_shipped_files_set_every_key_that_has_a_fixed_name_to_its_default()
    {
        var shipped = SettingsSchema.Files
            .SelectMany(file => YamlLayerReader.Read(ShippedSettings.Text(file), file, System.Collections.Immutable.ImmutableArray.CreateBuilder<SettingsProblem>()))
            .ToDictionary(entry => string.Join('.', entry.Segments), entry => entry.Value);
        foreach (var definition in SettingsSchema.All.Where(definition => !definition.Path.Contains('*', StringComparison.Ordinal)))
        {
            Assert.Equal(definition.Default, shipped[definition.Path]);
            Assert.Null(ValueCheck.Fault(definition, definition.Default!));
        }
    }

    [Fact]
    public void The_shipped_comments_name_every_default()
    {
        var all = string.Concat(SettingsSchema.Files.Select(ShippedSettings.Text));
        foreach (var definition in SettingsSchema.All.Where(definition => definition.Default is not null))
        {
            Assert.Contains($"(default: {definition.Default}", all.Replace("true or false, default: ", "(default: ", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_have_units_and_ranges()
    {
        foreach (var definition in SettingsSchema.All.Where(definition => definition.Kind is SettingKind.Count or SettingKind.Number))
        {
            Assert.NotNull(definition.Unit);
            var value = double.Parse(definition.Default!, CultureInfo.InvariantCulture);
            Assert.InRange(value, definition.Minimum, definition.Maximum);
        }
    }

    [Fact]
    public void The_settings_page_is_current()
    {
        var page = Path.Combine(RepositoryRoot(), "docs", "settings.md");
        var expected = SettingsReference.Markdown();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(page, expected);
        }

        Assert.True(File.Exists(page) && File.ReadAllText(page) == expected, "docs/settings.md is not current: run this test with UPDATE_DOCS=1 and commit the page.");
    }

    [Theory]
    [InlineData("keepalive_dealy_seconds", "keepalive_delay_seconds")]
    [InlineData("KEEPALIVE_DELAY", null)]
    [InlineData("x", null)]
    [InlineData("sweepseconds", "sweep_seconds")]
    public void The_nearest_name_is_found_by_letters(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["keepalive_delay_seconds", "sweep_seconds", "aux"]));

    [Fact]
    public void A_text_is_never_written_by_halves_and_keeps_its_mode_and_its_link()
    {
        using var project = new TemporaryProject();
        var real = Path.Combine(project.Root, "real.yaml");
        var link = Path.Combine(project.Folder.Settings, "tui.yaml");
        File.WriteAllText(real, "old");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, real);
        TextFile.Write(link, "new");
        Assert.Equal("new", File.ReadAllText(real));
        Assert.Equal(real, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
        Assert.DoesNotContain(Directory.GetFiles(project.Root, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static string RepositoryRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
