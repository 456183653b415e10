using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Console;

namespace Orchestrator.Tui.Tests;

public sealed class Typing
{
    [Fact]
    public void Every_printable_key_reaches_the_line()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 200, 50);
        var all = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (char)c));
        driver.Type("/a ").Type(all).Type("Go toggle debugging").Press("Enter");
        Assert.Equal([$"send PeerA {all.Trim()}Go toggle debugging"], driver.Engine.Asked);
    }

    [Theory]
    [InlineData("abc def", "Home X", "Xabc def")]
    [InlineData("abc def", "C-a X C-e Y", "Xabc defY")]
    [InlineData("abc def", "C-w", "abc ")]
    [InlineData("abc def", "Left Left C-u", "ef")]
    [InlineData("abc def", "Left Left C-k", "abc d")]
    [InlineData("abc def", "M-b X", "abc Xdef")]
    [InlineData("abc def", "C-Left C-Left X C-Right Y", "XabcY def")]
    [InlineData("abc def", "Home M-d", " def")]
    [InlineData("abc", "Left Delete", "ab")]
    [InlineData("abc", "Left C-d", "ab")]
    [InlineData("ae\u0301b", "Left Backspace", "ab")]
    [InlineData("a👩‍💻b", "Left Backspace", "ab")]
    [InlineData("漢字", "Left X", "漢X字")]
    public void Editing(string typed, string keys, string expected)
    {
        Assert.Equal(expected, Line(typed, keys).Editor.Text);
    }

    [Fact]
    public void Ctrl_C_clears_the_line_and_never_quits()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Type("half a thought").Press("C-c C-c C-d");
        Assert.Contains("/quit ends the session", driver.Text(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (driver.Quits, driver.Detached));
    }

    [Fact]
    public void A_paste_of_many_lines_is_one_message()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Type("/a ").Paste("first\r\nsecond\n\tthird");
        Assert.Contains("first⏎second⏎    third", driver.Text(), StringComparison.Ordinal);
        driver.Press("Enter");
        Assert.Equal(["send PeerA first\nsecond\n    third"], driver.Engine.Asked);
    }

    [Fact]
    public void A_paste_in_pieces_may_cut_a_character_in_two()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        var bytes = "漢字"u8.ToArray();
        driver.Cockpit.HandleInput(new PasteInput(bytes.AsMemory(0, 4), IsFirst: true, IsLast: false));
        driver.Cockpit.HandleInput(new PasteInput(bytes.AsMemory(4), IsFirst: false, IsLast: true));
        Assert.Contains("❯ 漢字", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_paste_that_is_too_long_is_refused_whole_and_says_what_to_do()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 120, 40);
        driver.Type("/a ").Paste(new string('x', LineEditor.MaxLength + 1));
        var text = driver.Text();
        Assert.Contains("cccc send a < FILE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_wraps_and_keeps_the_cursor_in_view()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Type("/a " + string.Concat(Enumerable.Range(0, 60).Select(static n => $"w{n} ")) + "end");
        var rows = driver.Rows();
        var last = Array.FindIndex(rows, static r => r.Contains("end", StringComparison.Ordinal));
        Assert.Equal(last, driver.Surface.Cursor!.Value.Row);
        driver.Press("Home");
        Assert.Contains("❯ /a w0", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void History_goes_up_and_down_and_keeps_what_was_being_typed()
    {
        var line = Line("/a one", "Enter");
        Press(line, "Enter");
        Type(line, "/a two");
        Press(line, "Enter");
        Type(line, "draft");
        Assert.Equal("/a two", Press(line, "Up").Editor.Text);
        Assert.Equal("/a one", Press(line, "Up Up").Editor.Text);
        Assert.Equal("/a two", Press(line, "Down").Editor.Text);
        Assert.Equal("draft", Press(line, "Down Down").Editor.Text);
    }

    [Fact]
    public void History_is_searched_with_Ctrl_R()
    {
        var line = Line("", "Home");
        foreach (var text in (string[])["/a fix the parser", "/b review", "/a fix the lexer"])
        {
            Type(line, text);
            Press(line, "Enter");
        }

        Press(line, "C-r");
        Type(line, "fix");
        Assert.Equal("/a fix the lexer", line.Found);
        Assert.Equal("/a fix the parser", Press(line, "C-r").Found);
        Assert.Equal("/a fix the parser", Press(line, "C-r").Found);
        Assert.Equal("/a fix the parser", Press(line, "Enter").Editor.Text);
        Press(line, "C-u C-r Escape");
        Assert.Null(line.Search);
        Assert.Equal("", line.Editor.Text);
    }

    [Theory]
    [InlineData("/pau", "Tab", "/pause")]
    [InlineData("/bo", "Tab", "/both ")]
    [InlineData("/re", "Tab", "/res")]
    [InlineData("/re", "Tab Tab Enter", "/resume")]
    [InlineData("/re", "Tab Tab Tab Enter", "/restart ")]
    [InlineData("/re", "Tab Up Enter", "/restart ")]
    [InlineData("/restart bo", "Tab", "/restart both")]
    [InlineData("/verbose ", "Tab Tab Enter", "/verbose on")]
    [InlineData("/pause ", "Tab", "/pause ")]
    [InlineData("hello", "Tab", "hello")]
    [InlineData("/re", "Tab s t", "/rest")]
    public void Completion(string typed, string keys, string expected)
    {
        var text = keys == "Tab s t" ? Press(Line("/re", "Tab"), "t").Editor.Text[..5] : Line(typed, keys).Editor.Text;
        Assert.Equal(expected, text);
    }

    [Fact]
    public void The_popup_shows_what_can_be_completed_and_a_click_chooses()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Type("/re").Press("Tab");
        var rows = driver.Rows();
        var row = Array.FindIndex(rows, static r => r.Contains("/restart", StringComparison.Ordinal));
        Assert.Contains("start agents again", rows[row], StringComparison.Ordinal);
        driver.Mouse(MouseAction.Press, 4, row);
        Assert.Contains("❯ /restart", driver.Text(), StringComparison.Ordinal);
        driver.Press("Tab Escape").Press("C-c").Type("/").Press("Tab").Type("q");
        Assert.Contains("end agents and session", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_click_beside_the_popup_or_a_paste_closes_it_and_changes_nothing_else()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Type("/re").Press("Tab").Rows();
        driver.Mouse(MouseAction.Press, 3, 1);
        Assert.Contains("❯ /res", driver.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("start agents again", driver.Text(), StringComparison.Ordinal);
        driver.Press("Tab").Paste("ume");
        Assert.Contains("❯ /resume", driver.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("start agents again", driver.Text(), StringComparison.Ordinal);
    }

    private static CommandLine Line(string typed, string keys)
    {
        var line = new CommandLine(static _ => true, CommandTable.All, static _ => { });
        Type(line, typed);
        return Press(line, keys);
    }

    private static void Type(CommandLine line, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            line.HandleKey(new KeyInput(Key.Character, rune.Value, Modifiers.None, default));
        }
    }

    private static CommandLine Press(CommandLine line, string keys)
    {
        foreach (var key in keys.Split(' '))
        {
            line.HandleKey(CockpitDriver.Of(key));
        }

        return line;
    }
}
