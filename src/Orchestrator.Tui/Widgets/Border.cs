using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Widgets;

/// <summary>A border with a title at its top left, words at its top right, and a line at its bottom. Thin; heavy where the focus is, double where somebody waits for the user, so that both show without colour.</summary>
internal static class Border
{
    private const string Thin = "┌─┐│└┘├┤";
    private const string Double = "╔═╗║╚╝╠╣";
    private const string Heavy = "┏━┓┃┗┛┣┫";

    public static Rect Inside(Rect frame) => new(frame.X + 1, frame.Y + 1, Math.Max(0, frame.Width - 2), Math.Max(0, frame.Height - 2));

    /// <param name="title">Drawn from the left, cut where <paramref name="right"/> begins.</param>
    /// <param name="right">Words at the right of the top border; left out where they do not fit.</param>
    /// <param name="bottom">Words in the bottom border.</param>
    public static void Draw(Surface surface, Rect frame, Theme theme, bool focused, ReadOnlySpan<TextRun> title, TextRun right = default, TextRun bottom = default) =>
        Draw(surface, frame, theme, focused, alarmed: false, title, right, bottom);

    /// <param name="alarmed">Who is in it waits for the user: its border says so.</param>
    public static void Draw(Surface surface, Rect frame, Theme theme, bool focused, bool alarmed, ReadOnlySpan<TextRun> title, TextRun right = default, TextRun bottom = default)
    {
        if (frame.Width < 2 || frame.Height < 2)
        {
            return;
        }

        var style = alarmed ? theme.Warning : focused ? theme.BorderFocused : theme.Border;
        var box = alarmed && !focused ? Double : focused ? Heavy : Thin;
        DrawEdges(surface, frame, box, style);

        var top = new Rect(frame.X + 1, frame.Y, frame.Width - 2, 1);
        var rightWidth = right.Text is { Length: > 0 } ? Graphemes.TextWidth(right.Text) + 2 : 0;
        if (rightWidth > 0 && rightWidth + 8 <= top.Width)
        {
            surface.WriteRight(top, 0, $" {right.Text} ", right.Style);
            top = top with { Width = top.Width - rightWidth - 1 };
        }

        DrawRuns(surface, top, title);
        if (bottom.Text is { Length: > 0 })
        {
            var line = new Rect(frame.X + 1, frame.Bottom - 1, frame.Width - 2, 1);
            surface.Write(line, 0, $" {TextWrap.Cut(bottom.Text, line.Width - 2)} ", bottom.Style);
        }
    }

    /// <summary>A line across the inside of a frame, joined to its borders.</summary>
    public static void Divide(Surface surface, Rect frame, int y, Theme theme, bool focused)
    {
        var style = focused ? theme.BorderFocused : theme.Border;
        var box = focused ? Heavy : Thin;
        surface.Put(frame.X, y, box[6], style);
        for (var x = frame.X + 1; x < frame.Right - 1; x++)
        {
            surface.Put(x, y, '─', theme.Border);
        }

        surface.Put(frame.Right - 1, y, box[7], style);
    }

    private static void DrawEdges(Surface surface, Rect frame, string box, Style style)
    {
        var right = frame.Right - 1;
        var bottom = frame.Bottom - 1;
        for (var x = frame.X + 1; x < right; x++)
        {
            surface.Put(x, frame.Y, box[1], style);
            surface.Put(x, bottom, box[1], style);
        }

        for (var y = frame.Y + 1; y < bottom; y++)
        {
            surface.Put(frame.X, y, box[3], style);
            surface.Put(right, y, box[3], style);
        }

        surface.Put(frame.X, frame.Y, box[0], style);
        surface.Put(right, frame.Y, box[2], style);
        surface.Put(frame.X, bottom, box[4], style);
        surface.Put(right, bottom, box[5], style);
    }

    private static void DrawRuns(Surface surface, Rect line, ReadOnlySpan<TextRun> runs)
    {
        if (runs.IsEmpty || line.Width < 4)
        {
            return;
        }

        var x = line.X + 1;
        surface.Put(line.X, line.Y, ' ', runs[0].Style);
        var text = line with { Width = line.Width - 1 };
        foreach (var run in runs)
        {
            var shown = TextWrap.Cut(run.Text, text.Right - x);
            x = surface.DrawText(x, line.Y, shown, run.Style, text);
        }

        surface.Put(x, line.Y, ' ', runs[^1].Style);
    }
}
