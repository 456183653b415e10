namespace Orchestrator.Pty.Tests;

public class TermSizeSpecs
{
    [Fact]
    public void A_size_reads_what_it_writes()
    {
        var size = new TermSize(132, 43);
        Assert.True(TermSize.TryParse(size.ToString(), out var read));
        Assert.Equal(size, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("80x")]
    [InlineData("80x0")]
    [InlineData("-80x24")]
    [InlineData("80x24x1")]
    [InlineData("80X24")]
    public void Anything_else_is_no_size(string text) => Assert.False(TermSize.TryParse(text, out _));
}
