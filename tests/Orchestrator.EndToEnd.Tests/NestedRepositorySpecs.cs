using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Which project a folder belongs to, where repositories lie inside each other.</summary>
public sealed class NestedRepositorySpecs
{
    private static readonly string[] Identity =
        ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"];

    [Fact]
    public async Task In_a_worktree_or_a_submodule_the_session_of_the_outer_checkout_is_named_and_not_used()
    {
        Programs.Require("git");
        await using var project = TestProject.WithAgents();
        var root = project.Folder.Root;
        var library = Path.Combine(project.Temporary, "library");
        Directory.CreateDirectory(Path.Combine(root, "src"));
        Directory.CreateDirectory(library);
        await Git(project, library, "init", "-q");
        await Git(project, library, "commit", "-q", "--allow-empty", "-m", "first");
        await Git(project, root, "init", "-q");
        await Git(project, root, "commit", "-q", "--allow-empty", "-m", "first");
        await Git(project, root, "worktree", "add", "-q", "-b", "other", "trees/other");
        await Git(project, root, "submodule", "--quiet", "add", library, "library");
        await project.StartAndLaunch();

        var below = await InFolder(project, Path.Combine(root, "src"), "status");
        Assert.True(below.ExitCode == 0, below.ToString());
        Assert.Empty(below.Error);
        foreach (var inner in new[] { "trees/other", "library" })
        {
            var folder = Path.Combine(root, inner);
            Assert.True(File.Exists(Path.Combine(folder, ".git")), $"{inner} is no worktree and no submodule");
            var asked = await InFolder(project, folder, "status");
            Assert.Equal(3, asked.ExitCode);
            Assert.Equal(
                $"cccc: the project {root} is not used here: {folder} is a repository of its own. To use it: --project {root}\n"
                + $"cccc: No session runs for {folder}; `cccc` there starts one.\n",
                asked.Error);
            var outer = await InFolder(project, folder, "status", "--project", root);
            Assert.True(outer.ExitCode == 0, outer.ToString());
            Assert.Empty(outer.Error);
        }

        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task A_project_in_the_home_folder_captures_nothing_below_it(string ending)
    {
        await using var project = TestProject.Empty();
        var below = Directory.CreateDirectory(Path.Combine(project.Home, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(project.Home, ".cccc"));
        project.Environment["HOME"] = project.Home + ending;

        var there = await InFolder(project, project.Home, "status");
        Assert.Equal($"cccc: No session runs for {project.Home}; `cccc` there starts one.\n", there.Error);
        var asked = await InFolder(project, below, "status");
        Assert.Equal(3, asked.ExitCode);
        Assert.Contains($"cccc: the project {project.Home} is not used here: {project.Home} is your home folder", asked.Error, StringComparison.Ordinal);
        Assert.EndsWith($"cccc: No session runs for {below}; `cccc` there starts one.\n", asked.Error, StringComparison.Ordinal);

        project.Environment.Remove("HOME"); // The user database has another one.
        var without = await InFolder(project, below, "status");
        Assert.Equal($"cccc: No session runs for {project.Home}; `cccc` there starts one.\n", without.Error);
    }

    private static Task<CommandResult> InFolder(TestProject project, string folder, params string[] arguments) =>
        project.Run(Programs.Cccc, arguments, "", folder);

    private static async Task Git(TestProject project, string folder, params string[] arguments)
    {
        var result = await project.Run("git", [.. Identity, .. arguments], "", folder);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
