using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Dialogs;

namespace Orchestrator.Tui.Tests;

/// <summary>What a dialog gets from the cockpit, and what the cockpit takes from it.</summary>
public sealed class Dialogs
{
    [Fact]
    public void A_paste_goes_into_the_dialog_piece_by_piece_and_nowhere_else()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        var dialog = new FieldDialog();
        driver.Cockpit.Open(dialog);
        Paste(driver, "one ", isFirst: true, isLast: false);
        Paste(driver, "two", isFirst: false, isLast: true);
        Assert.Equal("one two", dialog.Text);
        Assert.Contains("<one two>", driver.Text(), StringComparison.Ordinal);
        driver.Press("Escape");
        Assert.DoesNotContain("one", driver.Text(), StringComparison.Ordinal);
        driver.Paste("three");
        Assert.Equal("one two", dialog.Text);
        Assert.Contains("three", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rest_of_a_paste_that_closes_its_dialog_goes_nowhere()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        var dialog = new FieldDialog { ClosesAt = "y" };
        driver.Cockpit.Open(dialog);
        Paste(driver, "y", isFirst: true, isLast: false);
        Assert.True(dialog.IsClosed);
        Paste(driver, "es, all of it", isFirst: false, isLast: false);
        Paste(driver, "!", isFirst: false, isLast: true);
        Assert.DoesNotContain("all of it", driver.Text(), StringComparison.Ordinal);
        Assert.Empty(driver.PaneA!.Written);
        driver.Paste("the next one");
        Assert.Contains("the next one", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cursor_is_the_dialogs_while_it_is_open()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Print(driver.PaneA!, "\e[4 q");
        driver.Press("C-b o");
        driver.Text();
        var ofPane = driver.Surface.Cursor;
        Assert.NotNull(ofPane);
        Assert.NotEqual(CursorShape.Default, driver.Surface.CursorShape);
        var dialog = new FieldDialog();
        driver.Cockpit.Open(dialog);
        driver.Type("ab").Text();
        Assert.Equal(new CursorPosition(FieldDialog.Row, 3), driver.Surface.Cursor);
        Assert.Equal(CursorShape.Default, driver.Surface.CursorShape);
        driver.Press("Escape").Text();
        Assert.Equal(ofPane, driver.Surface.Cursor);
    }

    [Fact]
    public void A_dialog_without_text_input_hides_the_cursor_and_ignores_a_paste()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Press("C-b q");
        Assert.Contains("Quit ends the agents", driver.Text(), StringComparison.Ordinal);
        Assert.Null(driver.Surface.Cursor);
        driver.Paste("y");
        Assert.False(driver.Cockpit.NeedsDraw);
        driver.Paste("d\r\e");
        Assert.Contains("Quit ends the agents", driver.Text(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (driver.Quits, driver.Detached));
        driver.Press("y");
        Assert.Equal((1, 0), (driver.Quits, driver.Detached));
    }

    [Fact]
    public void A_dialog_is_told_the_size_when_it_opens_and_when_it_changes()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 100, 30);
        var dialog = new FieldDialog();
        driver.Cockpit.Open(dialog);
        driver.Text();
        driver.Resize(120, 40);
        driver.Text();
        driver.Resize(120, 40);
        driver.Text();
        Assert.Equal([new TermSize(100, 30), new TermSize(120, 40)], dialog.Sizes);
    }

    [Fact]
    public void A_click_between_a_change_of_size_and_the_next_picture_closes_nothing()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 120, 40);
        driver.Press("C-b q").Text();
        driver.Resize(100, 30);
        driver.Mouse(MouseAction.Press, 0, 0);
        Assert.Contains("Quit ends the agents", driver.Text(), StringComparison.Ordinal);
        driver.Mouse(MouseAction.Press, 0, 0);
        Assert.DoesNotContain("Quit ends the agents", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_to_a_dialog_on_its_own_is_drawn_and_nothing_is_when_nothing_came()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        var dialog = new FieldDialog();
        driver.Cockpit.Open(dialog);
        driver.Text();
        Assert.False(driver.Cockpit.NeedsDraw);
        dialog.Answer("found");
        Assert.True(driver.Cockpit.NeedsDraw);
        Assert.Contains("<found>", driver.Text(), StringComparison.Ordinal);
        Assert.False(driver.Cockpit.NeedsDraw);
    }

    private static void Paste(CockpitDriver driver, string text, bool isFirst, bool isLast) =>
        driver.Cockpit.HandleInput(new PasteInput(Encoding.UTF8.GetBytes(text), isFirst, isLast));

    /// <summary>One line of text to type into.</summary>
    private sealed class FieldDialog : IDialog
    {
        public const int Row = 3;

        public string Text { get; private set; } = "";

        public List<TermSize> Sizes { get; } = [];

        public string? ClosesAt { get; init; }

        public bool IsClosed { get; private set; }

        public bool NeedsDraw { get; private set; } = true;

        public CursorPosition? Cursor { get; private set; }

        public void Answer(string text)
        {
            Text = text;
            NeedsDraw = true;
        }

        public void HandleKey(KeyInput key)
        {
            IsClosed = key.Is(Key.Escape);
            Answer(Text + (key.Key == Key.Character ? ((Rune)key.CodePoint).ToString() : ""));
        }

        public void HandleMouse(MouseInput mouse) => throw new InvalidOperationException("No test uses the mouse here.");

        public void HandlePaste(PasteInput paste)
        {
            Answer(Text + Encoding.UTF8.GetString(paste.Bytes.Span));
            IsClosed = Text == ClosesAt;
        }

        public void Resize(TermSize size) => Sizes.Add(size);

        public void Draw(Surface surface, Rect bounds)
        {
            surface.DrawText(0, Row, $"<{Text}>", default, bounds);
            Cursor = new CursorPosition(Row, Text.Length + 1);
            NeedsDraw = false;
        }
    }
}
