using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <content>What each control function does: the tables of C0, ESC and CSI.</content>
public sealed partial class Screen
{
    // C0 controls, ECMA-48 5.2.
    private void Execute(byte control)
    {
        _printedJustNow = false;
        switch (control)
        {
            case 0x07:
                Raise(new ScreenEvent.Bell());
                break;
            case 0x08:
                Left(1);
                break;
            case 0x09:
                Tab(1);
                break;
            case 0x0A or 0x0B or 0x0C:
                LineFeed();
                break;
            case 0x0D:
                CarriageReturn();
                break;
            case 0x0E:
                LockShift(1); // SO
                break;
            case 0x0F:
                LockShift(0); // SI
                break;
        }
    }

    private void LockShift(int set)
    {
        _gl = set;
        UpdateTranslate();
    }

    private void SingleShift(int set)
    {
        _singleShift = set;
        UpdateTranslate();
    }

    private void Escape(int intermediates, byte final)
    {
        _printedJustNow = false;
        switch (intermediates)
        {
            case 0:
                EscapePlain(final);
                break;
            case '#' when final == '8':
                ScreenAlignment();
                break;
            case '(' or ')' or '*' or '+':
                Designate(intermediates - '(', final);
                break;
            case '-' or '.' or '/':
                Designate(intermediates - '-' + 1, 0); // a 96-character set: Latin-1 has ASCII in GL
                break;
        }
    }

    private void EscapePlain(byte final)
    {
        switch (final)
        {
            case (byte)'6':
                BackIndex(); // DECBI, VT420
                break;
            case (byte)'7':
                SaveCursor(); // DECSC
                break;
            case (byte)'8':
                RestoreCursor(); // DECRC
                break;
            case (byte)'9':
                ForwardIndex(); // DECFI, VT420
                break;
            case (byte)'=':
                SetKeypad(application: true); // DECKPAM
                break;
            case (byte)'>':
                SetKeypad(application: false); // DECKPNM
                break;
            case (byte)'D':
                Index(); // IND
                break;
            case (byte)'E':
                Index(); // NEL
                CarriageReturn();
                break;
            case (byte)'H':
                _tabs[_column] = true; // HTS
                break;
            case (byte)'M':
                ReverseIndex(); // RI
                break;
            case (byte)'N':
                SingleShift(2); // SS2
                break;
            case (byte)'O':
                SingleShift(3); // SS3
                break;
            case (byte)'V':
                SetIsoProtection(on: true); // SPA
                break;
            case (byte)'W':
                SetIsoProtection(on: false); // EPA
                break;
            case (byte)'Z':
                PrimaryAttributes(); // DECID
                break;
            case (byte)'c':
                FullReset(); // RIS
                break;
            case (byte)'n':
                LockShift(2); // LS2
                break;
            case (byte)'o':
                LockShift(3); // LS3
                break;
        }
    }

    // SCS: ISO 2022 finals as in the VT220 and xterm ctlseqs.
    private void Designate(int set, byte final)
    {
        _charsets[set] = final switch
        {
            (byte)'0' or (byte)'2' => Charset.SpecialGraphics,
            (byte)'A' => Charset.UnitedKingdom,
            _ => Charset.Ascii,
        };
        UpdateTranslate();
    }

    private void Control(Parameters p, byte prefix, int intermediates, byte final)
    {
        if (final != 'm')
        {
            p.DropSubs();
        }

        var afterText = _printedJustNow;
        _printedJustNow = false;
        if (intermediates != 0)
        {
            ControlIntermediate(p, prefix, intermediates, final);
        }
        else if (prefix != 0)
        {
            ControlPrivate(p, prefix, final);
        }
        else
        {
            ControlPlain(p, final, afterText);
        }
    }

