using System.Buffers;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Host.Clients;

/// <summary>
/// One attached terminal, host side: its cockpit, drawn on the terminal that the client handed over. A fault in its cockpit ends this client with a sentence,
/// never the session. Lives on the event loop.
/// </summary>
public sealed class AttachedClient : IDisposable
{
    // No terminal is larger, and a client that says so must not cost the host its memory: the surface and the panes have this many cells.
    private const int MostColumns = 1000;
    private const int MostRows = 500;

    // A lone ESC is the key when nothing follows within this time; a sequence comes in one piece or nearly so.
    private static readonly TimeSpan EscapeTime = TimeSpan.FromMilliseconds(30);

    // A paste comes in one go. Where its end was lost on the way, keys must not be taken for more of it for ever.
    private static readonly TimeSpan PasteTime = TimeSpan.FromSeconds(2);

    // Output of a pane within this time of a key typed into it is taken for the key's echo.
    private static readonly TimeSpan EchoTime = TimeSpan.FromMilliseconds(100);

    private readonly EventLoop _loop;
    private readonly ControlConnection _connection;
    private readonly OuterTty _tty;
    private readonly ILogger _logger;
    private readonly Cockpit _cockpit;
    private readonly OuterDialogue _dialogue;
    private readonly FrameRenderer _renderer;
    private readonly OuterMessages _messages = new();
    private readonly TuiSettings _settings;
    private readonly string _sessionName;
    private readonly Surface _surface;
    private readonly FramePacer _pacer;
    private readonly InputDecoder _decoder = new();
    private readonly Action<InputEvent> _handleInput;
    private readonly ArrayBufferWriter<byte> _frame = new(64 * 1024);
    private readonly Action _paneChanged;
    private readonly LoopTimer _waitTimer;
    private readonly LoopTimer _ageTimer;
    private IPane? _changed;
    private bool _hasTitle;
    private IPane? _titlePane;
    private string? _paneTitle;
    private int _inCockpit;
    private bool _frameWanted;
    private bool _frameUrgent;
    private bool _ended;

    public AttachedClient(
        EventLoop loop,
        ControlConnection connection,
        AttachRequest request,
        Func<AttachedClient, Cockpit> makeCockpit,
        TuiSettings settings,
        string sessionName,
        ILogger logger)
    {
        _settings = settings;
        _sessionName = sessionName;
        _loop = loop;
        _connection = connection;
        _tty = new OuterTty(loop, connection.TakeDescriptors(), Input, () => _pacer!.Drained(), TerminalGone);
        _logger = logger;
        _dialogue = new OuterDialogue(request.Environment, settings.Links, settings.Mouse);
        _renderer = new FrameRenderer(_dialogue.Outer);
        Size = Bounded(request.Size);
        _surface = new Surface(Size);
        _handleInput = HandleInput;
        _paneChanged = () => _cockpit!.PaneChanged(_changed!);
        _waitTimer = loop.CreateTimer(NothingFollowed);
        _ageTimer = loop.CreateTimer(() => Tell(cockpit => cockpit.RefreshAges()));
        Action draw = Draw;
        _pacer = new FramePacer(loop, () => _tty.IsBusy || !_tty.IsTaken, () => Guard(draw));
        try
        {
            _cockpit = makeCockpit(this);
        }
        catch
        {
            _tty.Dispose();
            throw;
        }

        connection.FrameReceived = FrameReceived;
        connection.Closed += ClientDied;
    }

    public TermSize Size { get; private set; }

    /// <summary>True when this client's terminal shows colours.</summary>
    public bool Colour => _dialogue.Outer.Colors != ColorDepth.None;

    /// <summary>Input came from this client: it is the one in use, and its layout decides the panes' sizes.</summary>
    public event Action<AttachedClient>? Active;

    public event Action<AttachedClient>? Ended;

    /// <summary>What this client's terminal says of its colours.</summary>
    public OuterColors Colors => _dialogue.Colors;

    /// <summary>This client's terminal has said something new of its colours, or all that it has to say.</summary>
    public event Action<AttachedClient>? ColorsHeard;

