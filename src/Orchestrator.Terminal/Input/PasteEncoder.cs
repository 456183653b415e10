using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>
/// A paste for a pane, in brackets if its program asked for them (mode 2004). Control characters are taken out, ESC above all: no paste can end
/// its own brackets and type on (xterm's disallowedPasteControls).
/// </summary>
internal static class PasteEncoder
{
    public static void Encode(PasteInput paste, ScreenModes modes, IBufferWriter<byte> output)
    {
        var brackets = modes.BracketedPaste;
        if (brackets && paste.IsFirst)
        {
            output.Write("\e[200~"u8);
        }

        Clean(paste.Bytes.Span, newLine: brackets ? (byte)'\n' : (byte)'\r', output);
        if (brackets && paste.IsLast)
        {
            output.Write("\e[201~"u8);
        }
    }

    /// <param name="newLine">What a line feed becomes: without brackets a return, as if it were typed.</param>
    private static void Clean(ReadOnlySpan<byte> bytes, byte newLine, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(bytes.Length + 1); // never 0: GetSpan(0) may give any size
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (value == 0xc2 && i + 1 < bytes.Length && bytes[i + 1] is >= 0x80 and <= 0x9f)
            {
                i++; // C1 in UTF-8: some programs take U+009B for CSI
            }
            else if (value == (byte)'\n')
            {
                target[length++] = newLine;
            }
            else if (value is >= 0x20 and not 0x7f or (byte)'\t' or (byte)'\r')
            {
                target[length++] = value;
            }
        }

        output.Advance(length);
    }
}
