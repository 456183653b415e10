using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Dialogs;

/// <summary>
/// Asks before raw text is typed into a prompt, where it is an answer: shows the prompt and what would be typed. It opens when the engine has answered, and
/// its user may have gone on typing: a character that is none of its keys closes it and goes where it was meant for.
/// </summary>
internal sealed class PromptDialog(Theme theme, AgentRole role, PromptView prompt, string text, Action type, Action<KeyInput> passOn) : TextlessDialog
{
    private const int MostColumns = 100;
    private const int FixedRows = 6;

    private readonly string _question = $"{role.Label()} shows this prompt; what is typed now answers it.";
    private readonly string _keys = $"[y] type \"{CleanText.OneLine(text)}\" into it, without a return   [Esc] do not";

    protected override void OnKey(KeyInput key)
    {
        if (KeyChord.Char('y').Matches(key) || KeyChord.Char('Y').Matches(key))
        {
            IsClosed = true;
            type();
        }
        else if (key.Is(Key.Escape) || KeyChord.Char('n').Matches(key) || KeyChord.Char('q').Matches(key) || KeyChord.Ctrl('c').Matches(key))
        {
            IsClosed = true;
        }
        else if (key is { Key: Key.Character, Modifiers: Modifiers.None })
        {
            IsClosed = true;
            passOn(key);
        }
    }

    protected override void OnMouse(MouseInput mouse)
    {
        if (mouse is { Action: MouseAction.Press, Button: MouseButton.Left } && !Area.Contains(mouse.Column, mouse.Row))
        {
            IsClosed = true;
        }
    }

    protected override Rect OnDraw(Surface surface, Rect bounds)
    {
        string[] rows = [.. prompt.Rows.Select(static row => CleanText.OneLine(row))];
        var width = Math.Min(Math.Min(MostColumns, bounds.Width), Math.Max(rows.Append(_question).Append(_keys).Max(static row => Graphemes.TextWidth(row)) + 4, 40));
        // The end of a prompt is what asks.
        var shown = Math.Clamp(bounds.Height - FixedRows, 0, rows.Length);
        var frame = Drawing.Centre(bounds, width, shown + FixedRows);
        surface.Blank(frame);
        Border.Draw(surface, frame, theme, focused: true, [new($"a prompt of {role.Label()}", theme.TitleFocused)]);
        var inside = Border.Inside(frame);
        var room = inside.Width - 2;
        surface.DrawText(inside.X + 1, inside.Y, TextWrap.Cut(_question, room), theme.Warning, inside);
        for (var i = 0; i < shown; i++)
        {
            surface.DrawText(inside.X + 1, inside.Y + 2 + i, TextWrap.Cut(rows[rows.Length - shown + i], room), theme.Text, inside);
        }

        surface.DrawText(inside.X + 1, inside.Y + 3 + shown, TextWrap.Cut(_keys, room), theme.Strong, inside);
        return frame;
    }
}