    private void ControlPlain(Parameters p, byte final, bool afterText)
    {
        switch (final)
        {
            case (byte)'@':
                InsertCharacters(p.Number(0)); // ICH
                break;
            case (byte)'A':
                Up(p.Number(0)); // CUU
                break;
            case (byte)'B':
                Down(p.Number(0)); // CUD
                break;
            case (byte)'C':
                Right(p.Number(0)); // CUF
                break;
            case (byte)'D':
                Left(p.Number(0)); // CUB
                break;
            case (byte)'E':
                Down(p.Number(0)); // CNL
                CarriageReturn();
                break;
            case (byte)'F':
                Up(p.Number(0)); // CPL
                CarriageReturn();
                break;
            case (byte)'G' or (byte)'`':
                Address(_row - OriginRow, p.Number(0) - 1); // CHA, HPA
                break;
            case (byte)'H' or (byte)'f':
                Address(p.Number(0) - 1, p.Number(1) - 1); // CUP, HVP
                break;
            case (byte)'I':
                Tab(p.Number(0)); // CHT
                break;
            case (byte)'J':
                EraseDisplay(p.Or(0, 0), selective: false); // ED
                break;
            case (byte)'K':
                EraseLine(p.Or(0, 0), selective: false); // EL
                break;
            case (byte)'L':
                InsertLines(p.Number(0)); // IL
                break;
            case (byte)'M':
                DeleteLines(p.Number(0)); // DL
                break;
            case (byte)'P':
                DeleteCharacters(p.Number(0)); // DCH
                break;
            case (byte)'S':
                ScrollUp(p.Number(0), keepHistory: false); // SU
                break;
            case (byte)'T' when p.Count <= 1:
                ScrollDown(p.Number(0)); // SD; with five parameters it is xterm's highlight mouse tracking
                break;
            case (byte)'^':
                ScrollDown(p.Number(0)); // SD, ECMA-48 8.3.113
                break;
            case (byte)'X':
                EraseCharacters(p.Number(0)); // ECH
                break;
            case (byte)'Z':
                BackTab(p.Number(0)); // CBT
                break;
            case (byte)'a':
                MoveTo(_row, Math.Min(_column + (long)p.Number(0), _origin ? _right : LastColumn).Int()); // HPR
                break;
            case (byte)'b':
                Repeat(p.Number(0), afterText); // REP
                break;
            case (byte)'c':
                if (p.Or(0, 0) == 0)
                {
                    PrimaryAttributes(); // DA1
                }

                break;
            case (byte)'d':
                Address(p.Number(0) - 1, _column - OriginColumn); // VPA
                break;
            case (byte)'e':
                MoveTo(Math.Min(_row + (long)p.Number(0), _origin ? _bottom : LastRow).Int(), _column); // VPR
                break;
            case (byte)'g':
                ClearTabs(p.Or(0, 0)); // TBC
                break;
            case (byte)'h' or (byte)'l':
                SetModes(p, dec: false, final == 'h'); // SM, RM
                break;
            case (byte)'m':
                SelectRendition(p); // SGR
                break;
            case (byte)'n':
                DeviceStatus(p.Or(0, 0), dec: false); // DSR
                break;
            case (byte)'r':
                SetTopAndBottom(p.Number(0), p.Number(1) is 1 && p.Or(1, 0) == 0 ? _size.Rows : p.Number(1)); // DECSTBM
                break;
            case (byte)'s' when _marginMode:
                SetLeftAndRight(p.Number(0), p.Or(1, 0) <= 0 ? _size.Columns : p.Number(1)); // DECSLRM
                break;
            case (byte)'s':
                SaveCursor(); // SCOSC
                break;
            case (byte)'t':
                WindowOperation(p); // XTWINOPS
                break;
            case (byte)'u':
                RestoreCursor(); // SCORC
                break;
            case (byte)'x':
                TerminalParameters(p.Or(0, 0)); // DECREQTPARM
                break;
        }
    }

