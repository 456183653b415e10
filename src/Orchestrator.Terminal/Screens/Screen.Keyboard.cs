using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <content>What the program asks of the keyboard: kitty flags and modifyOtherKeys.</content>
public sealed partial class Screen
{
    private readonly KittyKeyboardStack _mainKeyboard = new();
    private readonly KittyKeyboardStack _alternateKeyboard = new();

    private KittyKeyboardStack Keyboard => _grid == _main ? _mainKeyboard : _alternateKeyboard;

    private void KittyControl(byte prefix, Parameters p)
    {
        switch (prefix)
        {
            case (byte)'>':
                Keyboard.Push(p.Or(0, 0));
                break;
            case (byte)'<':
                Keyboard.Pop(p.Or(0, 1)); // without a number one, and 0 is none
                break;
            case (byte)'=':
                Keyboard.Set(p.Or(0, 0), p.Number(1));
                break;
            case (byte)'?':
                Reply($"\e[?{(int)Keyboard.Current}u");
                break;
        }
    }

    // XTMODKEYS, xterm ctlseqs: only resource 4, modifyOtherKeys; without a parameter all go back to their defaults.
    private void SetKeyModifiers(Parameters p)
    {
        if (p[0] is Parameters.Missing or 4 && p.Or(1, 0) is >= 0 and <= 2)
        {
            _modes = _modes with { ModifyOtherKeys = (byte)p.Or(1, 0) };
        }
    }

    // XTFMTKEYS, xterm ctlseqs: only resource 4, formatOtherKeys; without a value it goes back to its default.
    private void SetKeyFormat(Parameters p)
    {
        if (p[0] is Parameters.Missing or 4 && p.Or(1, 0) is 0 or 1)
        {
            _modes = _modes with { FormatOtherKeys = p.Or(1, 0) == 1 };
        }
    }
}
