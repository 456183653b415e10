namespace Orchestrator.Terminal.Screens;

/// <summary>
/// What a terminal says of its colours when it is asked (OSC 4, 10 to 12, DSR 996). What it has not said is as xterm has it: white on
/// black, or black on a light background.
/// A value: two that say the same are equal.
/// </summary>
public sealed class ScreenColors : IEquatable<ScreenColors>
{
    /// <summary>Half of full brightness: a brighter background is a light one, as tmux and vim draw the line.</summary>
    private const double Half = 127.5;

    private readonly uint[] _said; // 0x01rrggbb; 0 where nothing was said
    private readonly bool? _saysLight;

    private ScreenColors(uint[] said, bool? saysLight)
    {
        _said = said;
        _saysLight = saysLight;
    }

    /// <summary>White on black, as every terminal of old.</summary>
    public static ScreenColors Dark { get; } = new(new uint[XColor.Count], saysLight: null);

    /// <summary>Black on white.</summary>
    public static ScreenColors Light { get; } = new(new uint[XColor.Count], saysLight: true);

    /// <summary>Whether the scheme is a light one: what the terminal says, else as bright as its background is.</summary>
    public bool IsLight => _saysLight ?? Brightness(this[XColor.Background]) > Half;

    /// <summary>The colour 0xrrggbb of an <see cref="XColor"/> slot.</summary>
    internal uint this[int slot] =>
        _said[slot] != 0 ? _said[slot] & 0xFFFFFF
        : slot == XColor.Background && _saysLight == true ? 0xFFFFFF
        : slot == XColor.Foreground && IsLight ? 0x000000
        : slot == XColor.Cursor ? this[XColor.Foreground]
        : XColor.Default(slot);

    /// <summary>
    /// What COLORFGBG says (rxvt, Konsole and others set it): <c>FOREGROUND;BACKGROUND</c> or <c>FOREGROUND;PIXMAP;BACKGROUND</c>, of which the two are
    /// numbers of the palette's first 16. Null when it does not name a background.
    /// </summary>
    public static ScreenColors? FromVariable(string? value)
    {
        var parts = value?.Split(';') ?? [];
        if (parts.Length < 2 || Entry(parts[^1]) is not { } background)
        {
            return null;
        }

        var colors = Dark.With(XColor.Background, background);
        return Entry(parts[0]) is { } foreground ? colors.With(XColor.Foreground, foreground) : colors;
    }

    public bool Equals(ScreenColors? other) => other is not null && _saysLight == other._saysLight && _said.AsSpan().SequenceEqual(other._said);

    public override bool Equals(object? obj) => Equals(obj as ScreenColors);

    public override int GetHashCode() => HashCode.Combine(_saysLight, _said[XColor.Foreground], _said[XColor.Background]);

    /// <summary>These, and one more that the terminal has told.</summary>
    internal ScreenColors With(int slot, uint color)
    {
        uint[] said = [.. _said];
        said[slot] = 0x0100_0000 | color;
        return new ScreenColors(said, _saysLight);
    }

    /// <summary>These, and whether the terminal calls its scheme a light one.</summary>
    internal ScreenColors WithScheme(bool light) => new(_said, light);

    private static uint? Entry(string number) => byte.TryParse(number, out var entry) && entry < 16 ? XColor.Default(entry) : null;

    // ITU-R BT.601, as the programs that ask weigh it.
    private static double Brightness(uint color) => (0.299 * ((color >> 16) & 255)) + (0.587 * ((color >> 8) & 255)) + (0.114 * (color & 255));
}
