using System.Globalization;
using Orchestrator.Core.Peers;

namespace Orchestrator.Demo;

/// <summary>What keys do: the composer, the questions, the ways out.</summary>
internal sealed partial class ScriptedAgent
{
    private const string QuestionFooter = "  Enter to confirm · Esc to cancel";

    private string _composer = "";
    private bool _exitArmed;
    private int _returnsToSwallow;
    private bool _askAfterPaste;
    private bool _normalMode;
    private TimeSpan? _burstAt;
    private Question? _question;

    /// <summary>A dialog: what it says, and what its Yes and its No do.</summary>
    private sealed record Question(List<string> Lines, Action<bool> Answered);

    private void Greet()
    {
        _returnsToSwallow = _options.Faults.SwallowedReturns;
        _askAfterPaste = _options.Faults.DialogAfterPaste;
        _normalMode = _options.Faults.NormalMode;
        RepaintLater();
        NextIncident();
        _screen.Print($"● {_options.Role.Label()}, a scripted agent. Mail for me: {_mailbox.Inbox}");
        _options.Journal("started", _tty.Size.ToString());
        if (_options.Faults.StartDialog)
        {
            Ask(["Do you trust the files in this folder?", "", "❯ 1. Yes, proceed", "  2. No, exit", "", QuestionFooter], yes =>
            {
                if (!yes)
                {
                    End(1);
                }
            });
        }

        Draw();
    }

    private void Ask(IReadOnlyList<string> lines, Action<bool> answered)
    {
        Question question = new([.. lines], answered);
        if (_options.Faults.QuestionDrawnIn is { } drawnIn)
        {
            question.Lines[0] = "";
            _loop.Schedule(drawnIn, () =>
            {
                question.Lines[0] = lines[0];
                Draw();
            });
        }

        _question = question;
        _options.Journal("asked", lines[0]);
        if (_options.Faults.QuestionLasts is { } time)
        {
            _loop.Schedule(time, () =>
            {
                if (_question == question)
                {
                    _question = null;
                    _options.Journal("withdrawn", lines[0]);
                    answered(false);
                    Draw();
                }
            });
        }
    }

    private void Press(AgentKey key)
    {
        if (_question is not null)
        {
            AnswerQuestion(key);
            return;
        }

        var wasArmed = _exitArmed;
        _exitArmed = false;
        if (_normalMode && PressInNormalMode(key))
        {
            return;
        }

        if (key is AgentKey.Text or AgentKey.Paste)
        {
            _burstAt = _loop.Now;
        }

        switch (key)
        {
            case AgentKey.Text text:
                _options.Journal("typed", text.Value);
                _composer += text.Value;
                break;
            case AgentKey.Paste paste:
                _options.Journal("pasted", paste.Value);
                _composer += paste.Value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
                AskAfterPaste();
                break;
            case AgentKey.Backspace when _composer.Length > 0:
                _composer = _composer[..^new StringInfo(_composer).SubstringByTextElements(new StringInfo(_composer).LengthInTextElements - 1).Length];
                break;
            case AgentKey.Return:
                PressReturn();
                break;
            case AgentKey.Escape:
                Interrupt();
                break;
            case AgentKey.Control control:
                PressControl(control.Letter, wasArmed);
                break;
        }
    }

    // In a vi's normal mode keys are commands: what is pasted there is lost.
    private bool PressInNormalMode(AgentKey key)
    {
        switch (key)
        {
            case AgentKey.Text text when text.Value.StartsWith('i'):
                _normalMode = false;
                _options.Journal("mode", "insert");
                if (text.Value.Length > 1)
                {
                    Press(new AgentKey.Text(text.Value[1..]));
                }

                return true;
            case AgentKey.Text or AgentKey.Paste:
                _options.Journal("lost", key.ToString());
                return true;
            default:
                return false;
        }
    }

    private void PressControl(char letter, bool wasArmed)
    {
        switch (letter)
        {
            case 'u':
                _composer = "";
                break;
            case 'c' when IsBusy:
                Interrupt();
                break;
            case 'c' when _composer.Length > 0:
                _composer = "";
                break;
            case 'c' when wasArmed:
            case 'd':
                End(0);
                break;
            case 'c':
                _exitArmed = true;
                break;
        }
    }

    private void PressReturn()
    {
        if (_returnsToSwallow > 0)
        {
            _returnsToSwallow--;
            _options.Journal("swallowed", "return");
            return;
        }

        if (_options.Faults.Persona is { } persona && _burstAt is { } burst && _loop.Now - burst < persona.BurstWindow)
        {
            _composer += "\n";
            _options.Journal("swallowed", "return in a burst");
            return;
        }

        var line = _composer.Trim();
        _composer = "";
        if (line.Length > 0)
        {
            NoteDraft(line);
            _normalMode = _options.Faults.NormalMode;
            var runs = _options.Faults.Persona is { BangRuns: true } && line.StartsWith('!');
            _options.Journal(runs ? "shell" : "submitted", line);
            Submit(line);
        }
    }

    private void AskAfterPaste()
    {
        if (_askAfterPaste)
        {
            _askAfterPaste = false;
            Ask(["Do you want to proceed?", "", "❯ 1. Yes", "  2. No", "", QuestionFooter], _ => { });
        }
    }

    // As in the real ones: a paste does nothing to a question, a return confirms what is marked.
    private void AnswerQuestion(AgentKey key)
    {
        bool? answer = key switch
        {
            AgentKey.Return => true,
            AgentKey.Text { Value: "1" or "y" } => true,
            AgentKey.Text { Value: "2" } => false,
            AgentKey.Escape or AgentKey.Control { Letter: 'c' } => false,
            _ => null,
        };
        if (answer is not { } yes || _question is not { } question)
        {
            _options.Journal("ignored", key.ToString());
            return;
        }

        _question = null;
        _options.Journal(yes ? "approved" : "denied", question.Lines[0]);
        question.Answered(yes);
    }
}