    /// <summary>A pane that this client may show has new output.</summary>
    public void PaneChanged(IPane view, TerminalPane pane)
    {
        _changed = view;
        Guard(_paneChanged);
        RequestFrame(pane.LastHumanInput is { } typed && _loop.Now - typed < EchoTime);
    }

    /// <summary>A pane's program may do this to the terminals that show it. It goes with the next frame.</summary>
    public void PaneJudged(IPane view, PaneVerdict verdict)
    {
        if (verdict.Ring)
        {
            _messages.Ring();
        }

        // A terminal that prints what it does not know gets no strings.
        if (verdict is { PassNotice: true, Notice: { } notice } && TakesStrings)
        {
            _messages.Notify(view.Title, notice);
        }

        if (verdict.Clipboard is { } clipboard && TakesStrings && ReferenceEquals(_cockpit.FocusedProgram, view))
        {
            _messages.Copy(clipboard);
        }

        RequestFrame(urgent: false);
    }

    /// <summary>An agent waits for the user: the terminal rings, and is told in words where the settings want it.</summary>
    public void TellAttention(string who, string line, AttentionSetting attention)
    {
        if (attention >= AttentionSetting.Ring)
        {
            _messages.Ring();
        }

        if (attention >= AttentionSetting.Outer && TakesStrings)
        {
            _messages.Notify(who, line);
        }

        RequestFrame(urgent: false);
    }

    /// <summary>Runs what the cockpit put off: the answer to a command of this client's user.</summary>
    public void Do(Action action)
    {
        Guard(action);
        RequestFrame(urgent: true);
    }

    /// <summary>Gives the cockpit news of the engine.</summary>
    public void Tell(Action<Cockpit> news) => Guard(() =>
    {
        news(_cockpit);
        RequestFrame(urgent: false);
    });

    /// <summary>Ends the connection with a sentence for the user's shell; the client restores its terminal itself, so that it does when this host dies, too.</summary>
    public void End(int exitCode, string sentence)
    {
        if (_ended)
        {
            return;
        }

        Dispose();
        WireFrameBuffer goodbye = new();
        goodbye.Begin();
        WireFrame.WriteByePayload(goodbye, exitCode, sentence);
        _connection.Send(goodbye.End(WireFrameType.Bye));
        _connection.CloseWhenDrained();
    }

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _frame.ResetWrittenCount();
        _messages.WriteEnd(_frame);
        if (_frame.WrittenCount > 0)
        {
            _tty.Write(_frame.WrittenSpan);
        }