    private void ControlPrivate(Parameters p, byte prefix, byte final)
    {
        switch ((prefix, final))
        {
            case ((byte)'?', (byte)'J'):
                EraseDisplay(p.Or(0, 0), selective: true); // DECSED
                break;
            case ((byte)'?', (byte)'K'):
                EraseLine(p.Or(0, 0), selective: true); // DECSEL
                break;
            case ((byte)'?', (byte)'h'):
                SetModes(p, dec: true, on: true); // DECSET
                break;
            case ((byte)'?', (byte)'l'):
                SetModes(p, dec: true, on: false); // DECRST
                break;
            case ((byte)'?', (byte)'s'):
                SavePrivateModes(p); // XTSAVE
                break;
            case ((byte)'?', (byte)'r'):
                RestorePrivateModes(p); // XTRESTORE
                break;
            case ((byte)'?', (byte)'n'):
                DeviceStatus(p.Or(0, 0), dec: true); // DECDSR
                break;
            case ((byte)'?', (byte)'S') when p.Or(0, 0) is >= 1 and <= 3:
                Reply($"\e[?{p[0]};3;0S"); // XTSMGRAPHICS, xterm ctlseqs: there are no graphics to set or to ask for
                break;
            case ((byte)'?', (byte)'W') when p.Or(0, 0) == 5:
                _tabs = DefaultTabs(_size.Columns); // DECST8C, VT510
                break;
            case ((byte)'?', (byte)'m') when p.Or(0, 0) == 4:
                Reply($"\e[>4;{_modes.ModifyOtherKeys}m"); // XTQMODKEYS
                break;
            case ((byte)'>', (byte)'c') when p.Or(0, 0) == 0:
                Reply("\e[>0;276;0c"); // DA2: a VT100 of xterm's patch 276, the first that modern programs trust
                break;
            case ((byte)'=', (byte)'c') when p.Or(0, 0) == 0:
                Reply("\eP!|00000000\e\\"); // DA3, DECRPTUI
                break;
            case ((byte)'>', (byte)'q') when p.Or(0, 0) == 0:
                Reply($"\eP>|{_options.Version}\e\\"); // XTVERSION
                break;
            case ((byte)'>', (byte)'m'):
                SetKeyModifiers(p); // XTMODKEYS
                break;
            case ((byte)'>', (byte)'n') when p.Or(0, 0) == 4:
                _modes = _modes with { ModifyOtherKeys = 0 };
                break;
            case ((byte)'>', (byte)'f'):
                SetKeyFormat(p); // XTFMTKEYS
                break;
            case ((byte)'?', (byte)'g') when p.Or(0, 0) == 4:
                Reply($"\e[>4;{(_modes.FormatOtherKeys ? 1 : 0)}f"); // XTQFMTKEYS
                break;
            case (_, (byte)'u'):
                KittyControl(prefix, p);
                break;
        }
    }

    private void ControlIntermediate(Parameters p, byte prefix, int intermediates, byte final)
    {
        switch ((prefix, (char)intermediates, (char)final))
        {
            case (0, '!', 'p'):
                SoftReset(); // DECSTR
                break;
            case (0, ' ', 'q'):
                SetCursorShape(p.Or(0, 0)); // DECSCUSR
                break;
            case (0, '"', 'q'):
                SetProtection(p.Or(0, 0)); // DECSCA
                break;
            case (0, '$', 'p'):
                ReportMode(p.Or(0, 0), dec: false); // DECRQM
                break;
            case ((byte)'?', '$', 'p'):
                ReportMode(p.Or(0, 0), dec: true);
                break;
            case (0, ' ', '@'):
                DeleteColumns(RegionLeft, p.Number(0)); // SL, ECMA-48 8.3.121
                break;
            case (0, ' ', 'A'):
                InsertColumns(RegionLeft, p.Number(0)); // SR, ECMA-48 8.3.135
                break;
            case (0, '\'', '}'):
                InsertColumns(_column, p.Number(0)); // DECIC, VT420
                break;
            case (0, '\'', '~'):
                DeleteColumns(_column, p.Number(0)); // DECDC, VT420
                break;
            case (0, '$', _):
                Rectangle(p, (char)final);
                break;
            case (0, '*', 'x'):
                _rectangularExtent = p.Or(0, 0) is var extent and >= 0 and <= 2 ? extent : _rectangularExtent; // DECSACE, VT420
                break;
        }
    }

    private void ClearTabs(int what)
    {
        if (what == 0)
        {
            _tabs[_column] = false;
        }
        else if (what == 3)
        {
            Array.Clear(_tabs);
        }
    }
}
