using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <content>Modes (SM, DECSET), their report (DECRQM) and the resets.</content>
public sealed partial class Screen
{
    private const int MaxSavedModes = 64;

    private readonly Dictionary<int, bool> _savedModes = [];
    private ScreenModes _modes;
    private CursorShape _cursorShape;
    private bool _cursorVisible;
    private bool _cursorBlinks;
    private bool _newLine; // LNM
    private bool _reverseWrap; // DECSET 45
    private bool _reverseWrapFar; // DECSET 1045
    private bool _tabWraps; // DECSET 41
    private bool _isoProtection; // protected cells are those of SPA, not of DECSCA
    private bool _reverseVideo; // DECSCNM
    private bool _colorSchemeReports; // DECSET 2031
    private bool _backarrowSendsBackspace; // DECBKM

    private void SetModes(Parameters p, bool dec, bool on)
    {
        for (var i = 0; i < p.Count; i++)
        {
            if (p[i] == Parameters.Missing || p.IsSub(i))
            {
                continue;
            }

            if (dec)
            {
                SetPrivateMode(p[i], on);
            }
            else if (p[i] == 4)
            {
                _insert = on; // IRM, ECMA-48 7.2.10
            }
            else if (p[i] == 20)
            {
                _newLine = on; // LNM
            }
        }
    }

    // DECSET, DECRST: xterm ctlseqs "DEC Private Mode Set".
    private void SetPrivateMode(int mode, bool on)
    {
        switch (mode)
        {
            case 1:
                _modes = _modes with { ApplicationCursorKeys = on };
                break;
            case 5:
                _reverseVideo = on;
                break;
            case 6:
                _origin = on;
                Address(0, 0);
                break;
            case 7:
                _autoWrap = on;
                break;
            case 9:
                SetMouse(MouseTracking.X10, on);
                break;
            case 12:
                _cursorBlinks = on;
                break;
            case 25:
                _cursorVisible = on;
                break;
            case 41:
                _tabWraps = on;
                break;
            case 45:
                _reverseWrap = on;
                break;
            case 1045:
                _reverseWrapFar = on;
                break;
            case 47 or 1047:
                SwitchScreen(on, clear: on || mode == 1047);
                break;
            case 66:
                SetKeypad(on); // DECNKM
                break;
            case 67:
                _backarrowSendsBackspace = on;
                break;
            case 69:
                _marginMode = on; // DECLRMM; set again it keeps the margins, as in xterm
                (_left, _right) = on ? (_left, _right) : (0, LastColumn);
                break;
            case 1000:
                SetMouse(MouseTracking.Buttons, on);
                break;
            case 1002:
                SetMouse(MouseTracking.Drag, on);
                break;
            case 1003:
                SetMouse(MouseTracking.Motion, on);
                break;
            case 1004:
                _modes = _modes with { FocusReporting = on };
                break;
            case 1005:
                SetMouse(MouseEncoding.Utf8, on);
                break;
            case 1006:
                SetMouse(MouseEncoding.Sgr, on);
                break;
            case 1015:
                SetMouse(MouseEncoding.Urxvt, on);
                break;
            case 1016:
                SetMouse(MouseEncoding.SgrPixels, on);
                break;
            case 1007:
                _modes = _modes with { AlternateScroll = on };
                break;
            case 1048:
                SaveOrRestore(on);
                break;
            case 1049:
                SwitchWithCursor(on);
                break;
            case 2004:
                _modes = _modes with { BracketedPaste = on };
                break;
            case 2026:
                _modes = _modes with { SynchronizedOutput = on };
                SynchronizedUpdates += on ? 1 : 0;
                break;
            case 2027:
                _graphemes = on;
                break;
            case 2031:
                _colorSchemeReports = on;
                break;
        }
    }

    // DECRQM answers: 1 set, 2 reset, 4 always reset, 0 unknown (VT510 DECRPM).
    private void ReportMode(int mode, bool dec)
    {
        var state = dec ? PrivateModeState(mode) : mode switch
        {
            4 => OnOff(_insert),
            20 => OnOff(_newLine),
            1 or 2 or 5 or 7 or (>= 10 and <= 19) => 4, // ECMA-48 7.2 modes that are never set: no locked keyboard (KAM), no local echo (SRM) ...
            _ => 0,
        };
        Reply($"\e[{(dec ? "?" : "")}{mode};{state}$y");
    }

    private int PrivateModeState(int mode) => mode switch
    {
        1 => OnOff(_modes.ApplicationCursorKeys),
        3 => 4, // DECCOLM: the size is the window's
        5 => OnOff(_reverseVideo),
        6 => OnOff(_origin),
        7 => OnOff(_autoWrap),
        9 => OnOff(_modes.MouseTracking == MouseTracking.X10),
        12 => OnOff(_cursorBlinks),
        25 => OnOff(_cursorVisible),
        41 => OnOff(_tabWraps),
        45 => OnOff(_reverseWrap),
        1045 => OnOff(_reverseWrapFar),
        47 or 1047 or 1049 => OnOff(_grid == _alternate),
        66 => OnOff(_modes.ApplicationKeypad),
        67 => OnOff(_backarrowSendsBackspace),
        69 => OnOff(_marginMode),
        1000 => OnOff(_modes.MouseTracking == MouseTracking.Buttons),
        1002 => OnOff(_modes.MouseTracking == MouseTracking.Drag),
        1003 => OnOff(_modes.MouseTracking == MouseTracking.Motion),
        1004 => OnOff(_modes.FocusReporting),
        1005 => OnOff(_modes.MouseEncoding == MouseEncoding.Utf8),
        1006 => OnOff(_modes.MouseEncoding == MouseEncoding.Sgr),
        1007 => OnOff(_modes.AlternateScroll),
        1015 => OnOff(_modes.MouseEncoding == MouseEncoding.Urxvt),
        1016 => OnOff(_modes.MouseEncoding == MouseEncoding.SgrPixels),
        1048 => 1,
        2004 => OnOff(_modes.BracketedPaste),
        2026 => OnOff(_modes.SynchronizedOutput),
        2027 => OnOff(_graphemes),
        2031 => OnOff(_colorSchemeReports),
        8 => 3, // DECARM: keys repeat as the outer terminal has them
        _ => 0,
    };

