using System.Globalization;

namespace Orchestrator.Terminal.Screens;

/// <summary>A terminal colour: the default, one of 256 palette entries, or 24-bit RGB.</summary>
public readonly record struct Color
{
    // 0: default; 0x01_0000nn: palette entry nn; 0x02_rrggbb: RGB.
    private readonly uint _value;

    private Color(uint value) => _value = value;

    internal uint Packed => _value;

    internal static Color FromPacked(uint value) => new(value);

    /// <summary>The terminal's own foreground or background.</summary>
    public static Color Default => default;

    /// <summary>Palette entry 0-255 (SGR 30-37/90-97 are 0-15, SGR 38;5;n is n).</summary>
    public static Color Indexed(byte index) => new(0x0100_0000u | index);

    /// <summary>24-bit colour (SGR 38;2;r;g;b).</summary>
    public static Color Rgb(byte red, byte green, byte blue) => new(0x0200_0000u | ((uint)red << 16) | ((uint)green << 8) | blue);

    /// <summary>True for the terminal's own colour.</summary>
    public bool IsDefault => _value == 0;

    /// <summary>True for a palette entry; then <see cref="Index"/> is it.</summary>
    public bool IsIndexed => _value >> 24 == 1;

    /// <summary>True for a 24-bit colour; then <see cref="Red"/>, <see cref="Green"/> and <see cref="Blue"/> are its parts.</summary>
    public bool IsRgb => _value >> 24 == 2;

    /// <summary>The palette entry, 0-255.</summary>
    public byte Index => (byte)_value;

    /// <summary>Red, 0-255.</summary>
    public byte Red => (byte)(_value >> 16);

    /// <summary>Green, 0-255.</summary>
    public byte Green => (byte)(_value >> 8);

    /// <summary>Blue, 0-255.</summary>
    public byte Blue => (byte)_value;

    /// <summary><c>default</c>, <c>idx:N</c> or <c>#rrggbb</c>: the spelling of the state JSON of <c>cccc screen</c>.</summary>
    public override string ToString() =>
        IsDefault ? "default"
        : IsIndexed ? string.Create(CultureInfo.InvariantCulture, $"idx:{Index}")
        : string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}
