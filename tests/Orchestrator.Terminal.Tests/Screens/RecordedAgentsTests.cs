
namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>Real agent CLIs, recorded: at every mark our screen is what another terminal emulator made of the same bytes.</summary>
public sealed class RecordedAgentsTests
{
    // Paths were overwritten in some recordings after their screens had been taken; where a program had drawn only the letters that
    // changed, such a row keeps a few of the old ones. No more rows than these, in the recordings that have them, may differ.
    private const int RewrittenRows = 3;

    private static readonly string[] Names =
    [
        "claude-80x24-auto", "claude-80x24-ask", "claude-120x40-auto", "gemini-80x24-auto", "gemini-120x40-auto",
        "codex-80x24-auto", "codex-80x24-ask", "codex-120x40-auto", "opencode-80x24-auto", "opencode-120x40-auto",
    ];

    public static TheoryData<string> Recordings => [.. Names];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_recorded_agent_looks_the_same_at_every_mark(string name)
    {
        var folder = RecordedAgents.Folder();
        Assert.SkipWhen(folder is null, "The recordings of real agent CLIs (../shared/agents/casts) are not beside the repository.");
        var cast = Path.Combine(folder!, name + ".cast");
        var expected = RecordedAgents.Expected(cast);
        var played = RecordedAgents.Play(cast);

        Assert.Equal(expected.Select(screen => (screen.Mark, screen.Facts)), played.Select(screen => (screen.Mark, screen.Facts)));
        var rewritten = name.StartsWith("codex", StringComparison.Ordinal) || name.StartsWith("opencode", StringComparison.Ordinal);
        foreach ((var want, var have) in expected.Zip(played))
        {
            string[] different = [.. want.Rows.Zip(have.Rows).Where(pair => pair.First != pair.Second).Select(pair => $"want |{pair.First}|\nhave |{pair.Second}|")];
            Assert.True(different.Length <= (rewritten ? RewrittenRows : 0), $"{name} at '{want.Mark}':\n{string.Join('\n', different)}");
        }
    }
}
