namespace Orchestrator.Terminal.Screens;

/// <summary>SGR attributes that are on or off (ECMA-48 8.3.117, xterm ctlseqs "Character Attributes").</summary>
[Flags]
public enum Attributes : ushort
{
    None = 0,
    Bold = 1 << 0,
    Dim = 1 << 1,
    Italic = 1 << 2,
    Blink = 1 << 3,
    Inverse = 1 << 4,
    Hidden = 1 << 5,
    Strike = 1 << 6,
    Overline = 1 << 7,
    /// <summary>DECSCA: not erased by DECSED and DECSEL.</summary>
    Protected = 1 << 8,
}

/// <summary>SGR 4:0 to 4:5, and SGR 21 for double.</summary>
public enum UnderlineStyle : byte
{
    None,
    Single,
    Double,
    Curly,
    Dotted,
    Dashed,
}

/// <summary>How a cell looks. The default value is plain text in the terminal's own colours.</summary>
public readonly record struct Style
{
    public Color Foreground { get; init; }

    public Color Background { get; init; }

    /// <summary>SGR 58; default means the colour of the text.</summary>
    public Color UnderlineColor { get; init; }

    public Attributes Attributes { get; init; }

    public UnderlineStyle Underline { get; init; }

    /// <summary>OSC 8; null for text that is no link.</summary>
    public Hyperlink? Link { get; init; }

    /// <summary>True when every attribute and colour is the default.</summary>
    public bool IsDefault => this == default;
}
