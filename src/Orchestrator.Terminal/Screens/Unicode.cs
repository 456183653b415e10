using System.Runtime.CompilerServices;

namespace Orchestrator.Terminal.Screens;

/// <summary>Grapheme_Cluster_Break (UAX #29), numbered as the generated table has it.</summary>
internal enum GraphemeBreak : byte
{
    Other,
    CR,
    LF,
    Control,
    Extend,
    Zwj,
    RegionalIndicator,
    Prepend,
    SpacingMark,
    L,
    V,
    T,
    LV,
    LVT,
}

/// <summary>What the Unicode data says about one code point.</summary>
internal static class Unicode
{
    public const int ZeroWidthJoiner = 0x200D;
    public const int VariationSelector16 = 0xFE0F;

    private const int BlockBits = 7;

    // A span of 16-bit constants is a new array at every use where the compiler does not optimize.
    private static readonly ushort[] Index = UnicodeTables.Index.ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Properties(int codePoint) =>
        UnicodeTables.Properties[(Index[codePoint >> BlockBits] << BlockBits) | (codePoint & ((1 << BlockBits) - 1))];

    /// <summary>Columns of the code point alone: 0, 1 or 2.</summary>
    public static int Width(byte properties) => properties & 3;

    public static GraphemeBreak Break(byte properties) => (GraphemeBreak)((properties >> 2) & 15);

    /// <summary>May continue a grapheme cluster although it has columns of its own: skin tones, spacing marks, flags, Hangul. What follows ZWJ is not meant.</summary>
    public static bool MayExtend(byte properties) =>
        Break(properties) is GraphemeBreak.Extend or GraphemeBreak.SpacingMark or GraphemeBreak.RegionalIndicator or (>= GraphemeBreak.L and <= GraphemeBreak.LVT);

    public static bool IsPictographic(byte properties) => (properties & 0x40) != 0;

    /// <summary>Narrow, but an emoji of two columns when VS16 follows.</summary>
    public static bool WidensWithVs16(byte properties) => (properties & 0x80) != 0;
}
