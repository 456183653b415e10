using Orchestrator.Core.Files;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

public sealed class RolesFileTests : IDisposable
{
    private static readonly RoleChoices Single = new("gemini", null, "opencode", null);

    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void A_missing_file_is_made_from_the_shipped_text_with_its_comments()
    {
        Directory.Delete(_project.Folder.Settings);
        RolesFile.Save(_project.Folder, Single);
        Assert.Equal(Single, _project.Load().Settings.Roles);
        var text = File.ReadAllText(_project.Profiles);
        Assert.Contains("    actor: gemini     # the first agent; a session needs it (default: claude)\n", text, StringComparison.Ordinal);
        Assert.Contains("    actor: none      # the second agent;", text, StringComparison.Ordinal);
        Assert.Contains("keepalive_delay_seconds: 60\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("roles:\n  peerA:\n    actor: claude # me\n    cwd: x\n", "roles:\n  foreman: {actor: none}\n", "    actor: gemini # me\n    cwd: x\n")]
    [InlineData("roles:\n  peerA: {actor: 'claude'}\n  peerB: {actor: \"codex\"}\n", "  peerA: {actor: 'gemini'}\n", "  peerB: {actor: \"none\"}\n")]
    [InlineData("roles:\n  peerA:\n  peerB:   # later\n", "  peerA: {actor: gemini}\n", "  peerB: {actor: none}   # later\n")]
    [InlineData("roles:\r\n  # about A\r\n  peerA:\r\n    cwd: .\r\n", "  # about A\r\n  peerA:\r\n    actor: gemini\r\n    cwd: .\r\n", "  peerB: {actor: none}\r\n")]
    [InlineData("{roles: {peerA: {}, zz: 1}, other: [1, 2]}", "peerA: {actor: gemini}, zz: 1}, other: [1, 2]}", "peerB: {actor: none}")]
    [InlineData("delivery:\n  sweep_seconds: 5", "delivery:\n  sweep_seconds: 5\nroles:\n", "  peerA: {actor: gemini}\n")]
    [InlineData("roles: {peerA: {actor: }, peerB: {actor: ~}}", "peerA: {actor: gemini }", "peerB: {actor: ~}")]
    [InlineData("roles:\n# nothing yet\ndelivery: {}\n", "# nothing yet\ndelivery: {}\n", "  peerA: {actor: gemini}\n")]
    [InlineData("# only a comment", "# only a comment\nroles:\n", "  peerA: {actor: gemini}\n")]
    [InlineData("roles:\n  peera:\n    Actor: claude\n", "  peera:\n    Actor: gemini\n", "  peerB: {actor: none}\n")]
    public void The_rest_of_a_file_stays_as_it_was(string before, string firstPart, string secondPart)
    {
        _project.Write("cli_profiles.yaml", before);
        RolesFile.Save(_project.Folder, Single);
        var after = File.ReadAllText(_project.Profiles);
        firstPart = firstPart.Replace("roles:\n  foreman: {actor: none}\n", "roles:\n", StringComparison.Ordinal);
        Assert.Contains(firstPart, after, StringComparison.Ordinal);
        Assert.Contains(secondPart, after, StringComparison.Ordinal);
        Assert.Equal(Single, _project.Load().Settings.Roles);
    }

    [Fact]
    public void New_roles_are_written_in_their_order()
    {
        _project.Write("cli_profiles.yaml", "");
        RolesFile.Save(_project.Folder, Single);
        Assert.Equal("roles:\n  peerA: {actor: gemini}\n  peerB: {actor: none}\n  aux: {actor: opencode}\n  foreman:\n    actor: none\n", File.ReadAllText(_project.Profiles));
    }

    [Fact]
    public void A_file_that_says_it_already_is_not_written()
    {
        RolesFile.Save(_project.Folder, Single);
        File.SetLastWriteTimeUtc(_project.Profiles, DateTime.UnixEpoch);
        RolesFile.Save(_project.Folder, Single);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(_project.Profiles));
    }

    [Theory]
    [InlineData("roles: {peerA: {act", ":1: ")]
    [InlineData("roles:\n  peerA: codex\n", ":2: ")]
    [InlineData("x: &r\n  peerA: {actor: claude}\nroles: *r\n", ":3: ")]
    [InlineData("roles:\n  peerA: {actor: &me claude}\n  peerB: {actor: *me}\n", ":2: ")]
    [InlineData("roles:\n  peerA:\n    actor: |\n      claude\n", ":3: ")]
    [InlineData("roles:\n  peerA:\n    actor: [claude]\n", ":3: ")]
    [InlineData("a: 1\n...\n", "by hand")]
    public void A_file_that_cannot_be_edited_safely_is_refused_and_untouched(string text, string message)
    {
        _project.Write("cli_profiles.yaml", text);
        var error = Assert.Throws<TextFileException>(() => RolesFile.Save(_project.Folder, Single));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), error.Message);
        Assert.Equal(text, File.ReadAllText(_project.Profiles));
        Assert.Single(Directory.GetFiles(_project.Folder.Settings, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Fact]
    public void An_alias_of_a_single_actor_is_replaced_where_it_stands()
    {
        _project.Write("cli_profiles.yaml", "x: &me codex\nroles:\n  peerA: {actor: *me }\n");
        RolesFile.Save(_project.Folder, Single);
        Assert.Contains("x: &me codex\n", File.ReadAllText(_project.Profiles), StringComparison.Ordinal);
        Assert.Equal("gemini", _project.Load().Settings.Roles.PeerA);
    }

    [Fact]
    public void Aliases_of_aliases_without_end_are_refused_at_once_and_the_file_is_untouched()
    {
        var bomb = "a0: &a0 {}\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        _project.Write("cli_profiles.yaml", bomb);
        var error = Assert.Throws<TextFileException>(() => RolesFile.Save(_project.Folder, Single));
        Assert.Contains("by hand", error.Message, StringComparison.Ordinal);
        Assert.Equal(bomb, File.ReadAllText(_project.Profiles));
    }

    [Fact]
    public void A_choice_that_is_no_id_is_refused() =>
        Assert.Throws<ArgumentException>(() => RolesFile.Save(_project.Folder, Single with { PeerA = "a: b" }));
}
