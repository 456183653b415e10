using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The choices of a completion, in a small frame above the command line.</summary>
internal static class CompletionPopup
{
    private const int MaxShown = 12;

    /// <summary>Where it is drawn: above the row <paramref name="bottom"/>, within the console and over its borders.</summary>
    public static Rect Place(Completion completion, Rect console, int bottom)
    {
        var rows = Math.Clamp(Math.Min(MaxShown, completion.Choices.Count), 1, Math.Max(1, bottom - console.Y - 3));
        var names = completion.Choices.Max(static c => Graphemes.TextWidth(c.Text));
        var help = completion.Choices.Max(static c => Graphemes.TextWidth(c.Help));
        var width = Math.Min(names + help + 6, console.Width);
        return new Rect(console.X, bottom - rows - 2, width, rows + 2);
    }

    public static void Draw(Surface surface, Rect frame, Completion completion, Theme theme)
    {
        surface.Blank(frame);
        Border.Draw(surface, frame, theme, focused: false, []);
        var inside = Border.Inside(frame);
        var names = completion.Choices.Max(static c => Graphemes.TextWidth(c.Text));
        var top = Top(completion, inside.Height);
        for (var line = 0; line < inside.Height && top + line < completion.Choices.Count; line++)
        {
            var choice = completion.Choices[top + line];
            var selected = top + line == completion.Selected;
            var row = inside with { Y = inside.Y + line, Height = 1 };
            if (selected)
            {
                surface.Blank(row, theme.Selected);
            }

            surface.DrawText(row.X + 1, row.Y, choice.Text, selected ? theme.Selected : theme.Strong, row);
            var helpX = row.X + names + 3;
            surface.DrawText(helpX, row.Y, TextWrap.Cut(choice.Help, row.Right - helpX), selected ? theme.Selected : theme.Quiet, row);
        }
    }

    /// <summary>The choice at a row of the surface, or -1.</summary>
    public static int ChoiceAt(Rect frame, Completion completion, int x, int y)
    {
        var inside = Border.Inside(frame);
        var choice = Top(completion, inside.Height) + y - inside.Y;
        return inside.Contains(x, y) && choice < completion.Choices.Count ? choice : -1;
    }

    private static int Top(Completion completion, int rows) =>
        Math.Clamp(completion.Selected - rows + 1, 0, Math.Max(0, completion.Choices.Count - rows));
}
