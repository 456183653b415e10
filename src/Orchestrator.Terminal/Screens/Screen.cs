using System.Buffers;

namespace Orchestrator.Terminal.Screens;

/// <summary>Limits and answers of a <see cref="Screen"/>.</summary>
public sealed record ScreenOptions
{
    /// <summary>Lines of history kept above the main screen; 0 keeps none.</summary>
    public int ScrollbackLimit { get; init; } = 10_000;

    /// <summary>What XTVERSION (CSI > q) answers.</summary>
    public string Version { get; init; } = "cccc";
}

/// <summary>DECSCUSR shapes.</summary>
public enum CursorShape : byte
{
    Default,
    BlinkingBlock,
    SteadyBlock,
    BlinkingUnderline,
    SteadyUnderline,
    BlinkingBar,
    SteadyBar,
}

/// <summary>Where the cursor is: 0-based; a cursor in the pending-wrap state stands on the last column.</summary>
public readonly record struct CursorPosition(int Row, int Column, bool PendingWrap = false);

/// <summary>What the program printed that is not text on the screen: an event to the owner, who decides by settings. Never acted on by the screen.</summary>
public abstract record ScreenEvent
{
    public sealed record Bell : ScreenEvent;

    /// <summary>OSC 0/2. Control characters are removed, the length is bounded.</summary>
    public sealed record TitleChanged(string Title) : ScreenEvent;

    /// <summary>OSC 9, 777 and 99: a notification that the program asks for.</summary>
    public sealed record Notification(string Title, string Body) : ScreenEvent;

    /// <summary>OSC 52 write. The bytes are decoded, bounded and unchecked.</summary>
    public sealed record ClipboardWrite(string Selection, ReadOnlyMemory<byte> Data) : ScreenEvent;

    /// <summary>OSC 7501, the state report of Codex, and OSC 9;4: raw parameter text, printable ASCII, bounded.</summary>
    public sealed record StateReport(int Code, string Parameters) : ScreenEvent;
}

/// <summary>
/// A terminal emulator without a window: bytes of a program in, cells out. Not thread-safe: one owner feeds, resizes and reads it.
/// </summary>
public sealed partial class Screen
{
    /// <exception cref="ArgumentOutOfRangeException">A size below 1x1.</exception>
    public Screen(TermSize size, ScreenOptions? options = null) => throw new NotSupportedException();

    public TermSize Size => throw new NotSupportedException();

    public CursorPosition Cursor => throw new NotSupportedException();

    public CursorShape CursorShape => throw new NotSupportedException();

    public ScreenModes Modes => throw new NotSupportedException();

    /// <summary>The window title (OSC 0/2), control characters removed; null when none was set.</summary>
    public string? Title => throw new NotSupportedException();

    /// <summary>Grows with every change of what is shown (cells, cursor, modes, title, size).</summary>
    public long Version => throw new NotSupportedException();

    /// <summary>Lines of history above the main screen.</summary>
    public int ScrollbackCount => throw new NotSupportedException();

    /// <summary>Total lines that ever scrolled off, so that a viewer can keep its place while lines are added and dropped.</summary>
    public long ScrollbackTotal => throw new NotSupportedException();

    /// <summary>Takes bytes that the program printed, in any chunks.</summary>
    public void Feed(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    /// <summary>Resizes both screens, with reflow of the main one. The program is told by its PTY, not by this.</summary>
    public void Resize(TermSize size) => throw new NotSupportedException();

    /// <summary>Grows with every change of the given visible row (0-based): a reader draws a row again when the number differs from the one that it remembers.</summary>
    public long RowVersion(int row) => throw new NotSupportedException();

    /// <summary>Copies visible row <paramref name="row"/> (0-based), or with a negative number history (-1 is the newest line), into <paramref name="cells"/>; cells beyond the row's end are blanks.</summary>
    public void CopyRow(int row, Span<Cell> cells) => throw new NotSupportedException();

    /// <summary>Text of a row as in <see cref="CopyRow"/>, trailing blanks trimmed.</summary>
    public string RowText(int row) => throw new NotSupportedException();

    /// <summary>True when the row continues the row above it (soft wrap).</summary>
    public bool IsWrapped(int row) => throw new NotSupportedException();

    /// <summary>True while there are answers for the program that were not taken yet.</summary>
    public bool HasReplies => throw new NotSupportedException();

    /// <summary>Moves the answers to the program's queries (DA, CPR, DECRQM ...) to <paramref name="writer"/>: they go to its PTY before any other input.</summary>
    public void TakeReplies(IBufferWriter<byte> writer) => throw new NotSupportedException();

    /// <summary>Takes the oldest event that has not been taken; the queue is bounded and drops its oldest.</summary>
    public bool TryTakeEvent(out ScreenEvent? screenEvent) => throw new NotSupportedException();
}
