namespace Orchestrator.Terminal.Vt;

/// <summary>
/// What a <see cref="Parser{TSink}"/> recognised. A struct, so that the parser is compiled for it and its calls are direct.
/// </summary>
internal interface IVtSink
{
    /// <summary>Bytes 0x20-0x7E, at least one.</summary>
    void PrintAscii(ReadOnlySpan<byte> text);

    /// <summary>A code point of U+00A0 and above; U+FFFD for bytes that are not UTF-8.</summary>
    void Print(int codePoint);

    /// <summary>A C0 control.</summary>
    void Execute(byte control);

    /// <summary>ESC, at most two intermediates (the first in the low byte, 0 for none), a final. A C1 control comes as its ESC form.</summary>
    void Escape(int intermediates, byte final);

    /// <summary>A whole CSI sequence; <paramref name="prefix"/> is one of <c>&lt;=&gt;?</c> or 0.</summary>
    void Control(Parameters parameters, byte prefix, int intermediates, byte final);

    /// <summary>OSC. <paramref name="bell"/> when BEL ended it, so that an answer can end the same way.</summary>
    void OperatingSystem(ReadOnlySpan<byte> data, bool bell);

    /// <summary>A whole DCS string.</summary>
    void Device(Parameters parameters, byte prefix, int intermediates, byte final, ReadOnlySpan<byte> data);
}
