using System.Text;
using Orchestrator.Core.Settings;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Tests;

public sealed class Panes
{
    [Fact]
    public void Every_key_goes_to_the_focused_pane_byte_for_byte()
    {
        using var driver = Focused();
        for (var c = ' '; c <= '~'; c++)
        {
            driver.Type(c.ToString());
        }

        Assert.Equal(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (char)c)), driver.PaneA!.WrittenText);
    }

    [Fact]
    public void Control_keys_and_unicode_go_to_the_pane()
    {
        using var driver = Focused();
        driver.Press("C-c C-d C-z Escape Tab Enter Backspace").Type("é漢👩‍💻");
        Assert.Equal("\u0003\u0004\u001a\u001b\t\r\u007fé漢👩‍💻", driver.PaneA!.WrittenText);
        Assert.True(driver.PaneA.HumanWrites > 0);
    }

    [Fact]
    public void What_a_terminal_sends_passes_the_decoder_and_the_cockpit_byte_for_byte()
    {
        using var driver = Focused();
        var controls = string.Concat(Enumerable.Range(0, 32).Where(static c => c is not (2 or 27)).Select(static c => (char)c));
        var sent = controls + "\u007f\u001b[A\u001b[1;5C\u001bOP\u001b[3~\u001b[5;3~\u001bxGg é漢👩‍💻";
        new InputDecoder().Feed(Encoding.UTF8.GetBytes(sent), driver.Cockpit.HandleInput);
        Assert.Equal(sent, driver.PaneA!.WrittenText);
    }

    [Fact]
    public void F1_in_a_pane_is_the_program_s()
    {
        using var driver = Focused();
        driver.Cockpit.HandleInput(new KeyInput(Key.F1, 0, Modifiers.None, Encoding.ASCII.GetBytes("\u001bOP")));
        Assert.Equal("\u001bOP", driver.PaneA!.WrittenText);
        Assert.DoesNotContain("keys and commands", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_prefix_key_typed_twice_goes_to_the_pane()
    {
        using var driver = Focused();
        driver.Press("C-b C-b");
        Assert.Equal([2], driver.PaneA!.Written);
    }

    [Fact]
    public void Shift_on_its_own_does_not_end_the_prefix_and_reaches_only_a_program_that_asked()
    {
        using var driver = Focused();
        var shift = new KeyInput(Key.LeftShift, 0, Modifiers.None, Encoding.ASCII.GetBytes("\u001b[57441u"));
        driver.Press("C-b");
        driver.Cockpit.HandleInput(shift);
        driver.Press("C-b");
        Assert.Equal([2], driver.PaneA!.Written);
        driver.PaneA!.Screen.Feed("\u001b[=8u"u8);
        driver.Cockpit.HandleInput(shift);
        Assert.Equal("\u0002\u001b[57441u", driver.PaneA!.WrittenText);
    }

    [Fact]
    public void Another_prefix_key_can_be_set()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, settings: new TuiSettings { Prefix = "C-a" });
        driver.Press("C-a a C-b C-a C-a");
        Assert.Equal([2, 1], driver.PaneA!.Written);
    }

    [Fact]
    public void A_prefix_that_is_no_key_is_said_and_C_b_used()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 120, 40, settings: new TuiSettings { Prefix = "Ctrl+Q" });
        Assert.Contains("prefix Ctrl+Q is not a key; C-b", driver.Text(), StringComparison.Ordinal);
        driver.Press("C-b d");
        Assert.Equal(1, driver.Detached);
    }

    [Fact]
    public void The_release_of_a_key_that_the_cockpit_took_is_not_sent_to_the_pane()
    {
        using var driver = Focused();
        driver.PaneA!.Print("\u001b[>2u"); // kitty: report event types
        driver.Press("C-b [");
        driver.Cockpit.HandleInput(new KeyInput(Key.Character, 'b', Modifiers.Control, default) { IsRelease = true });
        driver.Cockpit.HandleInput(new KeyInput(Key.Character, '[', Modifiers.None, default) { IsRelease = true });
        Assert.Empty(driver.PaneA.Written);
    }

    [Fact]
    public void A_paste_goes_to_the_pane_in_brackets_when_it_asked_for_them()
    {
        using var driver = Focused();
        driver.PaneA!.Print("\u001b[?2004h");
        driver.Paste("two\nlines");
        Assert.StartsWith("\u001b[200~two", driver.PaneA.WrittenText, StringComparison.Ordinal);
        Assert.EndsWith("lines\u001b[201~", driver.PaneA.WrittenText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_echo_changes_one_row_of_the_picture()
    {
        using var driver = Focused();
        driver.Print(driver.PaneA!, "one\r\ntwo\r\n> ");
        driver.Rows();
        driver.Surface.Row(1)[50] = Cell.Of('#'); // a mark in a row that must be left alone
        driver.Print(driver.PaneA!, "x");
        var rows = driver.Rows();
        Assert.Contains("#", rows[1], StringComparison.Ordinal);
        Assert.Contains("> x", rows[3], StringComparison.Ordinal);
    }

    [Fact]
    public void An_echo_allocates_next_to_nothing()
    {
        using var driver = Focused();
        var letter = "x"u8.ToArray();
        driver.Rows();
        for (var i = 0; i < 50; i++)
        {
            Echo();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Echo();
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.True(each < 256, $"{each} bytes an echo");

        void Echo()
        {
            driver.PaneA!.Screen.Feed(letter);
            driver.Cockpit.PaneChanged(driver.PaneA);
            Assert.True(driver.Cockpit.NeedsDraw);
            driver.Cockpit.Draw(driver.Surface);
        }
    }

    [Fact]
    public void The_cursor_stands_in_the_focused_pane_where_the_program_has_it()
    {
        using var driver = Focused();
        driver.Print(driver.PaneA!, "\r\nab");
        driver.Rows();
        Assert.Equal(new CursorPosition(2, 38 + 1 + 2), driver.Surface.Cursor);
        driver.Print(driver.PaneA!, "\u001b[?25l");
        driver.Rows();
        Assert.Null(driver.Surface.Cursor);
    }

    [Fact]
    public void The_programs_get_the_sizes_of_their_panes_and_of_the_zoom()
    {
        using var driver = Focused();
        Assert.Equal(new TermSize(40, 10), driver.PaneA!.Screen.Size);
        Assert.Equal(new TermSize(40, 10), driver.PaneB!.Screen.Size);
        driver.Press("C-b z");
        Assert.Equal(new TermSize(78, 22), driver.PaneA.Screen.Size);
        Assert.Contains("zoom", driver.Text(), StringComparison.Ordinal);
        driver.Press("C-b z");
        Assert.Equal(new TermSize(40, 10), driver.PaneA.Screen.Size);
        Assert.Single(driver.PaneB.Sizes);
    }

    [Fact]
    public void The_zoom_follows_the_focus()
    {
        using var driver = Focused();
        driver.Press("C-b z C-b b");
        Assert.Contains("PeerB · codex", driver.Rows()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_back_stays_put_while_output_arrives()
    {
        using var driver = Focused();
        Numbers(driver, 1, 50);
        driver.Press("C-b [ PageUp");
        var before = PaneText(driver);
        Assert.Contains("↑ 9/", driver.Rows()[0], StringComparison.Ordinal);
        Numbers(driver, 51, 80);
        Assert.Equal(before, PaneText(driver));
        Assert.Empty(driver.PaneA!.Written);
        driver.Press("q").Type("x");
        Assert.Equal("x", driver.PaneA.WrittenText);
        Assert.Contains("line 80", PaneText(driver), StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_back_goes_to_both_ends()
    {
        using var driver = Focused();
        Numbers(driver, 1, 50);
        driver.Press("C-b [ g");
        Assert.Contains("line 1 ", PaneText(driver) + " ", StringComparison.Ordinal);
        driver.Press("G");
        Assert.Contains("line 50", PaneText(driver), StringComparison.Ordinal);
    }

    [Fact]
    public void The_wheel_looks_back_and_a_key_returns_to_the_program_and_reaches_it()
    {
        using var driver = Focused();
        Numbers(driver, 1, 50);
        driver.Mouse(MouseAction.WheelUp, 60, 5).Mouse(MouseAction.WheelUp, 60, 5);
        Assert.Contains("↑ 6/", driver.Rows()[0], StringComparison.Ordinal);
        driver.Type("g");
        Assert.Equal("g", driver.PaneA!.WrittenText);
        Assert.Contains("line 50", PaneText(driver), StringComparison.Ordinal);
        driver.Mouse(MouseAction.WheelUp, 60, 5).Mouse(MouseAction.WheelDown, 60, 5);
        Assert.DoesNotContain("↑", driver.Rows()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_mouse_goes_to_a_program_that_asked_for_it_in_its_own_coordinates()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.PaneB!.Print("\u001b[?1000h\u001b[?1006h");
        driver.Mouse(MouseAction.Press, 39 + 4, 13 + 2).Mouse(MouseAction.Release, 0, 0);
        Assert.Equal("\u001b[<0;5;3M\u001b[<0;1;1m", driver.PaneB.WrittenText);
        driver.Type("x");
        Assert.EndsWith("x", driver.PaneB.WrittenText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ended_agent_keeps_its_last_screen_and_says_how_to_start_it_again()
    {
        using var driver = Focused();
        driver.Print(driver.PaneA!, "last words");
        driver.PaneA!.ExitText = "exit code 1";
        driver.Cockpit.PaneChanged(driver.PaneA);
        var text = driver.Text();
        Assert.Contains("last words", text, StringComparison.Ordinal);
        Assert.Contains("PeerA ended: exit code 1 · /restart a", text, StringComparison.Ordinal);
        driver.Type("x");
        Assert.Empty(driver.PaneA.Written);
    }

    [Fact]
    public void An_agent_that_does_not_read_what_is_typed_is_said_to()
    {
        using var driver = Focused();
        driver.PaneA!.Trouble = "does not read its input";
        driver.Cockpit.PaneChanged(driver.PaneA);
        Assert.Contains("PeerA does not read its input", driver.Text(), StringComparison.Ordinal);
        driver.PaneA.Trouble = null;
        driver.Cockpit.PaneChanged(driver.PaneA);
        Assert.DoesNotContain("does not read", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restarted_agent_shows_its_new_screen()
    {
        using var driver = Focused();
        driver.Print(driver.PaneA!, "old");
        driver.PaneA = new FakePane("new");
        driver.PaneA.Print("fresh");
        driver.Cockpit.PaneChanged(driver.PaneA);
        Assert.Contains("fresh", driver.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("old", driver.Text(), StringComparison.Ordinal);
        Assert.Equal(new TermSize(40, 10), driver.PaneA.Screen.Size);
    }

    [Fact]
    public void Focus_goes_by_keys_and_by_click()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Press("C-b b").Type("1").Press("C-b Up").Type("2").Press("C-b Left").Type("3").Press("C-b o C-b o").Type("4");
        driver.Mouse(MouseAction.Press, 60, 3).Type("5").Press("C-b c").Type("6");
        Assert.Equal("25", driver.PaneA!.WrittenText);
        Assert.Equal("14", driver.PaneB!.WrittenText);
        Assert.Contains("❯ 36", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_asked_is_told_about_the_focus_and_no_human_typed()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.PaneA!.Print("\u001b[?1004h");
        driver.Press("C-b a C-b b");
        Assert.Equal("\u001b[I\u001b[O", driver.PaneA.WrittenText);
        Assert.Equal(0, driver.PaneA.HumanWrites);
        Assert.Empty(driver.PaneB!.Written);
    }

    [Fact]
    public void A_pane_alone_has_the_keyboard_a_bar_and_the_prefix_key()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 60, 12, CockpitLayout.Panes);
        Assert.Equal(new TermSize(60, 11), driver.PaneA!.Screen.Size);
        driver.Type("G").Press("C-b ?");
        Assert.Contains("keys and commands", driver.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("/pause", driver.Text(), StringComparison.Ordinal);
        driver.Press("Escape C-b d C-b q y");
        Assert.Equal("G", driver.PaneA.WrittenText);
        Assert.Equal((1, 1), (driver.Detached, driver.Quits));
        driver.Resize(60, 3);
        driver.Rows();
        Assert.Equal(new TermSize(60, 3), driver.PaneA.Screen.Size);
    }

    private static CockpitDriver Focused()
    {
        var driver = new CockpitDriver(Snapshots.Dual);
        driver.Press("C-b a");
        return driver;
    }

    private static void Numbers(CockpitDriver driver, int from, int to) =>
        driver.Print(driver.PaneA!, string.Concat(Enumerable.Range(from, to - from + 1).Select(static n => $"\r\nline {n}")));

    private static string PaneText(CockpitDriver driver) => string.Join('\n', driver.Rows()[1..11].Select(static r => r[39..]));
}
