using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>OSC 8: which cells are a link, and that no link does more than it may.</summary>
public class HyperlinkSpecs
{
    private static readonly Hyperlink Example = new("https://example.org/a?b=c#d", "");

    [Fact]
    public void Text_between_the_two_ends_is_the_link_and_nothing_else()
    {
        var cells = ScreenProbe.Show(20, 2, "a\e]8;;https://example.org/a?b=c#d\e\\link\e]8;;\e\\b").Cells(0);
        Assert.Null(cells[0].Style.Link);
        Assert.All(cells[1..5], cell => Assert.Equal(Example, cell.Style.Link));
        Assert.All(cells[5..], cell => Assert.Null(cell.Style.Link));
    }

    [Theory]
    [InlineData("\e]8;id=x1;https://a.example/\a", "x1")]
    [InlineData("\e]8;foo=bar:id=x1:baz=1;https://a.example/\a", "x1")]
    [InlineData("\e]8;id=a b;https://a.example/\a", "")] // not a name: the link stays
    [InlineData("\e]8;ID=x;https://a.example/\a", "")]
    public void An_id_tells_links_to_the_same_place_apart(string start, string id) =>
        Assert.Equal(new Hyperlink("https://a.example/", id), ScreenProbe.Show(20, 2, start + "x").Cells(0)[0].Style.Link);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ssh://host/")]
    [InlineData("vscode://file/etc")]
    [InlineData("http:")]
    [InlineData("https://")]
    [InlineData("x-man-page://ls")]
    [InlineData("https://a b")]
    [InlineData("https://\u202Eexample.org")]
    [InlineData("https://exa\u00FCmple.org/")]
    public void A_link_that_must_not_be_followed_is_plain_text(string uri)
    {
        var screen = ScreenProbe.Show(20, 2, $"\e]8;;{uri}\e\\text\e]8;;\e\\");
        Assert.Equal("text", screen.Text());
        Assert.Null(screen.Cells(0)[0].Style.Link);
    }

    [Fact]
    public void A_link_that_must_not_be_followed_ends_the_one_before_it() =>
        Assert.Null(ScreenProbe.Show(20, 2, "\e]8;;https://a.example/\aA\e]8;;javascript:1\aB").Cells(0)[1].Style.Link);

    [Theory]
    [InlineData("http://a.example/")]
    [InlineData("HTTPS://A.EXAMPLE/")]
    [InlineData("file:///etc/motd")]
    public void Web_and_file_links_are_kept(string uri) =>
        Assert.Equal(uri, ScreenProbe.Show(20, 2, $"\e]8;;{uri}\ax").Cells(0)[0].Style.Link?.Uri);

    [Fact]
    public void A_URI_is_bounded()
    {
        var longest = "https://" + new string('a', Hyperlink.MaxUri - 8);
        Assert.Equal(longest, ScreenProbe.Show(20, 2, $"\e]8;;{longest}\ax").Cells(0)[0].Style.Link?.Uri);
        Assert.Null(ScreenProbe.Show(20, 2, $"\e]8;;{longest}a\ax").Cells(0)[0].Style.Link);
    }

    [Fact]
    public void A_link_goes_on_over_wrapped_lines_and_stays_whole_when_they_are_wrapped_anew()
    {
        var screen = ScreenProbe.Show(5, 4, "\e]8;;https://example.org/a?b=c#d\alinktext\e]8;;\a.");
        screen.Resize(new TermSize(12, 4));
        Assert.All(screen.Cells(0)[..8], cell => Assert.Equal(Example, cell.Style.Link));
        Assert.Null(screen.Cells(0)[8].Style.Link);
        screen.Resize(new TermSize(3, 4));
        Assert.All(screen.Cells(1), cell => Assert.Equal(Example, cell.Style.Link));
    }

    [Fact]
    public void Links_go_into_the_history_and_come_back()
    {
        var screen = ScreenProbe.Show(12, 2, "\e]8;;https://example.org/a?b=c#d\alink\e]8;;\a\r\n2\r\n3");
        var cells = new Cell[12];
        screen.CopyRow(-1, cells);
        Assert.Equal(Example, cells[3].Style.Link);
        screen.Resize(new TermSize(12, 3));
        Assert.Equal(Example, screen.Cells(0)[0].Style.Link);
    }

    [Theory]
    [InlineData("\e[2J")]
    [InlineData("\e[1K")]
    [InlineData("\e[4X\e[H\e[4X")]
    [InlineData("\e[H\e[4P")]
    [InlineData("\e[H\e[4@")]
    [InlineData("\e[H\e[M")]
    public void Erased_cells_are_no_link_even_inside_one(string erase)
    {
        var screen = ScreenProbe.Show(20, 3, "\e]8;;https://example.org/\alink" + erase);
        Assert.All(screen.Cells(0)[..4], cell => Assert.Null(cell.Style.Link));
    }

    [Fact]
    public void SGR_0_does_not_end_a_link_but_a_reset_does()
    {
        Assert.NotNull(ScreenProbe.Show(20, 2, "\e]8;;https://example.org/\a\e[mx").Cells(0)[0].Style.Link);
        Assert.Null(ScreenProbe.Show(20, 2, "\e]8;;https://example.org/\a\e[!px").Cells(0)[0].Style.Link);
        Assert.Null(ScreenProbe.Show(20, 2, "\e]8;;https://example.org/\a\ecx").Cells(0)[0].Style.Link);
    }

    [Fact]
    public void Any_number_of_links_may_come_and_the_newest_are_always_there()
    {
        var screen = ScreenProbe.Show(20, 5, "", new ScreenOptions { ScrollbackLimit = 100 });
        for (var i = 0; i < 20_000; i++)
        {
            screen.Type($"\e]8;;https://example.org/{i}\ax\e]8;;\a\r\n");
        }

        Assert.Equal("https://example.org/19999", screen.Cells(3)[0].Style.Link?.Uri);
        Assert.Equal("https://example.org/19996", screen.Cells(0)[0].Style.Link?.Uri);
    }

    [Fact]
    public void More_links_than_there_is_room_for_at_once_are_plain_text()
    {
        var screen = ScreenProbe.Show(100, 60, "");
        for (var i = 0; i < 5000; i++)
        {
            screen.Type($"\e]8;;https://example.org/{i}\ax");
        }

        Assert.Equal("https://example.org/0", screen.Cells(0)[0].Style.Link?.Uri);
        Assert.Null(screen.Cells(49)[99].Style.Link);
        Assert.Equal(new string('x', 100), screen.RowText(49));
    }
}
