using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rules;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Tests.Settings;

namespace Orchestrator.Core.Tests.Rules;

public sealed class RuleTextsTests : IDisposable
{
    private readonly TemporaryProject _project = new();
    private readonly RuleTexts _prompts;
    private readonly ImmutableDictionary<string, string> _values;

    public RuleTextsTests()
    {
        _prompts = new RuleTexts(_project.Folder);
        _values = RuleValues.OfPeer(_project.Folder, AgentRole.PeerA, new RoleChoices("claude", "codex", null, null));
    }

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(RuleTexts.Peer)]
    [InlineData(RuleTexts.SinglePeer)]
    public void The_shipped_rules_tell_the_whole_mailbox_contract_in_less_than_80_lines(string name)
    {
        var text = _prompts.Weave(name, _values);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n').Length < 80);
        foreach (var needed in new[] { "PeerA", _project.Folder.ToPeer(AgentRole.PeerA), _project.Folder.ToUser(AgentRole.PeerA), _project.Folder.Inbox(AgentRole.PeerA), _project.Folder.Processed(AgentRole.PeerA), "<TO_PEER>", "</TO_PEER>", "<TO_USER>", "</TO_USER>", "[NUDGE]", "FROM_USER", "FROM_SYSTEM", "[MID: ", "MAILBOX:SENT v1", "Progress(tag=", "Evidence(refs=", "Ask(to=", "Counter", "Risk(sev=", "Item(", "Next: ", "[RE: ", "[PRIORITY: urgent]", "[EXPIRES: ", "[RULES]", "[/RULES]", "acknowledgement" })
        {
            Assert.Contains(needed, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_rules_have_no_tag_that_could_pose_as_a_sender()
    {
        foreach (var name in new[] { RuleTexts.Peer, RuleTexts.SinglePeer })
        {
            Assert.DoesNotContain("<FROM_", _prompts.Weave(name, _values), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void The_example_of_a_message_to_the_peer_is_mail_with_one_insight_block()
    {
        var text = _prompts.Weave(RuleTexts.Peer, _values);
        var open = text.IndexOf("<TO_PEER>\n", StringComparison.Ordinal);
        var example = text[open..text.IndexOf("</TO_PEER>", open, StringComparison.Ordinal)];
        Assert.Equal(2, example.Split("```insight").Length);
        Assert.EndsWith("```", example.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("[MID: ", example, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_event_lines_are_understood_as_they_are_written()
    {
        var lines = EventLines.Parse(Regex.Replace(_prompts.Weave(RuleTexts.Peer, _values), "^ +", string.Empty, RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
        Assert.Equal(["progress", "evidence", "ask", "counter", "risk", "next"], lines.Select(line => line.Word).Distinct());
        Assert.All(lines.Where(line => line.Word is "evidence" or "next"), line => Assert.Equal("parser", line.Tag));
        Assert.Equal("PeerB", lines.Single(line => line.Word == "ask").To);
        Assert.Equal("high", lines.Single(line => line.Word == "risk").Severity);
    }

    [Theory]
    [InlineData("codex", "pending_review`; the other")]
    [InlineData(null, "`planned` until you start it")]
    public void The_plan_is_told_with_its_files_and_markers(string? peerB, string review)
    {
        var text = _prompts.Weave(RuleTexts.Plan, RuleValues.OfPeer(_project.Folder, AgentRole.PeerA, new RoleChoices("claude", peerB, null, null)));
        foreach (var needed in new[] { "docs/por/POR.md", "docs/por/T###-slug/task.yaml", "\n    progress: T001.S1 done\n", review })
        {
            Assert.Contains(needed, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codex", "To: Both", "`To: PeerB`")]
    [InlineData(null, "To: PeerA", "no other agent")]
    public void The_Foreman_is_told_what_to_write_and_for_whom(string? peerB, string example, string receivers)
    {
        var text = _prompts.Weave(RuleTexts.Foreman, RuleValues.OfForeman(_project.Folder, new RoleChoices("claude", peerB, null, "claude"), _project.Folder.ForemanTask));
        foreach (var needed in new[] { Path.Combine(_project.Folder.MailboxFolder, "foreman", "to_peer.md"), Path.Combine(_project.Folder.Root, "FOREMAN_TASK.md"), "```\n" + example + "\n<TO_PEER>", receivers, "</TO_PEER>" })
        {
            Assert.Contains(needed, text, StringComparison.Ordinal);
        }

        Assert.Equal(peerB is not null, text.Contains("PeerB", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_helper_is_told_its_folder_and_to_print_its_result()
    {
        var text = _prompts.Weave(RuleTexts.Aux, RuleValues.OfAux(_project.Folder, new RoleChoices("claude", null, "gemini", null), "/a/folder/of/its/own"));
        Assert.Contains("`/a/folder/of/its/own`", text, StringComparison.Ordinal);
        Assert.Contains("stdout", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_of_the_Foremans_task_needs_no_values() =>
        Assert.Contains("## Each time", _prompts.Weave(RuleTexts.ForemanTask, ImmutableDictionary<string, string>.Empty), StringComparison.Ordinal);

    [Fact]
    public void The_single_peer_rules_have_the_two_channels_the_table_and_the_self_review()
    {
        var text = _prompts.Weave(RuleTexts.SinglePeer, _values);
        const string Binding =
            """
            ## Communication (Single-Peer Mode)

            You have two output channels:

            1. **to_peer.md** - Work Progress Log
               - Write work updates with Progress events
               - System monitors this to maintain execution rhythm
               - Include: Progress(tag=xxx): description of work done
               - This drives the continuation cycle

            2. **to_user.md** - User Communication
               - Write user-facing summaries and questions
               - Use when you need human decision or input
               - Keep concise and actionable

            Work rhythm:
            - After writing to_peer.md with Progress, System will send continuation
            - Continue working until task complete or blocked
            - Report completion/blockers in to_user.md

            ### When to Write Which Channel

            | Situation | Write to | Example |
            |-----------|----------|---------|
            | Completed a work step, more to do | to_peer.md | "Progress(tag=impl): Added auth middleware. Next: tests" |
            | Reached milestone worth noting | Both | to_peer + brief summary in to_user |
            | Task fully complete | to_user.md | "✓ Auth feature complete. 3 files changed, tests pass." |
            | Blocked, need user decision | to_user.md | "Need decision: Use JWT or session cookies?" |
            | Error/uncertainty | to_user.md | "Build failing on CI. Need guidance." |

            ## Self-Review (Important in Single-Peer Mode)

            Without a peer to review your work:
            - After significant steps, ask yourself: "Is this direction correct?"
            - Before committing changes: "What could go wrong?"
            - When uncertain: Report to user rather than proceed blindly
            """;
        var lines = text.Split('\n');
        var at = -1;
        foreach (var line in Binding.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0))
        {
            var next = Array.IndexOf(lines, line, at + 1);
            Assert.True(next > at, $"Missing, or not in its place: {line}");
            at = next;
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
        var error = Assert.Throws<RuleTextException>(() => _prompts.Weave("peer", _values));
        Assert.StartsWith(_prompts.OverrideOf("peer"), error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_does_not_exist_is_an_error() =>
        Assert.Contains("'nobody'", Assert.Throws<RuleTextException>(() => _prompts.Weave("nobody", _values)).Message, StringComparison.Ordinal);

    private void Own(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_prompts.OverrideOf(name))!);
        File.WriteAllText(_prompts.OverrideOf(name), text);
    }
}
