using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Tests;

/// <summary>The shell's commands, held against the table of what can be asked of a session.</summary>
public sealed class VerbCommandTests
{
    [Fact]
    public void Every_verb_is_a_command_with_the_tables_words()
    {
        var commands = CliProgram.Create().Subcommands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        Assert.All(SessionVerbs.Table.Rows.Where(verb => verb.IsCommand), verb => Assert.Equal(verb.Help, commands[verb.Name].Description));
        Assert.All(SessionVerbs.Table.Rows.Where(verb => !verb.IsCommand), verb => Assert.DoesNotContain(verb.Name, commands.Keys));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("restart", "a")]
    public void What_has_no_session_is_said_with_its_exit_code(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("cccc-test-").FullName;
        try
        {
            var run = CliRun.Of([.. arguments, "--project", folder]);
            Assert.Equal(3, run.Code);
            Assert.Contains("No session runs", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Restart_of_nobody_is_a_usage_error()
    {
        var run = CliRun.Of("restart", "c");
        Assert.Equal(2, run.Code);
        Assert.Contains("'c' is no agent", run.Error, StringComparison.Ordinal);
    }
}
