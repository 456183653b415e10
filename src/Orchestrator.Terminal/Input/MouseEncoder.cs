using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>Mouse events by the tracking and the encoding that the pane's program asked for (xterm ctlseqs "Mouse Tracking").</summary>
internal static class MouseEncoder
{
    private const int WheelLines = 3; // what xterm and VTE send for a notch in mode 1007

    public static void Encode(MouseInput mouse, ScreenModes modes, IBufferWriter<byte> output)
    {
        if (mouse.Column < 0 || mouse.Row < 0)
        {
            return;
        }

        if (modes.MouseTracking == MouseTracking.None)
        {
            AlternateScroll(mouse, modes, output);
        }
        else if (IsWanted(mouse, modes.MouseTracking))
        {
            Write(mouse, modes.MouseTracking, modes.MouseEncoding, output);
        }
    }

    private static bool IsWanted(MouseInput mouse, MouseTracking tracking) => mouse.Action switch
    {
        MouseAction.WheelEnd => false,
        MouseAction.Press => tracking != MouseTracking.X10 || mouse.Button <= MouseButton.Right,
        MouseAction.Drag => tracking >= MouseTracking.Drag,
        MouseAction.Move => tracking == MouseTracking.Motion,
        _ => tracking >= MouseTracking.Buttons,
    };

    // DECSET 1007: the wheel moves the cursor of a pager or editor that knows no mouse.
    private static void AlternateScroll(MouseInput mouse, ScreenModes modes, IBufferWriter<byte> output)
    {
        if (modes.AlternateScreen && modes.AlternateScroll && mouse.Action is MouseAction.WheelUp or MouseAction.WheelDown)
        {
            for (var line = 0; line < WheelLines; line++)
            {
                KeyEncoder.Function(mouse.Action == MouseAction.WheelUp ? Key.Up : Key.Down, Modifiers.None, modes.ApplicationCursorKeys, output);
            }
        }
    }

    private static void Write(MouseInput mouse, MouseTracking tracking, MouseEncoding encoding, IBufferWriter<byte> output)
    {
        var isRelease = mouse.Action == MouseAction.Release;
        var isSgr = encoding is MouseEncoding.Sgr or MouseEncoding.SgrPixels;
        var code = Code(mouse, isSgr);
        if (tracking != MouseTracking.X10)
        {
            code |= ((int)mouse.Modifiers & 7) << 2;
        }

        var column = mouse.Column + 1;
        var row = mouse.Row + 1;
        switch (encoding)
        {
            case MouseEncoding.Sgr or MouseEncoding.SgrPixels:
                if (encoding == MouseEncoding.SgrPixels)
                {
                    // Of the outer terminal we know the cell: its middle, in the pixels that XTWINOPS 16 tells. 0-based, as in xterm.
                    column = (mouse.Column * Screen.CellWidth) + (Screen.CellWidth / 2);
                    row = (mouse.Row * Screen.CellHeight) + (Screen.CellHeight / 2);
                }

                output.Write("\e[<"u8);
                Numbers(code, column, row, output);
                output.WriteByte(isRelease ? (byte)'m' : (byte)'M');
                break;
            case MouseEncoding.Urxvt:
                output.Write("\e["u8);
                Numbers(code + 32, column, row, output);
                output.WriteByte((byte)'M');
                break;
            default:
                // One byte each, 32 above: a place beyond 223 cannot be told (mode 1005: UTF-8, beyond 2015). xterm says 0 for it, and does not report motion.
                var limit = encoding == MouseEncoding.Utf8 ? 2015 : 223;
                var isMotion = mouse.Action is MouseAction.Drag or MouseAction.Move;
                if (!isMotion || (column <= limit && row <= limit))
                {
                    output.Write("\e[M"u8);
                    Coordinate(code + 32, encoding, output);
                    Coordinate(column <= limit ? column + 32 : 0, encoding, output);
                    Coordinate(row <= limit ? row + 32 : 0, encoding, output);
                }

                break;
        }
    }

    private static int Code(MouseInput mouse, bool isSgr)
    {
        const int Motion = 32;
        const int NoButton = 3;
        var button = mouse.Button switch
        {
            MouseButton.None => NoButton,
            >= MouseButton.Back => 128 + (mouse.Button - MouseButton.Back),
            _ => (int)mouse.Button - 1,
        };
        return mouse.Action switch
        {
            MouseAction.WheelUp => 64,
            MouseAction.WheelDown => 65,
            MouseAction.WheelLeft => 66,
            MouseAction.WheelRight => 67,
            MouseAction.Drag => button + Motion,
            MouseAction.Move => NoButton + Motion,
            MouseAction.Release => isSgr && mouse.Button != MouseButton.None ? button : isSgr ? 0 : NoButton,
            _ => button,
        };
    }

    private static void Numbers(int code, int column, int row, IBufferWriter<byte> output)
    {
        output.WriteNumber(code);
        output.WriteByte((byte)';');
        output.WriteNumber(column);
        output.WriteByte((byte)';');
        output.WriteNumber(row);
    }

    private static void Coordinate(int value, MouseEncoding encoding, IBufferWriter<byte> output)
    {
        if (encoding == MouseEncoding.Utf8)
        {
            output.WriteRune(value);
        }
        else
        {
            output.WriteByte((byte)value);
        }
    }
}
