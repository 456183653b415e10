using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Cli.Commands;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rules;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Cli.Tests;

public sealed class ResetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProjectFolder _project;

    public ResetTests()
    {
        _project = new ProjectFolder(_folder.Path);
        CliRun.Of("init", "--project", _folder.Path);
        Write(".cccc/mailbox/peerA/inbox/000001.x.txt");
        Write(".cccc/state/ledger.jsonl");
        Write(".cccc/work/aux/notes.md");
        Write(".cccc/rules/local/all.md");
        Write(".cccc/rules/PEERB.md");
        Write(".cccc/archive/20200101-000000/inbox");
        Write("docs/por/POR.md");
        Write("docs/por/T001-parser/task.yaml");
        Write("docs/por/Thoughts.md");
        Write("src/code.cs");
        new RulesBook(_project, new RuleTexts(_project), NullLogger.Instance).Of(AgentRole.PeerA, new RoleChoices("claude", null, null, null));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reset_moves_mail_state_work_made_rules_and_the_plan_into_a_new_archive()
    {
        var run = CliRun.Of("reset", "--yes", "--project", _folder.Path);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var archive = Directory.GetDirectories(_folder[".cccc/archive"]).Order(StringComparer.Ordinal).Last();
        Assert.Matches("^[0-9]{8}-[0-9]{6}$", Path.GetFileName(archive));
        Assert.Equal(
            ["docs/por/POR.md", "docs/por/T001-parser/task.yaml", "mailbox/peerA/inbox/000001.x.txt", "rules/PEERA.md", "state/host.lock", "state/ledger.jsonl", "state/start.lock", "work/aux/notes.md"],
            FilesBelow(archive));
        Assert.Equal([".cccc/.gitignore", ".cccc/archive", ".cccc/rules", ".cccc/settings"], Directory.GetFileSystemEntries(_folder[".cccc"]).Select(path => Path.GetRelativePath(_folder.Path, path)).Order(StringComparer.Ordinal));
        Assert.Equal(["PEERB.md", "local/all.md"], FilesBelow(_folder[".cccc/rules"]));
        Assert.Equal(["por/Thoughts.md"], FilesBelow(_folder["docs"]));
        Assert.True(File.Exists(_folder["src/code.cs"]));
        Assert.True(File.Exists(_folder[".cccc/archive/20200101-000000/inbox"]));
    }

    [Fact]
    public void With_delete_only_what_cccc_made_is_removed_and_the_rest_is_named()
    {
        var run = CliRun.Of("reset", "--delete", "--yes", "--project", _folder.Path);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["20200101-000000/inbox"], FilesBelow(_folder[".cccc/archive"]));
        Assert.Equal([".cccc/.gitignore", ".cccc/archive", ".cccc/rules", ".cccc/settings"], Directory.GetFileSystemEntries(_folder[".cccc"]).Select(path => Path.GetRelativePath(_folder.Path, path)).Order(StringComparer.Ordinal));
        Assert.Equal(["PEERB.md", "local/all.md"], FilesBelow(_folder[".cccc/rules"]));
        Assert.Equal(["por/POR.md", "por/T001-parser/task.yaml", "por/Thoughts.md"], FilesBelow(_folder["docs"]));
        Assert.Contains("kept    docs/por/POR.md: cccc did not make it", run.Output, StringComparison.Ordinal);
        Assert.Equal("There is nothing to reset.\n", CliRun.Of("reset", "--delete", "--yes", "--project", _folder.Path).Output);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\n", 1)]
    [InlineData("no\n", 1)]
    [InlineData("y\n", 0)]
    [InlineData("Yes\n", 0)]
    public void It_asks_and_only_yes_is_yes(string answer, int code)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        Assert.Equal(code, ResetCommand.Run(_project, delete: false, yes: false, () => new StringReader(answer), new InvocationConfiguration { Output = output, Error = error }));
        Assert.Contains("  docs/por/T001-parser\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Move them? [y/N] ", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(code == 1, File.Exists(_folder[".cccc/state/ledger.jsonl"]));
        Assert.Equal(code == 1 ? "cccc reset: nothing was done.\n" : "", error.ToString());
    }

    [Fact]
    public void It_refuses_while_somebody_holds_the_session_lock()
    {
        using var held = SessionLock.Take(_project);
        var run = CliRun.Of("reset", "--yes", "--project", _folder.Path);
        Assert.Equal(4, run.Code);
        Assert.Contains("`cccc kill` ends it", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder[".cccc/mailbox/peerA/inbox/000001.x.txt"]));
    }

    [Fact]
    public void It_refuses_while_a_session_answers()
    {
        var address = SessionAddress.OfProject(_project, Environment.GetEnvironmentVariable);
        address.EnsureRuntimeFolder();
        try
        {
            using Socket host = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            host.Bind(new UnixDomainSocketEndPoint(address.SocketPath));
            host.Listen();
            var run = CliRun.Of("reset", "--yes", "--delete", "--project", _folder.Path);
            Assert.Equal((4, ""), (run.Code, run.Output));
            Assert.Contains("A session runs for", run.Error, StringComparison.Ordinal);
            Assert.True(File.Exists(_folder[".cccc/state/ledger.jsonl"]));
        }
        finally
        {
            File.Delete(address.SocketPath);
        }
    }

    [Fact]
    public void One_that_cannot_be_moved_does_not_keep_the_others()
    {
        var archive = _folder[".cccc/archive/new"];
        Directory.CreateDirectory(archive);
        File.WriteAllText(Path.Combine(archive, "docs"), "in the way");
        ResetOutcome[] outcomes = [.. ProjectReset.Archive(_project, ProjectReset.Find(_project), archive)];
        Assert.Equal(["POR.md", "T001-parser"], outcomes.Where(outcome => outcome.Fault is not null).Select(outcome => Path.GetFileName(outcome.Item.Path)));
        Assert.True(File.Exists(_folder["docs/por/T001-parser/task.yaml"]));
        Assert.Equal(["docs", "mailbox", "rules", "state", "work"], Directory.GetFileSystemEntries(archive).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Links_go_as_links_and_what_they_lead_to_stays(bool delete)
    {
        using var outside = new TemporaryFolder();
        File.WriteAllText(outside["precious"], "x");
        Directory.Delete(_folder[".cccc/work"], recursive: true);
        Directory.CreateSymbolicLink(_folder[".cccc/work"], outside.Path);
        Directory.CreateSymbolicLink(_folder[".cccc/mailbox/elsewhere"], outside.Path);
        Assert.Equal(0, CliRun.Of("reset", "--yes", delete ? "--delete" : "--archive", "--project", _folder.Path).Code);
        Assert.True(File.Exists(outside["precious"]));
        Assert.False(Path.Exists(_folder[".cccc/work"]));
        if (!delete)
        {
            var archive = Directory.GetDirectories(_folder[".cccc/archive"]).Order(StringComparer.Ordinal).Last();
            Assert.Equal(outside.Path, new DirectoryInfo(Path.Combine(archive, "work")).LinkTarget);
        }
    }

    [Fact]
    public void A_plan_that_is_elsewhere_and_an_archive_that_is_elsewhere_are_not_touched()
    {
        using var outside = new TemporaryFolder();
        Directory.Move(_folder["docs/por"], outside["por"]);
        Directory.CreateSymbolicLink(_folder["docs/por"], outside["por"]);
        Directory.Move(_folder[".cccc/archive"], outside["archive"]);
        Directory.CreateSymbolicLink(_folder[".cccc/archive"], outside["archive"]);
        var run = CliRun.Of("reset", "--yes", "--project", _folder.Path);
        Assert.Equal(1, run.Code);
        Assert.Contains(".cccc/mailbox was not moved: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["archive/20200101-000000/inbox", "por/POR.md", "por/T001-parser/task.yaml", "por/Thoughts.md"], FilesBelow(outside.Path));
        Assert.True(File.Exists(_folder[".cccc/state/ledger.jsonl"]));
    }

    [Fact]
    public void What_cannot_be_moved_is_named_and_the_rest_is_moved()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may write anywhere");
        File.SetUnixFileMode(_folder["docs/por"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var run = CliRun.Of("reset", "--yes", "--project", _folder.Path);
            Assert.Equal(1, run.Code);
            Assert.Contains("docs/por/POR.md was not moved: ", run.Error, StringComparison.Ordinal);
            Assert.Contains("moved   .cccc/mailbox\n", run.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(_folder["docs/por/POR.md"]));
        }
        finally
        {
            File.SetUnixFileMode(_folder["docs/por"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Where_nothing_is_nothing_is_made()
    {
        using var empty = new TemporaryFolder();
        var run = CliRun.Of("reset", "--yes", "--project", empty.Path);
        Assert.Equal((0, "There is nothing to reset.\n"), (run.Code, run.Output));
        Assert.Empty(Directory.GetFileSystemEntries(empty.Path));
    }

    [Fact]
    public void A_lock_that_was_made_for_the_reset_alone_is_taken_away()
    {
        Directory.Delete(_folder[".cccc/state"], recursive: true);
        Assert.Equal(0, CliRun.Of("reset", "--yes", "--project", _folder.Path).Code);
        Assert.False(Path.Exists(_folder[".cccc/state"]));
    }

    [Fact]
    public void Archive_and_delete_exclude_each_other() =>
        Assert.Equal(2, CliRun.Of("reset", "--archive", "--delete", "--project", _folder.Path).Code);

    private void Write(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], "mine");
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);
}
