using System.Text;

namespace Orchestrator.Demo.Tests;

public sealed class AgentInputTests
{
    [Fact]
    public void Text_returns_and_control_keys_come_in_the_order_of_typing() => Assert.Equal(
        [new AgentKey.Text("grüß 你"), new AgentKey.Return(), new AgentKey.Control('c'), new AgentKey.Backspace()],
        Feed("grüß 你\r\x03\x7f"));

    [Fact]
    public void A_paste_is_one_key_with_its_line_ends_inside() => Assert.Equal(
        [new AgentKey.Text("a"), new AgentKey.Paste("one\rtwo\x03"), new AgentKey.Return()],
        Feed("a\e[200~one\rtwo\x03\e[201~\r"));

    [Fact]
    public void Sequences_of_other_keys_are_passed_over() => Assert.Equal([new AgentKey.Text("x")], Feed("\e[A\e[1;5C\eOP\ebx"));

    [Theory]
    [InlineData("grüß 你好 👍\r")]
    [InlineData("\e[200~große Datei\e[201~\r")]
    [InlineData("a\e[Ab\e[200~\e[201~c")]
    public void It_does_not_matter_where_the_bytes_are_cut(string typed)
    {
        var bytes = Encoding.UTF8.GetBytes(typed);
        var whole = Describe(new AgentInput().Feed(bytes));
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            AgentInput input = new();
            Assert.Equal(whole, Describe([.. input.Feed(bytes.AsSpan(0, cut)), .. input.Feed(bytes.AsSpan(cut))]));
        }
    }

    [Fact]
    public void An_escape_that_nothing_follows_is_the_key()
    {
        AgentInput input = new();
        Assert.Empty(input.Feed("\e"u8));
        Assert.True(input.HasPendingEscape);
        Assert.Equal([new AgentKey.Escape()], input.FlushEscape());
        Assert.False(input.HasPendingEscape);
    }

    private static IReadOnlyList<AgentKey> Feed(string typed) => new AgentInput().Feed(Encoding.UTF8.GetBytes(typed));

    // Text may come in more pieces when the bytes do.
    private static string Describe(IEnumerable<AgentKey> keys) => string.Concat(keys.Select(key => key is AgentKey.Text text ? text.Value : $"<{key}>"));
}
