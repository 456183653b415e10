using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

/// <summary>The shipped state rules on screens in the manner of each CLI, written for this test.</summary>
public sealed class ShippedScreenRulesTests
{
    private const string ClaudeBox = "────────────\n❯ \n────────────\n  ⏵⏵ accept edits on (shift+tab to cycle)";

    private static readonly SessionSettings Settings = SettingsLoader.Load(new ProjectFolder("/nonexistent"), SettingsSources.None).Settings;

    [Theory]
    [InlineData("claude", "✳ work", " Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel · Tab to amend", AgentState.NeedsInput)]
    [InlineData("claude", null, " Do you want to proceed?\n   1. Yes\n ❯ 2. No\n Esc to cancel", AgentState.NeedsInput)]
    [InlineData("claude", null, "Which one?\n❯ 1. This\n  2. That\nEnter to select · ↑/↓ to navigate · Esc to cancel", AgentState.NeedsInput)]
    [InlineData("claude", null, " ❯ 1. Yes, I trust this folder\n   2. No, exit\n Enter to confirm · Esc to cancel", AgentState.NeedsInput)]
    [InlineData("claude", "⠂ work", ClaudeBox, AgentState.Busy)]
    [InlineData("claude", null, "✻ Sautéing… (4s · ↓ 33 tokens)\n" + ClaudeBox, AgentState.Busy)]
    [InlineData("claude", null, "✻ Waiting for 2 background agents to finish\n" + ClaudeBox, AgentState.Busy)]
    [InlineData("claude", "✳ work", "● Done.\n✻ Cooked for 8s\n" + ClaudeBox, AgentState.Idle)]
    [InlineData("claude", "✳ work", "* Remember to restart the service…\n" + ClaudeBox, AgentState.Idle)]
    [InlineData("claude", "✳ work", "❯ hi\n  ⎿  You've hit your session limit · resets 4pm\n" + ClaudeBox, AgentState.Limited)]
    [InlineData("codex", null, "  Would you like to run the following command?\n  $ ls\n› 1. Yes, proceed (y)\n  2. No (esc)\n  Press enter to confirm or esc to cancel", AgentState.NeedsInput)]
    [InlineData("codex", "[ ! ] Action Required | x", "• Running ls", AgentState.NeedsInput)]
    [InlineData("codex", null, "  › 1. Apple\n    2. Pear\n  tab to add notes | enter to submit answer | esc to interrupt", AgentState.NeedsInput)]
    [InlineData("codex", "⠋ work", "• text so far\n› Ask Codex to do anything", AgentState.Busy)]
    [InlineData("codex", null, "• Working (3s • esc to interrupt)\n› Ask Codex to do anything\n  gpt default", AgentState.Busy)]
    [InlineData("codex", "work", "■ You’ve hit your usage limit. Upgrade\n› Ask Codex to do anything", AgentState.Limited)]
    [InlineData("codex", "work", "Worked for 8s\n› Ask Codex to do anything\n  gpt default", AgentState.Idle)]
    [InlineData("gemini", "✋  Action Required (x)", "│ Apply this change? │\n│ ● 1. Allow once │", AgentState.NeedsInput)]
    [InlineData("gemini", "◇  Ready (x)", "│ Do you trust the files in this folder? │\n│ ● 1. Trust folder (x) │", AgentState.NeedsInput)]
    [InlineData("gemini", null, "⠼ Thinking... (esc to cancel, 4s)\n >   Type your message or @path/to/file", AgentState.Busy)]
    [InlineData("gemini", "✦  Working… (x)", "│ Usage limit reached for m. │\n│ ● 1. Keep trying │\n│   2. Stop │", AgentState.Limited)]
    [InlineData("gemini", "◇  Ready (x)", "────────\n Shift+Tab to accept edits\n >   Type your message or @path/to/file", AgentState.Idle)]
    [InlineData("opencode", "OC | x", "  ┃  △ Permission required\n  ┃    # Shell command\n  ┃   Allow once   Allow always   Reject", AgentState.NeedsInput)]
    [InlineData("opencode", "OC | x", "  ┃\n  ╹▀▀▀▀\n   ⬝⬝■■  esc interrupt", AgentState.Busy)]
    [InlineData("opencode", "OC | x", "  ┃\n  ┃\n  ┃  Build · Fake\n  ╹▀▀▀▀\n   /home/dev", AgentState.Idle)]
    [InlineData("droid", null, " Run this command?\n > Yes, allow\n   No, cancel\n", AgentState.NeedsInput)]
    [InlineData("droid", null, "⠋ Thinking... (Press ESC to stop)\n\n > \n", AgentState.Busy)]
    [InlineData("droid", null, " > \n ? for help\n", AgentState.Idle)]
    [InlineData("kilocode", null, "  ┃  △ Permission required\n  ┃   Allow once   Allow always   Reject", AgentState.NeedsInput)]
    [InlineData("kilocode", null, "[y] Approve   [n] Reject\nApprove this? (y/n)", AgentState.NeedsInput)]
    public void The_shipped_rules_tell_the_state(string id, string? title, string screen, AgentState expected) =>
        Assert.Equal(expected, Judge(id, title, null, screen));

    [Theory]
    [InlineData("state=blocked:app=codex:kind=permission", AgentState.NeedsInput)]
    [InlineData("state=working:app=codex", AgentState.Busy)]
    [InlineData("state=done:app=codex", AgentState.Idle)]
    public void Codex_is_believed_what_it_reports(string report, AgentState expected) =>
        Assert.Equal(expected, Judge("codex", null, report, "› Ask Codex to do anything"));

    private static AgentState Judge(string id, string? title, string? report, string screen) =>
        SavedScreen.Judge(new ScreenRules(Settings.Actors.Single(actor => actor.Id == id)), SavedScreen.Read(screen, title) with { StateReport = report }).State;
}
