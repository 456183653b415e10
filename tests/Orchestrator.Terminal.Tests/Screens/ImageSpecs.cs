using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>Images are swallowed whole, and who asks for them is told that there are none.</summary>
public class ImageSpecs
{
    public static TheoryData<string, string> Images => new()
    {
        { "\ePq", "#0;2;0;0;0#1;2;100;100;0#1~~@@vv$-#2??}}!100~" },
        { "\eP0;1;0q", "\"1;1;100;100#0~\r\n-~" }, // sixel writers do break lines
        { "\e_Ga=T,f=100,m=1;", "iVBORw0KGgoAAAANSUhEUg" },
        { "\e]1337;File=name=eA==;size=9;inline=1:", "R0lGODlhAQABAIAAAAAAAP" },
        { "\ePtmux;", "pass through" },
        { "\e^", "a private message" },
        { "\eX", "a string" },
    };

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_leaves_no_trace_in_any_pieces(string start, string part)
    {
        var data = string.Concat(Enumerable.Repeat(part, 1 + (200_000 / part.Length)));
        var bytes = Encoding.UTF8.GetBytes($"before{start}{data}\e\\after");
        foreach (var piece in new[] { bytes.Length, 4096, 7, 1 })
        {
            var screen = ScreenProbe.Show(80, 24, "");
            foreach (var chunk in bytes.Chunk(piece))
            {
                screen.Feed(chunk);
            }

            Assert.Equal("beforeafter", screen.Text());
            Assert.Empty(screen.Replies());
            Assert.Empty(screen.Events());
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_megabytes_image_leaves_no_trace_and_no_memory(string start, string part)
    {
        var screen = ScreenProbe.Show(80, 24, "before" + start);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 1 + (1_000_000 / part.Length))));
        for (var i = 0; i < 8; i++)
        {
            screen.Feed(bytes);
        }

        screen.Type("\e\\after");
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal("beforeafter", screen.Text());
        Assert.InRange(memory, 0, 64 << 20);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_that_breaks_off_ends_with_the_next_sequence(string start, string part) =>
        Assert.Equal("beforeafter", ScreenProbe.Show(80, 24, $"before{start}{part}\e[1mafter").Text());

    [Fact]
    public void A_chunked_kitty_image_is_many_strings() =>
        Assert.Equal("ab", ScreenProbe.Show(80, 24, "a\e_Ga=T,f=24,s=1,v=1,m=1;AAAA\e\\\e_Gm=1;AAAA\e\\\e_Gm=0;\e\\b").Text());

    [Fact]
    public void The_attributes_do_not_name_sixel() => // 4 among the numbers of DA1 would
        Assert.DoesNotContain("4", ScreenProbe.Show(80, 24, "\e[c").Replies().Split(['?', ';', 'c']));

    [Theory]
    [InlineData("\e[?1;1;0S", "\e[?1;3;0S")]
    [InlineData("\e[?2;4;0S", "\e[?2;3;0S")]
    [InlineData("\e[?3;1S", "\e[?3;3;0S")]
    [InlineData("\e[?9;1;0S", "")]
    public void XTSMGRAPHICS_fails(string query, string answer) => Assert.Equal(answer, ScreenProbe.Show(80, 24, query).Replies());

    [Theory]
    [InlineData("\e_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\e\\\e[c")]
    [InlineData("\e_Gi=31337,s=1,v=1,a=q,t=d,f=24;AAAA\e\\\e[c")]
    [InlineData("\e_Gi=1,a=q;\e\\\e[c")]
    public void A_kitty_query_is_answered_by_what_is_asked_after_it_alone(string query) =>
        Assert.Equal("\e[?1;2c", ScreenProbe.Show(80, 24, query).Replies());
}
