namespace Orchestrator.Terminal.Screens;

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
