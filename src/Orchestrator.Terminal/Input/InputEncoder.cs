using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>
/// What the program in a pane gets for an event, as xterm (or kitty) would have sent it to a program that asked for these modes.
/// A character key passes byte for byte while the modes are the legacy ones; so does what nobody knows.
/// </summary>
public static class InputEncoder
{
    /// <summary>Appends the bytes for the pane: none for what it did not ask for, and never an answer of the outer terminal.</summary>
    /// <param name="input">Mouse events with coordinates of the pane.</param>
    public static void Encode(InputEvent input, ScreenModes modes, IBufferWriter<byte> output)
    {
        switch (input)
        {
            case KeyInput key when modes.Kitty != KittyKeyboard.None:
                KittyEncoder.Encode(key, modes, output);
                break;
            case KeyInput { IsRelease: false } key:
                KeyEncoder.Encode(key, modes, output);
                break;
            case MouseInput mouse:
                MouseEncoder.Encode(mouse, modes, output);
                break;
            case PasteInput paste:
                PasteEncoder.Encode(paste, modes, output);
                break;
            case FocusInput focus when modes.FocusReporting:
                output.Write(focus.Gained ? "\e[I"u8 : "\e[O"u8); // xterm ctlseqs "FocusIn/FocusOut"
                break;
            case UnknownInput unknown:
                output.Write(unknown.Raw.Span);
                break;
            default:
                break;
        }
    }
}
