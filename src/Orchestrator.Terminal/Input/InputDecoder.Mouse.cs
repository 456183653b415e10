using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Input;

/// <summary>Mouse reports (xterm ctlseqs "Mouse Tracking").</summary>
public sealed partial class InputDecoder
{
    // CSI < buttons ; column ; row M or m
    private static InputEvent MouseSgr(CsiParameters numbers, bool isRelease, ReadOnlySpan<byte> raw) =>
        (numbers.Count == 3 ? Mouse(numbers.Get(0, -1), numbers.Get(1, 0), numbers.Get(2, 0), isRelease) : null)
        // A button without a name. It was us who asked for the mouse: no pane gets it as it is.
        ?? (InputEvent)new ReplyInput(raw.ToArray());

    // CSI buttons + 32 ; column ; row M (mode 1015); a release has the button 3.
    private static MouseInput? MouseUrxvt(CsiParameters numbers) =>
        Mouse(numbers.Get(0, -1) - 32, numbers.Get(1, 0), numbers.Get(2, 0), isRelease: false, threeIsRelease: true);

    // CSI M and three bytes, each 32 above its number.
    private static int MouseX10(ReadOnlySpan<byte> bytes, out InputEvent? decoded)
    {
        const int Length = 6;
        decoded = null;
        for (var i = 3; i < Math.Min(bytes.Length, Length); i++)
        {
            if (bytes[i] < ' ')
            {
                return Unknown(bytes, i, out decoded);
            }
        }

        if (bytes.Length < Length)
        {
            return NeedMore;
        }

        decoded = Mouse(bytes[3] - 32, bytes[4] - 32, bytes[5] - 32, isRelease: false, threeIsRelease: true);
        decoded ??= new UnknownInput(bytes[..Length].ToArray());
        return Length;
    }

    private static MouseInput? Mouse(int code, int column, int row, bool isRelease, bool threeIsRelease = false)
    {
        if (code is < 0 or > 0xff || column < 1 || row < 1)
        {
            return null;
        }

        var modifiers = (Modifiers)((code >> 2) & 7); // 4 Shift, 8 Alt, 16 Control
        var motion = (code & 32) != 0;
        var number = (code & 3) | ((code & 0xc0) >> 4);
        var button = number switch
        {
            0 => MouseButton.Left,
            1 => MouseButton.Middle,
            2 => MouseButton.Right,
            >= 8 => (MouseButton)((int)MouseButton.Back + number - 8), // 128
            _ => MouseButton.None,
        };
        MouseAction? action = number switch
        {
            >= 4 and <= 7 when isRelease => MouseAction.WheelEnd,
            4 => MouseAction.WheelUp, // 64
            5 => MouseAction.WheelDown,
            6 => MouseAction.WheelLeft,
            7 => MouseAction.WheelRight,
            3 when !motion => threeIsRelease ? MouseAction.Release : null,
            3 => MouseAction.Move,
            _ when motion => MouseAction.Drag,
            _ => isRelease ? MouseAction.Release : MouseAction.Press,
        };
        return action is { } known ? new MouseInput(known, button, column - 1, row - 1, modifiers) : null;
    }
}
