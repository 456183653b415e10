using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>How the outer terminal can be asked to tell keys apart that have the same bytes of old.</summary>
public enum OuterKeyProtocol : byte
{
    /// <summary>Not at all (Linux console, GNU screen): nothing is ever asked.</summary>
    None,

    /// <summary>xterm's modifyOtherKeys, also in tmux and mintty. Whoever does not know it takes no notice.</summary>
    ModifyOtherKeys,

    /// <summary>The kitty keyboard protocol; known by the answer to <see cref="OuterKeyboard.Query"/>.</summary>
    Kitty,
}

/// <summary>
/// What the outer terminal's keyboard is asked for: as little as the focused pane's program needs, so that a program which asked for nothing gets
/// the terminal's own bytes. Whatever is asked, <see cref="InputDecoder"/> understands it, also while a request is still on its way.
/// </summary>
public readonly record struct OuterKeyboard
{
    private OuterKeyboard(OuterKeyProtocol protocol, byte value)
    {
        Protocol = protocol;
        Value = value;
    }

    public OuterKeyProtocol Protocol { get; }

    /// <summary>The kitty flags, or the level of modifyOtherKeys.</summary>
    public byte Value { get; }

    /// <summary>
    /// To be written once, on the alternate screen: xterm's modifyOtherKeys off, and a kitty state of our own, with no flags, on that screen's stack
    /// (xterm ctlseqs XTMODKEYS; kitty "Progressive enhancement"). The state after it is <see cref="Initial"/>.
    /// </summary>
    public static ReadOnlySpan<byte> Enter => "\e[>4;0m\e[>0u"u8;

    /// <summary>To be written once, before the alternate screen is left, whatever was asked last: both as they were found.</summary>
    public static ReadOnlySpan<byte> Leave => "\e[<1u\e[>4m"u8;

    /// <summary>Asks for the kitty flags; only a terminal with that protocol answers, with <c>CSI ? flags u</c>.</summary>
    public static ReadOnlySpan<byte> Query => "\e[?u"u8;

    /// <summary>True for the answer to <see cref="Query"/>: the terminal has the kitty protocol.</summary>
    public static bool IsKittyAnswer(ReplyInput reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var raw = reply.Raw.Span;
        return raw.Length >= 5 && raw.StartsWith("\e[?"u8) && raw[^1] == (byte)'u' && !raw[3..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>What is in force after <see cref="Enter"/>: nothing is asked for.</summary>
    public static OuterKeyboard Initial(OuterKeyProtocol protocol) => new(protocol, 0);

    /// <summary>What to ask a terminal with <paramref name="protocol"/> for while keys go to <paramref name="pane"/>; null when they go to no pane.</summary>
    public static OuterKeyboard For(OuterKeyProtocol protocol, ScreenModes? pane) => new(protocol, pane is not { } modes ? (byte)0 : protocol switch
    {
        OuterKeyProtocol.Kitty => (byte)KittyFor(modes),
        OuterKeyProtocol.ModifyOtherKeys => LevelFor(modes),
        _ => (byte)0,
    });

    /// <summary>Appends what changes the terminal from <paramref name="previous"/> to this request; nothing when they are the same.</summary>
    public void WriteSwitch(OuterKeyboard previous, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (this == previous)
        {
            return;
        }

        if (Protocol != previous.Protocol && previous.Value != 0)
        {
            Initial(previous.Protocol).Write(output);
        }

        if (Protocol == previous.Protocol || Value != 0)
        {
            Write(output);
        }
    }

    private void Write(IBufferWriter<byte> output)
    {
        switch (Protocol)
        {
            case OuterKeyProtocol.Kitty:
                output.Write("\e[="u8); // these flags and no others, in place of the ones of the stack's top
                output.WriteNumber(Value);
                output.Write(";1u"u8);
                break;
            case OuterKeyProtocol.ModifyOtherKeys:
                output.Write("\e[>4;"u8); // XTMODKEYS
                output.WriteNumber(Value);
                output.WriteByte((byte)'m');
                break;
            default:
                break;
        }
    }

    // More than the pane asked for where its keys could not be told, or our own bindings not be recognised: the encoder leaves it out again.
    private static KittyKeyboard KittyFor(ScreenModes modes)
    {
        var flags = modes.Kitty == KittyKeyboard.None && modes.ModifyOtherKeys > 0 ? KittyKeyboard.DisambiguateEscapeCodes : modes.Kitty;
        if (flags == KittyKeyboard.None)
        {
            return flags;
        }

        // Ctrl with a Cyrillic letter is our prefix only by the key's place, and '?' is told apart from Shift+'/' only by the shifted key or its text.
        flags |= KittyKeyboard.ReportAlternateKeys;
        // With all keys the text must come along; and kitty then still has BS for Ctrl+Backspace, unless it is to disambiguate.
        return (flags & KittyKeyboard.ReportAllKeysAsEscapeCodes) != KittyKeyboard.None
            ? flags | KittyKeyboard.ReportAssociatedText | KittyKeyboard.DisambiguateEscapeCodes
            : flags;
    }

    // Level 2 tells every key apart that the kitty flags 1 and 8 do; the other flags change nothing that xterm could say.
    private static byte LevelFor(ScreenModes modes)
    {
        const KittyKeyboard NeedsAll = KittyKeyboard.DisambiguateEscapeCodes | KittyKeyboard.ReportAllKeysAsEscapeCodes;
        return (modes.Kitty & NeedsAll) != KittyKeyboard.None ? (byte)2 : modes.Kitty == KittyKeyboard.None ? modes.ModifyOtherKeys : (byte)0;
    }
}
