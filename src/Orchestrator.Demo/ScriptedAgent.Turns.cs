using System.Diagnostics;
using Orchestrator.Core.Peers;

namespace Orchestrator.Demo;

/// <summary>What a submitted line sets going: turns of work, one after the other.</summary>
internal sealed partial class ScriptedAgent
{
    private const string NudgeMark = "[NUDGE]";

    private static readonly string[] Spinner = ["✳", "✶", "✻", "✽", "✻", "✶"];
    private static readonly TimeSpan SpinnerStep = TimeSpan.FromMilliseconds(120);

    private readonly Queue<string> _waitingLines = new();
    private IDisposable? _work;
    private IDisposable? _spinning;
    private int _spinnerStep;
    private int _turns;
    private int _turn;
    private string? _line;
    private IDisposable? _lateDrawing;

    private bool IsBusy { get; set; }

    // A line that comes during a turn waits for its end.
    private void Submit(string line)
    {
        _waitingLines.Enqueue(line);
        if (!IsBusy)
        {
            NextTurn();
        }
    }

    private void NextTurn()
    {
        if (!_waitingLines.TryDequeue(out var line))
        {
            return;
        }

        IsBusy = true;
        _turn++;
        _submitted++;
        _line = line;
        _screen.Print("");
        _screen.Print("> " + line);
        var isNudge = line.StartsWith(NudgeMark, StringComparison.Ordinal);
        if (_askInTurn)
        {
            _askInTurn = false;
            var turn = _turn;
            _loop.Schedule(_options.Pace / 2, () =>
            {
                if (IsBusy && turn == _turn)
                {
                    Ask(["Do you want to proceed?", "", "❯ 1. Yes", "  2. No", "", QuestionFooter], _ => { });
                    Draw();
                }
            });
        }

        Work(isNudge ? ReadMail : () =>
        {
            _screen.Print("● " + _script.Reply(line));
            EndTurn();
        });
        Spin();
        Draw();
    }

    private void ReadMail()
    {
        if (_turns == _options.Faults.CrashAfter)
        {
            _options.Journal("crash", "SIGKILL");
            using var self = Process.GetCurrentProcess();
            self.Kill();
            return;
        }

        if (_mailbox.Oldest() is not { } path)
        {
            EndTurn();
            return;
        }

        var name = Path.GetFileName(path);
        var mail = _mailbox.Take(path);
        _options.Journal("read", name);
        _screen.Print($"● Read {name}, from {mail.From}");
        var answer = _script.Answer(mail);
        Send("to_user.md", "TO_USER", answer.ToUser);
        Send("to_peer.md", "TO_PEER", answer.ToPeer);
        _screen.Print("  " + answer.Note);
        if (_mailbox.Oldest() is null)
        {
            EndTurn();
        }
        else
        {
            Work(ReadMail);
        }

        Draw();
    }

    private void Send(string fileName, string tag, string? body)
    {
        if (body is not null)
        {
            // First, for the journal to have it when the mail is already on its way.
            _options.Journal("wrote", fileName + ": " + body);
            _mailbox.Write(fileName, tag, body);
        }
    }

    private void Work(Action then)
    {
        var turn = _turn;
        void Done()
        {
            if (IsBusy && turn == _turn)
            {
                then();
                Draw();
            }
        }

        if (_options.Pace > TimeSpan.Zero)
        {
            _work = _loop.Schedule(_options.Pace, Done);
        }
        else
        {
            _loop.Post(Done);
        }
    }

    // What a screen that is painted again and again shows of it.
    private string Clock => _options.Faults.RepaintEvery is null ? "" : $" · {_loop.Now.TotalSeconds:0.0} s";

    private void Spin()
    {
        _spinnerStep++;
        if (_options.Pace > TimeSpan.Zero)
        {
            _spinning = _loop.Schedule(SpinnerStep, () =>
            {
                Spin();
                Draw();
            });
        }
    }

    private void EndTurn()
    {
        _turns++;
        StopWorking();
        NextTurn();
        if (!IsBusy)
        {
            NextIncident();
            _options.Journal("rested", "");
        }
    }

    private void Interrupt()
    {
        if (IsBusy)
        {
            _options.Journal("interrupted", "");
            _screen.Print("  Interrupted.");
            StopWorking();
            if (_options.Faults.Persona is { PutsBack: true } && _composer.Length == 0 && _line is { } line)
            {
                _composer = line;
                _options.Journal("put-back", line);
            }

            NextTurn();
        }
    }

    private void StopWorking()
    {
        IsBusy = false;
        _work?.Dispose();
        _spinning?.Dispose();
    }

    private void Draw()
    {
        if (_slow > TimeSpan.Zero)
        {
            // Once for what happens together.
            var slow = _slow;
            _slow = TimeSpan.Zero;
            _lateDrawing ??= _loop.Schedule(slow, () =>
            {
                _lateDrawing = null;
                DrawNow();
            });
        }
        else if (_lateDrawing is null)
        {
            DrawNow();
        }
    }

    private void DrawNow()
    {
        var label = _options.Role.Label();
        var state = _question is not null ? "asks" : IsBusy ? "working" : "ready";
        _screen.Draw(new AgentFace(
            $"{(IsBusy ? "⠂" : "✳")} {label}: {state}",
            IsBusy ? $"{Spinner[_spinnerStep % Spinner.Length]} Working… (esc to interrupt)" : null,
            _composer,
            _question?.Lines,
            _exitArmed ? "press Ctrl-C again to exit" : $"{label} · {_turns} turns{Clock}") { Limit = _limit, NormalMode = _normalMode });
    }
}
