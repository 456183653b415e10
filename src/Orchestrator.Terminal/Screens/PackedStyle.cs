namespace Orchestrator.Terminal.Screens;

/// <summary>A <see cref="Style"/> in five words: what the pen is and what the style table holds. The link is a number in the link table, 0 for none.</summary>
internal record struct PackedStyle(uint Foreground, uint Background, uint UnderlineColor, uint Bits, ushort Link)
{
    private const int UnderlineShift = 16;

    public readonly bool IsDefault => (Foreground | Background | UnderlineColor | Bits | Link) == 0;

    public Attributes Attributes
    {
        readonly get => (Attributes)(ushort)Bits;
        set => Bits = (Bits & 0xFFFF_0000) | (ushort)value;
    }

    public UnderlineStyle Underline
    {
        readonly get => (UnderlineStyle)(Bits >> UnderlineShift);
        set => Bits = (Bits & 0xFFFF) | ((uint)value << UnderlineShift);
    }

    /// <summary>What erasing leaves: the background alone (BCE, xterm terminfo "bce").</summary>
    public readonly PackedStyle Erased => new(0, Background, 0, 0, 0);

    public readonly Style ToStyle(Hyperlink? link) => new()
    {
        Foreground = Color.FromPacked(Foreground),
        Background = Color.FromPacked(Background),
        UnderlineColor = Color.FromPacked(UnderlineColor),
        Attributes = Attributes,
        Underline = Underline,
        Link = link,
    };

    public override readonly int GetHashCode()
    {
        var hash = ((((ulong)Foreground << 32) | Background) + (Link * 0xD6E8_FEB8_6659_FD93)) * 0x9E37_79B9_7F4A_7C15;
        hash = (hash ^ (hash >> 29) ^ (((ulong)UnderlineColor << 32) | Bits)) * 0xBF58_476D_1CE4_E5B9;
        return (int)(hash >> 32);
    }
}
