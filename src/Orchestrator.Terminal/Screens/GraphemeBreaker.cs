namespace Orchestrator.Terminal.Screens;

/// <summary>Where grapheme clusters end: UAX #29 revision 41 (Unicode 15.0), section 3.1.1, extended clusters.</summary>
internal struct GraphemeBreaker
{
    private GraphemeBreak _previous;
    private bool _any;
    private bool _pictograph; // Extended_Pictographic Extend* so far
    private bool _joined; // and then ZWJ
    private bool _oddFlag; // an unpaired regional indicator before

    /// <summary>Takes the next code point; true when a cluster begins with it.</summary>
    public bool BreaksBefore(int codePoint)
    {
        var properties = Unicode.Properties(codePoint);
        var current = Unicode.Break(properties);
        var pictographic = Unicode.IsPictographic(properties);
        var breaks = !_any || Breaks(_previous, current, _joined && pictographic, _oddFlag);
        _joined = current == GraphemeBreak.Zwj && _pictograph;
        _pictograph = pictographic || (_pictograph && current == GraphemeBreak.Extend);
        _oddFlag = current == GraphemeBreak.RegionalIndicator && (breaks || !_oddFlag);
        _previous = current;
        _any = true;
        return breaks;
    }

    private static bool Breaks(GraphemeBreak before, GraphemeBreak after, bool emoji, bool oddFlag) => (before, after) switch
    {
        (GraphemeBreak.CR, GraphemeBreak.LF) => false, // GB3
        (GraphemeBreak.Control or GraphemeBreak.CR or GraphemeBreak.LF, _) => true, // GB4
        (_, GraphemeBreak.Control or GraphemeBreak.CR or GraphemeBreak.LF) => true, // GB5
        (GraphemeBreak.L, GraphemeBreak.L or GraphemeBreak.V or GraphemeBreak.LV or GraphemeBreak.LVT) => false, // GB6
        (GraphemeBreak.LV or GraphemeBreak.V, GraphemeBreak.V or GraphemeBreak.T) => false, // GB7
        (GraphemeBreak.LVT or GraphemeBreak.T, GraphemeBreak.T) => false, // GB8
        (_, GraphemeBreak.Extend or GraphemeBreak.Zwj) => false, // GB9
        (_, GraphemeBreak.SpacingMark) => false, // GB9a
        (GraphemeBreak.Prepend, _) => false, // GB9b
        _ when emoji => false, // GB11
        (GraphemeBreak.RegionalIndicator, GraphemeBreak.RegionalIndicator) => !oddFlag, // GB12, GB13
        _ => true, // GB999
    };
}