        _tty.Dispose();
        _waitTimer.Dispose();
        _ageTimer.Dispose();
        _pacer.Dispose();
        _cockpit.Dispose();
        Ended?.Invoke(this);
    }

    private void FrameReceived(WireFrameType type, ReadOnlySpan<byte> payload)
    {
        if (_ended)
        {
            return;
        }

        switch (type)
        {
            case WireFrameType.Resize:
                var size = WireFrame.ReadResize(payload);
                if (!_tty.IsTaken)
                {
                    _dialogue.Entered();
                }

                _tty.Take();
                Resize(size);
                break;
            case WireFrameType.Hold:
                _tty.Release();
                SendEmpty(WireFrameType.Hold);
                break;
            case WireFrameType.Bye:
                // It waits for us to hang up before it gives the terminal back.
                Dispose();
                _connection.Close();
                break;
            default:
                throw new InvalidDataException($"A client does not send frames of type '{(char)type}'.");
        }
    }

    private void Input(ReadOnlySpan<byte> bytes)
    {
        _waitTimer.Cancel();
        _decoder.Feed(bytes, _handleInput);
        if (_ended)
        {
            return;
        }

        if (_decoder.IsPending)
        {
            _waitTimer.Set(EscapeTime);
        }
        else if (_decoder.IsInPaste)
        {
            _waitTimer.Set(PasteTime);
        }

        RequestFrame(urgent: true);
    }

    private void NothingFollowed()
    {
        _decoder.Flush(_handleInput);
        _decoder.EndPaste(_handleInput);
        RequestFrame(urgent: true);
    }

    private void HandleInput(InputEvent input)
    {
        if (input is ReplyInput reply)
        {
            Hear(reply);
            return;
        }

        Active?.Invoke(this);
        Guard(() => _cockpit.HandleInput(input));
    }

    // The terminal's, not the user's: it makes no client the one in use.
    private void Hear(ReplyInput reply)
    {
        if (_dialogue.Hear(reply))
        {
            _renderer.Outer = _dialogue.Outer;
            _pacer.Request(urgent: false);
        }

        if (Colors.Hear(reply))
        {
            ColorsHeard?.Invoke(this);
        }

        if (Colors.WantsToAsk)
        {
            _pacer.Request(urgent: false);
        }
    }

    private void Resize(TermSize wanted)
    {
        var size = Bounded(wanted);
        Size = size;
        _surface.Resize(size);
        Guard(() => _cockpit.Resize(size));

        // Also for the size that it has: two changes in a row are told twice, and both may find the second one's size.
        _renderer.Invalidate();
        if (!_ended)
        {
            _pacer.Request(urgent: true);
        }
    }

    private void RequestFrame(bool urgent)
    {
        _frameWanted = true;
        _frameUrgent |= urgent;
        RequestWantedFrame();
    }

    // Never from within the cockpit: it resizes panes while it lays itself out, their changes come back here, and it cannot be drawn half laid out.
    private void RequestWantedFrame()
    {
        if (_inCockpit > 0 || _ended || !_frameWanted)
        {
            return;
        }

        var urgent = _frameUrgent;
        _frameWanted = _frameUrgent = false;
        if (_cockpit.NeedsDraw || _messages.IsWaiting)
        {
            _pacer.Request(urgent);
        }
    }

    private void Draw()
    {
        _cockpit.Draw(_surface);
        _frame.ResetWrittenCount();
        _renderer.Render(_surface, _frame);
        UpdateTitle();
        _messages.Write(_frame);
        _dialogue.Write(_cockpit.KeysGoTo, _cockpit.WantsMouseMotion, _frame);
        _decoder.Keyboard = _dialogue.Keyboard;
        _tty.Write(_frame.WrittenSpan);
        if (_cockpit.NextAge is { } next)
        {
            _ageTimer.Set(next);
        }
        else
        {
            _ageTimer.Cancel();
        }
    }

    // The Linux console knows no OSC, and neither cursor shapes.
    private bool TakesStrings => _dialogue.Outer.CursorShapes;

    private void UpdateTitle()
    {
        if (!_settings.WindowTitle || !TakesStrings)
        {
            return;
        }

        var pane = _cockpit.FocusedProgram;
        var title = pane is null ? null : pane.Screen.Title ?? pane.Title;
        if (!_hasTitle || !ReferenceEquals(pane, _titlePane) || !string.Equals(title, _paneTitle, StringComparison.Ordinal))
        {
            (_hasTitle, _titlePane, _paneTitle) = (true, pane, title);
            _messages.SetTitle(string.IsNullOrEmpty(title) ? _sessionName : $"{_sessionName} - {title}");
        }
    }

    private void SendEmpty(WireFrameType type)
    {
        Span<byte> header = stackalloc byte[WireFrame.HeaderLength];
        WireFrame.WriteHeader(header, type, 0);
        _connection.Send(header);
    }

    // Nobody is there to be told: the window was closed.
    private void TerminalGone()
    {
        Dispose();
        _connection.Close();
    }

    // Without a word (kill -9): it cannot give its terminal back.
    private void ClientDied()
    {
        if (!_ended)
        {
            _tty.GiveBackFor(_dialogue.Outer.LeaveSequence.Span);
            Dispose();
        }
    }

    // The one place where a fault of a cockpit ends: its client goes, with a sentence; the session stays.
    private void Guard(Action action)
    {
        if (_ended)
        {
            return;
        }

        _inCockpit++;
        try
        {
            action();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _logger.LogError(error, "A cockpit failed; its client was ended.");
            End(1, $"The cockpit failed ({error.Message}). The agents keep running; `cccc attach` comes back. The log has the details.");
        }
        finally
        {
            _inCockpit--;
        }

        RequestWantedFrame();
    }

    private static TermSize Bounded(TermSize size) => new(Math.Min(size.Columns, MostColumns), Math.Min(size.Rows, MostRows));
}
