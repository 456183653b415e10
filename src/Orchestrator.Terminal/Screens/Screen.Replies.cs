using System.Buffers;
using System.Text;
using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <content>Answers to the program, and events to the owner. No answer holds text that the program chose.</content>
public sealed partial class Screen
{
    private const int MaxReplies = 64 * 1024;
    private const int MaxWaitingReplies = 1024;
    private const int MaxEvents = 256;
    private const int MaxClipboard = 2 << 20; // bytes of all clipboard writes that wait
    internal const int CellWidth = 8; // pixels that we say a cell has, since there is no window to ask
    internal const int CellHeight = 16;

    private readonly ArrayBufferWriter<byte> _replies = new();
    private readonly Queue<Func<ScreenColors, string>> _waitingReplies = new();
    private readonly Queue<ScreenEvent> _events = new();
    private int _clipboardBytes; // of the events that wait

    /// <summary>True while there are answers for the program that were not taken yet.</summary>
    public bool HasReplies => _replies.WrittenCount > 0;

    /// <summary>True while the program waits for an answer that depends on <see cref="OuterColors"/>, which are not known.</summary>
    public bool AwaitsColors => _waitingReplies.Count > 0;

    /// <summary>Moves the answers to the program's queries (DA, CPR, DECRQM ...) to <paramref name="writer"/>: they go to its PTY before any other input.</summary>
    public void TakeReplies(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_replies.WrittenSpan);
        _replies.ResetWrittenCount();
    }

    /// <summary>Takes the oldest event that has not been taken; the queue is bounded and drops its oldest.</summary>
    public bool TryTakeEvent(out ScreenEvent? screenEvent)
    {
        var taken = _events.TryDequeue(out screenEvent);
        if (screenEvent is ScreenEvent.ClipboardWrite write)
        {
            _clipboardBytes -= write.Data.Length;
        }

        return taken;
    }

    private void Raise(ScreenEvent screenEvent)
    {
        if (_events.Count == MaxEvents)
        {
            Drop();
        }

        _events.Enqueue(screenEvent);
        if (screenEvent is ScreenEvent.ClipboardWrite write)
        {
            _clipboardBytes += write.Data.Length;
            while (_clipboardBytes > MaxClipboard)
            {
                Drop();
            }
        }
    }

    private void Drop() => TryTakeEvent(out _);

    // Answers that nobody takes are dropped at a bound: a program that only asks must not fill the memory.
    private void Reply(string text)
    {
        if (_waitingReplies.Count > 0)
        {
            Wait(_ => text);
        }
        else
        {
            Append(text);
        }
    }

    private void Append(string text)
    {
        if (_replies.WrittenCount + text.Length <= MaxReplies)
        {
            Encoding.Latin1.GetBytes(text, _replies);
        }
    }

    // An answer that depends on the outer terminal's colours waits until they are known, and what is answered after it waits behind it.
    private void ReplyAbout(Func<ScreenColors, string> answer)
    {
        if (_outerColors is { } colors && _waitingReplies.Count == 0)
        {
            Reply(answer(colors));
        }
        else
        {
            Wait(answer);
        }
    }

    private void Wait(Func<ScreenColors, string> answer)
    {
        if (_waitingReplies.Count < MaxWaitingReplies)
        {
            _waitingReplies.Enqueue(answer);
        }
    }

    private void ReplyWhatWaited(ScreenColors colors)
    {
        while (_waitingReplies.TryDequeue(out var answer))
        {
            Append(answer(colors));
        }
    }

    // DA1: a VT100 with advanced video, the answer that every program takes; what we can do beyond is found by asking for it.
    private void PrimaryAttributes() => Reply("\e[?1;2c");

    // DSR, ECMA-48 8.3.35; DECDSR, VT510.
    private void DeviceStatus(int what, bool dec)
    {
        var row = _row - OriginRow + 1;
        var column = _column - OriginColumn + 1;
        switch (what)
        {
            case 5 when !dec:
                Reply("\e[0n");
                break;
            case 6:
                Reply($"\e[{(dec ? "?" : "")}{row};{column}R"); // CPR, DECXCPR
                break;
            case 15 when dec:
                Reply("\e[?13n"); // no printer
                break;
            case 25 when dec:
                Reply("\e[?21n"); // user-defined keys are locked
                break;
            case 26 when dec:
                Reply("\e[?27;1;0;0n"); // North American keyboard
                break;
            case 53 or 55 when dec:
                Reply("\e[?50n"); // no locator
                break;
            case 56 when dec:
                Reply("\e[?57;0n"); // of no type
                break;
            case 62 when dec:
                Reply("\e[0*{"); // DECMSR: no room for macros
                break;
            case 75 when dec:
                Reply("\e[?70n"); // data integrity: no error
                break;
            case 85 when dec:
                Reply("\e[?83n"); // multiple sessions: not configured
                break;
            case 996 when dec:
                ReportColorScheme();
                break;
        }
    }

    // DECREQTPARM, VT100.
    private void TerminalParameters(int request)
    {
        if (request <= 1)
        {
            Reply($"\e[{request + 2};1;1;128;128;1;0x");
        }
    }

    // XTWINOPS, xterm ctlseqs: only reports that tell nothing but sizes, and the title stack. Never the title (20, 21).
    private void WindowOperation(Parameters p)
    {
        switch (p.Or(0, 0))
        {
            case 11:
                Reply("\e[1t"); // not iconified
                break;
            case 13:
                Reply("\e[3;0;0t"); // at the top left
                break;
            case 14:
                Reply($"\e[4;{_size.Rows * CellHeight};{_size.Columns * CellWidth}t");
                break;
            case 15:
                Reply($"\e[5;{_size.Rows * CellHeight};{_size.Columns * CellWidth}t");
                break;
            case 16:
                Reply($"\e[6;{CellHeight};{CellWidth}t");
                break;
            case 18:
                Reply($"\e[8;{_size.Rows};{_size.Columns}t");
                break;
            case 19:
                Reply($"\e[9;{_size.Rows};{_size.Columns}t");
                break;
            case 22 when p.Or(1, 0) is 0 or 2:
                PushTitle();
                break;
            case 23 when p.Or(1, 0) is 0 or 2:
                PopTitle();
                break;
        }
    }
}
