using Orchestrator.Core.Settings;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Dialogs;

/// <summary>Asks what becomes of mail of an earlier run, before any agent is started.</summary>
internal sealed class LeftOverDialog(Theme theme, int messages, Action<LeftOverMail> decide) : TextlessDialog
{
    private static readonly (char Key, string Text, LeftOverMail Decision)[] Answers =
    [
        ('r', "[r] resume: the agents get it", LeftOverMail.Resume),
        ('a', "[a] archive: it is moved to .cccc/archive", LeftOverMail.Archive),
        ('d', "[d] discard: it is moved to processed, unread", LeftOverMail.Discard),
    ];

    private readonly string _question = messages == 1 ? "1 message of an earlier run waits in an inbox." : $"{messages} messages of an earlier run wait in the inboxes.";

    protected override void OnKey(KeyInput key)
    {
        foreach ((var letter, _, var decision) in Answers)
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

        var answer = mouse.Row - Area.Y - 3;
        if (!Area.Contains(mouse.Column, mouse.Row))
        {
            IsClosed = true;
        }
        else if (answer >= 0 && answer < Answers.Length)
        {
            Close(Answers[answer].Decision);
        }
    }

    protected override Rect OnDraw(Surface surface, Rect bounds)
    {
        var width = Math.Max(_question.Length, Answers.Max(static answer => answer.Text.Length)) + 4;
        if (bounds.Width < width || bounds.Height < Answers.Length + 6)
        {
            Notice.Draw(surface, bounds, $"{_question} {string.Join("  ", Answers.Select(static answer => answer.Text))}  [Esc] back", theme.Warning);
            return default;
        }

        var frame = Drawing.Centre(bounds, width, Answers.Length + 6);
        surface.Blank(frame);
        Border.Draw(surface, frame, theme, focused: true, [new("mail of an earlier run", theme.TitleFocused)]);
        var inside = Border.Inside(frame);
        surface.DrawText(inside.X + 1, inside.Y, _question, theme.Text, inside);
        for (var i = 0; i < Answers.Length; i++)
        {
            surface.DrawText(inside.X + 1, inside.Y + 2 + i, Answers[i].Text, theme.Strong, inside);
        }

        surface.DrawText(inside.X + 1, inside.Y + 3 + Answers.Length, "[Esc] back to the setup", theme.Quiet, inside);
        return frame;
    }

    private void Close(LeftOverMail decision)
    {
        IsClosed = true;
        decide(decision);
    }
}
