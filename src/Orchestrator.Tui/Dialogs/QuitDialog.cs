using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Dialogs;

/// <summary>Asks before the agents are ended.</summary>
internal sealed class QuitDialog(Theme theme, string what, Action quit, Action detach) : TextlessDialog
{
    private const string End = "[y] end";
    private const string Leave = "[d] detach";
    private const string Stay = "[Esc] stay";

    private readonly string _question = $"Quit ends the {what}. Quit? ";

    /// <summary>The whole question, for where no dialog fits.</summary>
    public string Text => $"{_question}{End}  {Leave}  {Stay}";

    protected override void OnKey(KeyInput key)
    {
        if (KeyChord.Char('y').Matches(key) || KeyChord.Char('Y').Matches(key))
        {
            Close(quit);
        }
        else if (KeyChord.Char('d').Matches(key) || KeyChord.Char('D').Matches(key))
        {
            Close(detach);
        }
        else if (key.Is(Key.Escape) || KeyChord.Char('n').Matches(key) || KeyChord.Char('q').Matches(key) || KeyChord.Ctrl('c').Matches(key))
        {
            IsClosed = true;
        }
    }

    protected override void OnMouse(MouseInput mouse)
    {
        if (mouse is not { Action: MouseAction.Press, Button: MouseButton.Left })
        {
            return;
        }

        var column = mouse.Column - Area.X - 2 - _question.Length;
        var onText = mouse.Row == Area.Y + 1;
        if (!Area.Contains(mouse.Column, mouse.Row) || (onText && column >= End.Length + Leave.Length + 4))
        {
            IsClosed = true;
        }
        else if (onText && column >= End.Length + 2)
        {
            Close(detach);
        }
        else if (onText && column is >= 0 and < 7)
        {
            Close(quit);
        }
    }

    protected override Rect OnDraw(Surface surface, Rect bounds)
    {
        if (bounds.Width < Text.Length + 4 || bounds.Height < 3)
        {
            Notice.Draw(surface, bounds, Text, theme.Warning);
            return default;
        }

        var frame = Drawing.Centre(bounds, Text.Length + 4, 3);
        surface.Blank(frame);
        Border.Draw(surface, frame, theme, focused: true, [new("quit", theme.TitleFocused)]);
        var line = Border.Inside(frame);
        var x = surface.DrawText(line.X + 1, line.Y, _question, theme.Text, line);
        x = surface.DrawText(x, line.Y, End, theme.Error, line);
        x = surface.DrawText(x + 2, line.Y, Leave, theme.Strong, line);
        surface.DrawText(x + 2, line.Y, Stay, theme.Strong, line);
        return frame;
    }

    private void Close(Action action)
    {
        IsClosed = true;
        action();
    }
}
