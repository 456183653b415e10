using System.Collections.Immutable;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Prompts;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Tests.Settings;

namespace Orchestrator.Core.Tests.Prompts;

public sealed class PromptLibraryTests : IDisposable
{
    private readonly TemporaryProject _project = new();
    private readonly PromptLibrary _prompts;
    private readonly ImmutableDictionary<string, string> _values;

    public PromptLibraryTests()
    {
        _prompts = new PromptLibrary(_project.Folder);
        _values = PromptValues.OfPeer(_project.Folder, AgentRole.PeerA, new RoleChoices("claude", "codex", null, null));
    }

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(PromptLibrary.Peer)]
    [InlineData(PromptLibrary.SinglePeer)]
    public void The_shipped_rules_tell_the_whole_mailbox_contract_in_less_than_80_lines(string name)
    {
        string text = _prompts.Weave(name, _values);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n').Length < 80);
        foreach (string needed in new[] { "PeerA", _project.Folder.ToPeer(AgentRole.PeerA), _project.Folder.ToUser(AgentRole.PeerA), _project.Folder.Inbox(AgentRole.PeerA), _project.Folder.Processed(AgentRole.PeerA), "<TO_PEER>", "</TO_PEER>", "<TO_USER>", "</TO_USER>", "[NUDGE]", "FROM_USER", "FROM_SYSTEM", "[MID: ", "MAILBOX:SENT v1", "Progress(tag=", "Next: ", "acknowledgement" })
        {
            Assert.Contains(needed, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_rules_have_no_tag_that_could_pose_as_a_sender()
    {
        foreach (string name in new[] { PromptLibrary.Peer, PromptLibrary.SinglePeer })
        {
            Assert.DoesNotContain("<FROM_", _prompts.Weave(name, _values), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("codex", "To: Both", "`To: PeerB`")]
    [InlineData(null, "To: PeerA", "no other agent")]
    public void The_Foreman_is_told_what_to_write_and_for_whom(string? peerB, string example, string receivers)
    {
        string text = _prompts.Weave(PromptLibrary.Foreman, PromptValues.OfForeman(_project.Folder, new RoleChoices("claude", peerB, null, "claude"), _project.Folder.ForemanTask));
        foreach (string needed in new[] { Path.Combine(_project.Folder.Mailbox, "foreman", "to_peer.md"), Path.Combine(_project.Folder.Root, "FOREMAN_TASK.md"), "```\n" + example + "\n<TO_PEER>", receivers, "</TO_PEER>" })
        {
            Assert.Contains(needed, text, StringComparison.Ordinal);
        }

        Assert.Equal(peerB is not null, text.Contains("PeerB", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_helper_is_told_its_folder_and_to_print_its_result()
    {
        string text = _prompts.Weave(PromptLibrary.Aux, PromptValues.OfAux(_project.Folder, new RoleChoices("claude", null, "gemini", null), "/a/folder/of/its/own"));
        Assert.Contains("`/a/folder/of/its/own`", text, StringComparison.Ordinal);
        Assert.Contains("stdout", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_of_the_Foremans_task_needs_no_values() =>
        Assert.Contains("## Each time", _prompts.Weave(PromptLibrary.ForemanTask, ImmutableDictionary<string, string>.Empty), StringComparison.Ordinal);

    [Fact]
    public void The_single_peer_rules_have_the_two_channels_the_table_and_the_self_review()
    {
        string text = _prompts.Weave(PromptLibrary.SinglePeer, _values);
        foreach (string needed in new[] { "## Communication (Single-Peer Mode)", "**to_peer.md** - Work Progress Log", "**to_user.md** - User Communication", "Work rhythm:", "### When to Write Which Channel", "| Reached milestone worth noting | Both | to_peer + brief summary in to_user |", "## Self-Review (Important in Single-Peer Mode)" })
        {
            Assert.Contains(needed, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_users_own_prompt_wins()
    {
        Own("peer", "Hello {{ role }}, {{peer}}!");
        Assert.Equal("Hello PeerA, PeerB!", _prompts.Weave("peer", _values));
    }

    [Fact]
    public void A_value_is_not_woven_again()
    {
        Own("peer", "{{role}}");
        Assert.Equal("{{peer}}", _prompts.Weave("peer", _values.SetItem("role", "{{peer}}")));
    }

    [Theory]
    [InlineData("a\n{{rol}}", ":2: there is no value for {{rol}}. Did you mean {{role}}?")]
    [InlineData("{{role", ":1: `{{` is not closed in its line")]
    [InlineData("{{role\n}}", ":1: `{{` is not closed in its line")]
    [InlineData("{{}}", "there is no value for {{}}")]
    public void A_name_without_a_value_is_an_error_with_its_line(string text, string message)
    {
        Own("peer", text);
        PromptException error = Assert.Throws<PromptException>(() => _prompts.Weave("peer", _values));
        Assert.StartsWith(_prompts.OverrideOf("peer"), error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_does_not_exist_is_an_error() =>
        Assert.Contains("'nobody'", Assert.Throws<PromptException>(() => _prompts.Weave("nobody", _values)).Message, StringComparison.Ordinal);

    private void Own(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_prompts.OverrideOf(name))!);
        File.WriteAllText(_prompts.OverrideOf(name), text);
    }
}
