using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Tests;

public sealed class CliProgramTests
{
    [Fact]
    public void Version_prints_one_line_or_json()
    {
        var run = CliRun.Of("version");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"^cccc \d+\.\d+\.\d+\n$", run.Output);
        Assert.StartsWith(JsonDocument.Parse(CliRun.Of("version", "--json").Output).RootElement.GetProperty("version").GetString()!, run.Output[5..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cccc: 'docto' is not known here. Did you mean doctor?", "docto")]
    [InlineData("cccc doctor: 'x' is not known here.", "doctor", "x")]
    [InlineData("cccc completion: ", "completion", "tcsh")]
    [InlineData("cccc demo: --hand-offs takes a number", "demo", "--hand-offs", "many")]
    [InlineData("cccc demo: --hand-offs takes a number", "demo", "--hand-offs", "-3")]
    [InlineData("cccc attach: '../x' is no session name", "attach", "--session", "../x")]
    [InlineData("cccc status: '' is no session name", "status", "--session", "")]
    [InlineData("cccc explain: Say whose state", "explain")]
    [InlineData("cccc explain: 'c' is no agent of a session", "explain", "c")]
    [InlineData("cccc explain: --title is for a saved screen", "explain", "a", "--title", "x")]
    [InlineData("cccc explain: --save keeps the screen of an agent that runs", "explain", "--agent", "claude", "--save", "x")]
    [InlineData("cccc explain: '../x' is no name for a screen", "explain", "a", "--save", "../x")]
    [InlineData("cccc answer: 'maybe' is no answer", "answer", "a", "maybe")]
    [InlineData("cccc answer: 'c' is no agent of a session", "answer", "c", "approve")]
    [InlineData("cccc send: 'c' is no receiver", "send", "c", "hello")]
    [InlineData("cccc host: cccc starts its hosts itself", "host")]
    [InlineData("cccc init: There is no folder /no/\uFFFD[31m.", "init", "--project", "/no/\u001b[31m")]
    public void A_wrong_command_line_gets_a_sentence_on_stderr_and_exit_code_2(string sentence, params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
        Assert.EndsWith(" --help`.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer", "PeerA", "approve")]
    [InlineData("answer", "B", "deny")]
    [InlineData("explain", "PEERB")]
    [InlineData("send", "PeerB", "hello")]
    [InlineData("send", "Both", "hello")]
    public void An_agent_is_named_in_any_case_and_as_the_status_prints_it(params string[] args)
    {
        using TemporaryFolder project = new();
        Assert.Equal(ExitCode.NotRunning, CliRun.Of([.. args, "--project", project.Path]).Code);
    }

    [Fact]
    public void Every_verb_has_help()
    {
        foreach (var verb in CliProgram.Create().Subcommands.Where(command => !command.Hidden).Select(command => command.Name))
        {
            var run = CliRun.Of(verb, "--help");
            Assert.Equal(0, run.Code);
            Assert.Contains($"cccc {verb}", run.Output.Replace(System.CommandLine.RootCommand.ExecutableName, "cccc", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _cccc_complete cccc")]
    [InlineData("zsh", "#compdef cccc")]
    [InlineData("fish", "complete -c cccc")]
    public void There_is_a_completion_script_for_each_shell(string shell, string line)
    {
        var run = CliRun.Of("completion", shell);
        Assert.Equal(0, run.Code);
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cccc compl", "completion")]
    [InlineData("cccc completion b", "bash")]
    [InlineData("cccc doctor --js", "--json")]
    [InlineData("cccc zzz", "")]
    public async Task Bash_completes_through_the_script(string line, string expected)
    {
        const string Shell = "/bin/bash";
        Assert.SkipUnless(File.Exists(Shell), "bash is not installed");
        var program = Path.Combine(AppContext.BaseDirectory, "cccc");
        var last = line.Split(' ')[^1];
        var script = CliRun.Of("completion", "bash").Output + $"""

            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({line}) COMP_CWORD={line.Split(' ').Length - 1}
            _cccc_complete '{program}' '{last}' ''
            printf '%s\n' "$COMPREPLY"
            """;
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        var bash = await CliWrap.Cli.Wrap(Shell).WithArguments(["--norc", "-c", script])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(patience.Token);
        Assert.Equal(expected, bash.StandardOutput.Trim());
    }
}
