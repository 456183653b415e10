using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Tests.Settings;

public sealed class ProjectSearchTests : IDisposable
{
    private readonly string _base = RealPath.Of(Directory.CreateTempSubdirectory("cccc-search-").FullName);

    public void Dispose() => Directory.Delete(_base, recursive: true);

    [Fact]
    public void The_nearest_project_above_is_meant_within_its_repository()
    {
        Make("repo/.git", "repo/.cccc", "repo/src/deep");
        Assert.Equal(new Found("repo", null), Search("repo/src/deep"));
        Assert.Equal(new Found("repo", null), Search("repo"));
        Assert.Equal(new Found("repo", null), Search("repo/.cccc"));
    }

    [Fact]
    public void Where_there_is_none_the_folder_itself_is_meant()
    {
        Make("repo/.git", "repo/src");
        Assert.Equal(new Found("repo/src", null), Search("repo/src"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_repository_inside_a_project_is_not_that_project_but_names_it(bool gitIsFolder)
    {
        Make("outer/.git", "outer/.cccc", "outer/inner/src");
        if (gitIsFolder)
        {
            Make("outer/inner/.git");
        }
        else
        {
            File.WriteAllText(At("outer/inner/.git"), "gitdir: ../.git/worktrees/inner\n");
        }

        Assert.Equal(new Found("outer/inner", "outer"), Search("outer/inner"));
        Assert.Equal(new Found("outer/inner/src", "outer"), Search("outer/inner/src"));
        Assert.Contains($"{At("outer/inner")} is a repository of its own", ProjectSearch.From(At("outer/inner/src"), null).Boundary, StringComparison.Ordinal);
        Make("outer/inner/.cccc");
        Assert.Equal(new Found("outer/inner", null), Search("outer/inner/src"));
    }

    [Theory]
    [InlineData("home")]
    [InlineData("home/")]
    [InlineData("link-to-home")]
    public void The_home_folder_is_a_project_only_for_who_stands_in_it(string home)
    {
        Make("home/.cccc", "home/work/src");
        Directory.CreateSymbolicLink(At("link-to-home"), At("home"));
        Assert.Equal(new Found("home", null), Search("home", home));
        Assert.Equal(new Found("home/work/src", "home"), Search("home/work/src", home));
        Assert.Equal(new Found("home/work", "home"), Search("link-to-home/work", home));
        Make("home/work/.cccc");
        Assert.Equal(new Found("home/work", null), Search("home/work/src", home));
    }

    [Fact]
    public void Without_a_home_folder_only_repositories_and_the_root_end_the_search()
    {
        Make("home/.cccc", "home/work");
        Assert.Equal(new Found("home", null), Search("home/work"));
        Assert.Equal("home", Name(ProjectSearch.From(At("home/work"), "").Project));
        Assert.Equal("home", Name(ProjectSearch.From(At("home/work"), "home").Project)); // No absolute path: nobody's home.
    }

    [Fact]
    public void A_project_above_the_home_folder_does_not_reach_below_it()
    {
        Make(".cccc", "home/work");
        Assert.Equal(new Found("home/work", ""), Search("home/work", "home"));
    }

    [Fact]
    public void A_link_to_a_folder_is_that_folder()
    {
        Make("repo/.git", "repo/.cccc", "repo/src", "elsewhere/.cccc");
        Directory.CreateSymbolicLink(At("elsewhere/link"), At("repo/src"));
        Assert.Equal(new Found("repo", null), Search("elsewhere/link"));
    }

    private string At(string name) => name.Length == 0 ? _base : Path.Combine(_base, name);

    private void Make(params string[] folders) => Array.ForEach(folders, folder => Directory.CreateDirectory(At(folder)));

    private string Name(ProjectFolder folder) => Path.GetRelativePath(_base, folder.Root) is var name && name == "." ? "" : name;

    private Found Search(string here, string? home = null)
    {
        var search = ProjectSearch.From(At(here), home is null ? null : At(home));
        Assert.Equal(search.Outer is null, search.Boundary is null);
        return new Found(Name(search.Project), search.Outer is { } outer ? Name(outer) : null);
    }

    private sealed record Found(string Project, string? Outer);
}