    private static int OnOff(bool on) => on ? 1 : 2;

    private void SavePrivateModes(Parameters p)
    {
        for (var i = 0; i < p.Count; i++)
        {
            var state = PrivateModeState(p[i]);
            if (state is 1 or 2 && (_savedModes.Count < MaxSavedModes || _savedModes.ContainsKey(p[i])))
            {
                _savedModes[p[i]] = state == 1;
            }
        }
    }

    private void RestorePrivateModes(Parameters p)
    {
        for (var i = 0; i < p.Count; i++)
        {
            if (_savedModes.TryGetValue(p[i], out var on))
            {
                SetPrivateMode(p[i], on);
            }
        }
    }

    private void SetKeypad(bool application) => _modes = _modes with { ApplicationKeypad = application };

    private void SetMouse(MouseTracking tracking, bool on) =>
        _modes = _modes with { MouseTracking = on ? tracking : MouseTracking.None };

    private void SetMouse(MouseEncoding encoding, bool on)
    {
        if (on || _modes.MouseEncoding == encoding)
        {
            _modes = _modes with { MouseEncoding = on ? encoding : MouseEncoding.Default };
        }
    }

    private void SaveOrRestore(bool save)
    {
        if (save)
        {
            SaveCursor();
        }
        else
        {
            RestoreCursor();
        }
    }

    // 1049: save the cursor, switch to a clear screen; back: switch, restore.
    private void SwitchWithCursor(bool on)
    {
        if (on)
        {
            if (_grid == _main)
            {
                SaveCursor();
            }

            SwitchScreen(on: true, clear: true);
        }
        else
        {
            SwitchScreen(on: false, clear: false);
            RestoreCursor(); // on the main screen too, as xterm
        }
    }

    private void SwitchScreen(bool on, bool clear)
    {
        var target = on ? _alternate : _main;
        if (_grid != target)
        {
            _grid = target;
            if (clear && on)
            {
                ClearGrid(target, EraseStyle);
            }

            // Margins belong to a screen, as in xterm.js: what a full-screen program leaves set must not cripple the shell after it.
            (_otherMargins, (_top, _bottom, _left, _right)) = ((_top, _bottom, _left, _right), _otherMargins);
            _pendingWrap = false;
            TouchAll();
        }
    }

    private void ClearGrid(Grid grid, ushort style)
    {
        for (var y = 0; y < grid.Rows; y++)
        {
            grid[y].Clear(style);
            Touch(grid[y]);
        }
    }

    // DECSCUSR, VT510 / xterm ctlseqs.
    private void SetCursorShape(int shape)
    {
        if (shape <= (int)CursorShape.SteadyBar)
        {
            _cursorShape = (CursorShape)shape;
            _cursorBlinks = shape is 1 or 3 or 5;
        }
    }

    // SPA and EPA, ECMA-48 8.3.115 as xterm does it.
    private void SetIsoProtection(bool on)
    {
        SetProtection(on ? 1 : 0);
        _isoProtection = true;
    }

    // DECSCA, VT510.
    private void SetProtection(int what)
    {
        if (what <= 2)
        {
            _isoProtection = false;
            _pen.Attributes = what == 1 ? _pen.Attributes | Attributes.Protected : _pen.Attributes & ~Attributes.Protected;
            _penChanged = true;
        }
    }

    // DECSTR, VT510: modes and rendition, not the text and not the cursor's place.
    private void SoftReset()
    {
        _origin = false;
        _autoWrap = true; // xterm keeps its resource's default
        _insert = false;
        _reverseWrap = false;
        _reverseWrapFar = false;
        _isoProtection = false;
        _cursorVisible = true;
        _modes = _modes with { ApplicationCursorKeys = false, ApplicationKeypad = false, ModifyOtherKeys = 0, FormatOtherKeys = false };
        _marginMode = false;
        ResetMargins();
        _pen = default;
        _penChanged = true;
        _gl = 0;
        _singleShift = 0;
        Array.Clear(_charsets);
        UpdateTranslate();
        Saved = default;
    }

    // RIS, ECMA-48 8.3.105.
    private void FullReset()
    {
        _grid = _main;
        _otherMargins = WholeScreen;
        ResetState();
        _history.Clear();
        _resized = default;
        ClearGrid(_main, 0);
        ClearGrid(_alternate, 0);
        _tabs = DefaultTabs(_size.Columns);
    }

    private void ResetState()
    {
        SoftReset();
        _modes = default;
        _savedModes.Clear();
        _savedMain = default;
        _savedAlternate = default;
        _mainKeyboard.Reset();
        _alternateKeyboard.Reset();
        _cursorShape = CursorShape.Default;
        _cursorBlinks = false;
        _newLine = false;
        _tabWraps = false;
        _reverseVideo = false;
        _colorSchemeReports = false;
        _backarrowSendsBackspace = false;
        _rectangularExtent = 0;
        _graphemes = _options.GraphemeClusters;
        _joinNext = false;
        _printedJustNow = false;
        _palette = null;
        _titles.Clear();
        MoveTo(0, 0);
    }
}
