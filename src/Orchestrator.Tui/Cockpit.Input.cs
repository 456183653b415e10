using System.Buffers;
using System.Text;
using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Dialogs;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <content>Keys, paste and focus: to the prefix table, to what lies on top, or to the part that has the focus.</content>
public sealed partial class Cockpit
{
    // Keys held down at once that a release can still come for.
    private const int MaxHeldKeys = 16;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(Key Key, int CodePoint)> _ownKeys = [];
    private readonly Decoder _pasteDecoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _pasted = new();
    private bool _afterPrefix;

    // The dialog that a paste began in, until its last piece.
    private IDialog? _pasteInto;

    // Keys and pastes of the user, as they come.
    private long _inputs;

    public void HandleInput(InputEvent input)
    {
        _inputs += input is PasteInput or KeyInput { IsRelease: false, IsModifierKey: false } ? 1 : 0;
        switch (input)
        {
            case KeyInput key:
                HandleKey(key);
                break;
            case MouseInput mouse:
                HandleMouse(mouse);
                break;
            case PasteInput paste:
                HandlePaste(paste);
                break;
            case FocusInput when FocusedPane() is { } pane:
                Type(pane, input, fromHuman: false);
                break;
            case UnknownInput unknown when FocusedPane() is { } pane && _dialog is null:
                Type(pane, unknown, fromHuman: true);
                break;
            default:
                // Answers of the outer terminal are for the host's renderer.
                break;
        }
    }

    private void HandleKey(KeyInput key)
    {
        if (key.IsModifierKey)
        {
            // Shift on its own is no key of ours: it must not end the prefix, nor looking back. A program that asked for all keys gets it.
            if (_dialog is null && Fits && FocusedPane() is { IsScrolled: false } below)
            {
                Type(below, key, fromHuman: false);
            }

            return;
        }

        if (key.IsRelease && _ownKeys.Remove((key.Key, key.CodePoint)))
        {
            return; // of a key that was the cockpit's
        }

        if (HandlePrefix(key))
        {
            HoldOwn(key);
        }
        else if (_dialog is { } dialog)
        {
            dialog.HandleKey(key);
            DialogHandled();
        }
        else if (!Fits)
        {
            // Nobody sees what a key would do.
        }
        else if (FocusedPane() is { } pane)
        {
            HandlePaneKey(pane, key);
        }
        else if (CockpitKeys.OutsidePanes.Find(key) is { } run)
        {
            run(this);
        }
        else if (ShowsSetup)
        {
            _setup!.HandleKey(key);
        }
        else if (_focus == Part.Log)
        {
            Console.LogView.Keys.Find(key)?.Invoke(_log);
        }
        else
        {
            BeforeLine();
            _console.HandleKey(key);
        }
    }

    // True when the key was the prefix, or the one after it.
    private bool HandlePrefix(KeyInput key)
    {
        if (key.IsRelease)
        {
            return false;
        }

        if (!_afterPrefix)
        {
            _afterPrefix = _prefix.Matches(key);
            return _afterPrefix;
        }

        _afterPrefix = false;
        if (_prefix.Matches(key))
        {
            if (FocusedPane() is { } pane && _dialog is null && Fits)
            {
                HandlePaneKey(pane, key);
            }

            return true;
        }

        if (CockpitKeys.AfterPrefix(IsSession, _tiles?.AreMany ?? false).Find(key) is not { } run)
        {
            _console.Hint($"{_prefix} {new KeyChord(key.Key, key.CodePoint, key.Modifiers)} is not bound. {_prefix} ? shows the keys.");
        }
        else if (Fits || KeyChord.Char('d').Matches(key) || KeyChord.Char('q').Matches(key))
        {
            run(this);
        }

        return true;
    }

    private void HoldOwn(KeyInput key)
    {
        if (_ownKeys.Contains((key.Key, key.CodePoint)))
        {
            // It repeats.
        }
        else if (_ownKeys.Count < MaxHeldKeys)
        {
            _ownKeys.Add((key.Key, key.CodePoint));
        }
        else
        {
            // A terminal that reports no releases: nothing to wait for.
            _ownKeys.Clear();
        }
    }

    private void HandlePaneKey(PaneView view, KeyInput key)
    {
        if (!view.HandleScrollKey(key))
        {
            Type(view, key, fromHuman: !key.IsRelease);
        }
    }

    private void Type(PaneView view, InputEvent input, bool fromHuman)
    {
        if (view.Pane is not { IsAlive: true } pane)
        {
            return;
        }

        if (fromHuman)
        {
            view.FitProgram();
        }

        _bytes.ResetWrittenCount();
        InputEncoder.Encode(input, pane.Screen.Modes, _bytes);
        if (_bytes.WrittenCount > 0)
        {
            pane.Write(_bytes.WrittenSpan, fromHuman);
        }
    }

    private void HandlePaste(PasteInput paste)
    {
        if (paste.IsFirst)
        {
            _pasteInto = _dialog;
        }

        if (_pasteInto is { } dialog)
        {
            // The rest of a paste that has closed its dialog is meant for nothing else.
            if (ReferenceEquals(dialog, _dialog))
            {
                dialog.HandlePaste(paste);
                DialogHandled();
            }

            _pasteInto = paste.IsLast ? null : dialog;
            return;
        }

        if (_dialog is not null || !Fits || ShowsSetup)
        {
            return;
        }

        if (FocusedPane() is { } pane)
        {
            if (pane.IsScrolled)
            {
                pane.LeaveScroll();
            }

            Type(pane, paste, fromHuman: true);
        }
        else if (_focus == Part.Console)
        {
            PasteIntoConsole(paste);
        }
    }

    // A long paste comes in pieces that may cut a character in two; what is too long for the line is refused as a whole.
    private void PasteIntoConsole(PasteInput paste)
    {
        if (paste.IsFirst)
        {
            _pasteDecoder.Reset();
            _pasted.Clear();
        }

        if (_pasted.Length <= Console.LineEditor.MaxLength)
        {
            var characters = new char[_pasteDecoder.GetCharCount(paste.Bytes.Span, paste.IsLast)];
            var count = _pasteDecoder.GetChars(paste.Bytes.Span, characters, paste.IsLast);
            _pasted.Append(characters, 0, count);
        }

        if (paste.IsLast)
        {
            BeforeLine();
            _console.Insert(_pasted.ToString());
            _pasted.Clear();
        }
    }

    private PaneView? FocusedPane()
    {
        if (ShowsSetup)
        {
            return null;
        }

        if (_tiles is not null)
        {
            return _tiles.Focused;
        }

        return _focus switch
        {
            Part.PeerA => _paneA,
            Part.PeerB => _paneB,
            Part.Run => _paneRun,
            _ => null,
        };
    }
}
