using System.Buffers;
using System.Text;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>Short ways to decode and encode in tests.</summary>
internal static class Decoding
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Events of the bytes, cut into pieces of the given sizes (the last goes on), flushed at the end.</summary>
    public static List<InputEvent> Decode(ReadOnlySpan<byte> bytes, Func<int>? pieces = null, OuterKeyboard keyboard = default)
    {
        var decoder = new InputDecoder { Keyboard = keyboard };
        var events = new List<InputEvent>();
        while (!bytes.IsEmpty)
        {
            var length = Math.Clamp(pieces?.Invoke() ?? bytes.Length, 1, bytes.Length);
            decoder.Feed(bytes[..length], events.Add);
            bytes = bytes[length..];
        }

        decoder.Flush(events.Add);
        return events;
    }

    public static InputEvent One(string text) => Assert.Single(Decode(Bytes(text)));

    public static string Encode(InputEvent input, ScreenModes modes = default)
    {
        var output = new ArrayBufferWriter<byte>();
        InputEncoder.Encode(input, modes, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Show(string text) => string.Concat(text.Select(c => c switch
    {
        '\e' => "\\e",
        <= ' ' or '\u007f' => $"\\x{(int)c:x2}",
        _ => c.ToString(),
    }));

    public static string Through(string text, ScreenModes modes = default, OuterKeyboard keyboard = default) =>
        string.Concat(Decode(Bytes(text), keyboard: keyboard).Select(input => Encode(input, modes)));

    /// <summary>All of an event, as text, so that two can be compared.</summary>
    public static string Describe(InputEvent input) => input switch
    {
        KeyInput key => $"key {key.Key} {key.CodePoint} {key.Modifiers} {key.IsRelease} {Convert.ToHexString(key.Raw.Span)}",
        PasteInput paste => $"paste {paste.IsFirst} {paste.IsLast} {Convert.ToHexString(paste.Bytes.Span)}",
        ReplyInput reply => $"reply {Convert.ToHexString(reply.Raw.Span)}",
        UnknownInput unknown => $"unknown {Convert.ToHexString(unknown.Raw.Span)}",
        _ => input.ToString(),
    };

    public static ReadOnlyMemory<byte> RawOf(InputEvent input) => input switch
    {
        KeyInput key => key.Raw,
        ReplyInput reply => reply.Raw,
        UnknownInput unknown => unknown.Raw,
        FocusInput focus => focus.Gained ? "\e[I"u8.ToArray() : "\e[O"u8.ToArray(),
        _ => default,
    };
}
