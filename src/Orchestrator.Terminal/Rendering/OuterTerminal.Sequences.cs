using System.Text;
using Orchestrator.Terminal.Input;

namespace Orchestrator.Terminal.Rendering;

/// <summary>How a client takes its terminal, and how it gives it back.</summary>
public sealed partial record OuterTerminal
{
    /// <summary>To be written once, before the first frame.</summary>
    public ReadOnlyMemory<byte> EnterSequence => Bytes(
        "\e[?1049h", // alternate screen, cursor saved (xterm ctlseqs)
        "\e[m\e[r\e[?6l\e[4l", // SGR, DECSTBM, DECOM, IRM: as after a reset
        "\e(B\x0f", // ASCII in G0 (SCS), and shifted in (SI)
        "\e[?7l", // DECAWM off: a character that the terminal finds wider than we do must not wrap, or scroll the screen
        "\e[?1l\e>", // DECCKM and DECKPNM: cursor and keypad keys send their plain sequences
        "\e[?2004h\e[?1004h", // bracketed paste, focus
        Mouse ? "\e[?1002h\e[?1006h" : "", // presses and drags, in SGR form
        Keys != OuterKeyProtocol.None ? Encoding.ASCII.GetString(OuterKeyboard.Enter) : "",
        Queries ? "\e[?2031h" : "", // tell of changes of the colours
        "\e[?25l"); // DECTCEM: the first frame shows the cursor

    /// <summary>
    /// Asks the terminal what it can do, to be written after the first frame, with <see cref="LastQuery"/> at the end. Nothing for a terminal that would show
    /// it, or could not answer. <see cref="OuterAnswers"/> reads the answers.
    /// </summary>
    public ReadOnlyMemory<byte> Query => Queries
        ? Bytes(
            "\e[?2026$p", // DECRQM, synchronized output
            "\e[?2027$p", // grapheme clusters
            "\e[>q", // XTVERSION
            Encoding.ASCII.GetString(OuterKeyboard.Query))
        : default;

    /// <summary>DA1: every terminal answers it, and in order. What is not answered when this is, is not there.</summary>
    public static ReadOnlySpan<byte> LastQuery => "\e[c"u8;

    /// <summary>To be written once, at the end, whatever state the last frame left.</summary>
    public ReadOnlyMemory<byte> LeaveSequence => Bytes(
        SynchronizedOutput ? "\e[?2026l" : "",
        Mouse ? "\e[?1006l\e[?1003l\e[?1002l" : "",
        Keys != OuterKeyProtocol.None ? Encoding.ASCII.GetString(OuterKeyboard.Leave) : "",
        Queries ? "\e[?2031l" : "",
        "\e[?1004l\e[?2004l",
        "\e[?1l\e>",
        "\e[?7h",
        CursorShapes ? "\e[0 q" : "", // DECSCUSR default
        "\e[m\e[r",
        AlternateScreen ? "" : "\e[H\e[J", // nothing else takes the picture away
        "\e[?1049l",
        "\e[m\e[?25h");

    private static ReadOnlyMemory<byte> Bytes(params ReadOnlySpan<string> parts) => Encoding.ASCII.GetBytes(string.Concat(parts));
}
