namespace Orchestrator.Cli.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cccc explain ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Screen(string text)
    {
        var path = Path.Combine(_folder, "screen.txt");
        File.WriteAllText(path, text);
        return path;
    }

    private CliRun Explain(params string[] args) => CliRun.Of(["explain", "--project", _folder, .. args]);

    [Fact]
    public void A_saved_screen_is_explained_state_first_then_the_rule_then_what_nearly_matched()
    {
        var run = Explain("--agent", "claude", Screen("● Bash(touch x)\n\n────────\n Bash command\n\n   touch x\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel · Tab to amend\n"));
        Assert.Equal(0, run.Code);
        var lines = run.Output.Split('\n');
        Assert.Equal("needs-input", lines[0]);
        Assert.StartsWith("rule     permission: /", lines[1], StringComparison.Ordinal);
        Assert.Contains("in row 9: ❯ 1. Yes", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("not      dialog-footer (needs-input) in row 12: permission has the greater priority", StringComparison.Ordinal));
    }

    [Fact]
    public void A_draft_and_a_placeholder_are_told_apart_and_the_title_counts()
    {
        const string Composer = "────────\n❯ {0}\n────────\n  ? for shortcuts\n";
        Assert.StartsWith("idle draft\n", Explain("--agent", "claude", "--title", "✳ x", Screen(Composer.Replace("{0}", "wait", StringComparison.Ordinal))).Output, StringComparison.Ordinal);
        Assert.StartsWith("idle nodraft\n", Explain("--agent", "claude", Screen(Composer.Replace("{0}", "\e[2mTry \"fix\"\e[0m", StringComparison.Ordinal))).Output, StringComparison.Ordinal);
        Assert.StartsWith("busy nodraft\n", Explain("--agent", "claude", "--title", "⠂ x", Screen(Composer.Replace("{0}", "", StringComparison.Ordinal))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_screen_says_does_not_command_the_terminal()
    {
        var run = Explain("--agent", "aider", Screen("\e]0;x\a\u202Erm -rf\n(Y)es/(N)o [Yes]:\n"));
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain('\e', run.Output);
        Assert.DoesNotContain('\u202E', run.Output);
    }

    [Theory]
    [InlineData(2, "There is no actor 'cluade' in agents.yaml; did you mean claude?", "--agent", "cluade")]
    [InlineData(1, "cannot be read: ", "--agent", "claude", "/no/such/screen")]
    public void What_cannot_be_explained_is_said(int code, string sentence, params string[] args)
    {
        var run = Explain(args);
        Assert.Equal(code, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_session_there_is_nobody_to_explain()
    {
        var run = Explain("a");
        Assert.NotEqual(0, run.Code);
        Assert.Contains("No session runs for", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hook_outside_of_a_session_does_no_harm()
    {
        var run = CliRun.Of("report", "Stop");
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }
}
