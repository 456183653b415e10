namespace Orchestrator.Terminal.Screens;

/// <content>
/// A program that draws its whole screen anew after each change of size must leave no copies of it in the history: what a resize alone moved across
/// the top of the screen goes back to its side of it when the program erases the whole screen, which is all that it knows to be there.
/// </content>
public sealed partial class Screen
{
    // The row that was the first of the main screen before it was resized (negative: it is in the history now), and what was true at that time.
    private (int FormerTop, long HistoryTotal, long Version) _resized;

    // Where that row is now; 0 when what the program did since leaves no border to speak of.
    private int FormerTop()
    {
        (var top, var total, var version) = _resized;
        if (top <= 0)
        {
            // Lines that scrolled off lie between the history and what the resize put there: all of it stays.
            return _history.Total == total ? top : 0;
        }

        // Lines that came back from the history and that the program did not touch.
        var rows = (int)Math.Clamp(top - (_history.Total - total), 0, _size.Rows);
        var kept = 0;
        while (kept < rows && _main[kept].Version <= version)
        {
            kept++;
        }

        return kept;
    }

    // Before the whole main screen is erased.
    private void SettleResize()
    {
        if (_grid != _main || _resized.FormerTop == 0)
        {
            return;
        }

        var top = FormerTop();
        _history.DropNewest(-top);
        for (var y = 0; y < top; y++)
        {
            _history.Push(_main[y]);
        }

        _resized = default;
    }
}
