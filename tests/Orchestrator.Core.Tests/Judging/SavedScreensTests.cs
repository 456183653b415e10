using System.Runtime.CompilerServices;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Core.Tests.Settings;

namespace Orchestrator.Core.Tests.Judging;

/// <summary>Screens that were kept with <c>cccc explain PEER --save NAME</c>: those of this folder, and those that a session in this checkout has kept.</summary>
public sealed class SavedScreensTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    public static TheoryData<string> Saved()
    {
        var root = Root();
        string[] folders = [Path.Combine(root, "tests", "Orchestrator.Core.Tests", "Screens"), ScreenFixture.FolderOf(new ProjectFolder(root))];
        return [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Saved))]
    public void A_saved_screen_is_judged_as_it_was_kept(string path)
    {
        var fixture = ScreenFixture.Load(Path.Combine(Root(), path));
        var loaded = SettingsLoader.Load(_project.Folder, new SettingsSources(null, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, []));
        var actor = new ActorCatalog(loaded.Settings.Actors).Find(fixture.Actor);
        Assert.NotNull(actor);
        var judgement = SavedScreen.Judge(new ScreenRules(actor), SavedScreen.Read(fixture.Text, fixture.Title) with { StateReport = fixture.StateReport });
        Assert.Equal(fixture.State, judgement.State);
        if (fixture.Draft is { } draft)
        {
            Assert.Equal(draft, judgement.Draft is not null);
        }
    }

    [Fact]
    public void What_is_saved_is_read_again_with_its_looks()
    {
        const string Text = "plain\n\e[2mTry this\e[0m and \e[1;7mthat\e[0m\n\n❯ draft";
        var screen = SavedScreen.Read(Text, "a title");
        var again = SavedScreen.Read(SavedScreen.Write(screen), "a title");
        Assert.Equal(screen.Rows.ToArray(), again.Rows.ToArray());
        Assert.Equal(screen.Looks.Select(looks => looks.ToArray()), again.Looks.Select(looks => looks.ToArray()));
        new ScreenFixture("claude", AgentState.NeedsInput, Draft: null, "a title", null, SavedScreen.Write(screen)).Save(_project.Folder.Home, "one");
        var fixture = ScreenFixture.Load(Path.Combine(_project.Folder.Home, "one.json"));
        Assert.Equal(AgentState.NeedsInput, fixture.State);
        Assert.Equal(SavedScreen.Write(screen), fixture.Text);
    }

    [Theory]
    [InlineData("busy-1", true)]
    [InlineData("../x", false)]
    [InlineData(".hidden", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void A_name_is_a_file_name_and_nothing_else(string name, bool isOne) => Assert.Equal(isOne, ScreenFixture.IsName(name));

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
