using Orchestrator.Core.Settings;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Dialogs;

/// <summary>Asks what becomes of mail of an earlier run, before any agent is started.</summary>
internal sealed class LeftOverDialog(Theme theme, int messages, Action<LeftOverMail> decide) : TextlessDialog
{
    private static readonly (char Key, string Text, LeftOverMail Decision)[] s_answers =
    [
        ('r', "[r] resume: the agents get it", LeftOverMail.Resume),
        ('a', "[a] archive: it is moved to .cccc/archive", LeftOverMail.Archive),
        ('d', "[d] discard: it is moved to processed, unread", LeftOverMail.Discard),
    ];

    private readonly string _question = messages == 1 ? "1 message of an earlier run waits in an inbox." : $"{messages} messages of an earlier run wait in the inboxes.";

    protected override void OnKey(KeyInput key)
    {
        foreach ((char letter, _, LeftOverMail decision) in s_answers)
        {
            if (KeyChord.Char(letter).Matches(key) || KeyChord.Char(char.ToUpperInvariant(letter)).Matches(key))
            {
                Close(decision);
                return;
            }
        }

        // Nothing has been started: back to the choice of agents.
        IsClosed = key.Is(Key.Escape) || KeyChord.Ctrl('c').Matches(key);
    }

    protected override void OnMouse(MouseInput mouse)
    {
        if (mouse is not { Action: MouseAction.Press, Button: MouseButton.Left })
        {
            return;
        }

        int answer = mouse.Row - Area.Y - 3;
        if (!Area.Contains(mouse.Column, mouse.Row))
        {
            IsClosed = true;
        }
        else if (answer >= 0 && answer < s_answers.Length)
        {
            Close(s_answers[answer].Decision);
        }
    }

    protected override Rect OnDraw(Surface surface, Rect bounds)
    {
        int width = Math.Max(_question.Length, s_answers.Max(static answer => answer.Text.Length)) + 4;
        if (bounds.Width < width || bounds.Height < s_answers.Length + 6)
        {
            Notice.Draw(surface, bounds, $"{_question} {string.Join("  ", s_answers.Select(static answer => answer.Text))}  [Esc] back", theme.Warning);
            return default;
        }

        Rect frame = Drawing.Centre(bounds, width, s_answers.Length + 6);
        surface.Blank(frame);
        Border.Draw(surface, frame, theme, focused: true, [new("mail of an earlier run", theme.TitleFocused)]);
        Rect inside = Border.Inside(frame);
        surface.DrawText(inside.X + 1, inside.Y, _question, theme.Text, inside);
        for (int i = 0; i < s_answers.Length; i++)
        {
            surface.DrawText(inside.X + 1, inside.Y + 2 + i, s_answers[i].Text, theme.Strong, inside);
        }

        surface.DrawText(inside.X + 1, inside.Y + 3 + s_answers.Length, "[Esc] back to the setup", theme.Quiet, inside);
        return frame;
    }

    private void Close(LeftOverMail decision)
    {
        IsClosed = true;
        decide(decision);
    }
}
