using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>What the bytes of a mail file say, and how sure that is.</summary>
/// <param name="Encoding">The name of the encoding; <see cref="MailDecoding.Unknown"/> where it cannot be told.</param>
/// <param name="Lossy">Characters had to be replaced.</param>
/// <param name="Guessed">Nothing in the bytes says that they are in this encoding; it is only the likely one.</param>
internal readonly record struct DecodedText(string Text, string Encoding, bool Lossy, bool Guessed)
{
    /// <summary>What can be wrong with the text, as the end of "it was read ..."; null when it is what its author wrote. With a doubt, the original is kept.</summary>
    public string? Doubt => (Lossy, Guessed) switch
    {
        _ when Encoding == MailDecoding.Unknown => "without knowing its encoding, which cannot be told: what is not ASCII was replaced",
        (true, true) => $"as {Encoding}, a guess, with characters replaced",
        (true, false) => $"as {Encoding}, with characters replaced",
        (false, true) => $"as {Encoding}, a guess: nothing in the file says so",
        _ when Text.Contains('\0') => $"as {Encoding}, and has NUL characters in it",
        _ => null,
    };
}

/// <summary>
/// Finds the encoding of what an agent wrote: by its mark, the NUL pattern of UTF-16, strict UTF-8, UTF-8 with broken places; then encodings from before
/// Unicode, which can only be guessed. Never throws and always gives a text.
/// </summary>
internal static class MailDecoding
{
    public const string Unknown = "unknown";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding LooseUtf8 = new(false, throwOnInvalidBytes: false);

    public static DecodedText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            return TryStrict(StrictUtf8, bytes[3..]) is { } clean ? Certain(clean, "utf-8") : Replaced(bytes[3..], "utf-8");
        }

        // The mark of UTF-32 begins with that of UTF-16, and no text in UTF-16 begins with a NUL.
        if (bytes.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || bytes.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
        {
            var bigEndian = bytes[0] == 0;
            return Wide(bytes[4..], "utf-32", new UTF32Encoding(bigEndian, false, true), new UTF32Encoding(bigEndian, false));
        }

        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return Utf16(bytes[2..], bigEndian: bytes[0] == 0xFE);
        }

        // Before UTF-8: Latin letters in UTF-16 are valid UTF-8 full of NULs.
        return LooksLikeUtf16(bytes, out var isBigEndian) ? Utf16(bytes, isBigEndian) : Narrow(bytes);
    }

    private static DecodedText Narrow(ReadOnlySpan<byte> bytes)
    {
        if (TryStrict(StrictUtf8, bytes) is { } clean)
        {
            return Certain(clean, "utf-8");
        }

        var utf8 = Utf8Evidence.Of(bytes);
        if (!utf8.IsClear && LegacyEncoding.Guess(bytes, utf8) is { } guess)
        {
            return new DecodedText(guess.Text, guess.Name, Lossy: false, Guessed: true);
        }

        return Replaced(bytes, utf8.IsLikely || IsNearlyAscii(bytes, utf8.Broken) ? "utf-8" : Unknown);
    }

    private static DecodedText Utf16(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        var text = Wide(bytes, "utf-16", new UnicodeEncoding(bigEndian, false, true), new UnicodeEncoding(bigEndian, false));

        // A program appended in another encoding: its tag, in single bytes, reads as a few Chinese characters.
        return text with { Guessed = bytes.IndexOf("</TO_"u8) >= 0 };
    }

    private static DecodedText Wide(ReadOnlySpan<byte> bytes, string name, Encoding strict, Encoding loose) => TryStrict(strict, bytes) is { } clean
        ? Certain(clean, name)
        : new DecodedText(loose.GetString(bytes), name, Lossy: true, Guessed: false);

    private static DecodedText Certain(string text, string name) => new(text, name, Lossy: false, Guessed: false);

    private static DecodedText Replaced(ReadOnlySpan<byte> bytes, string name) => new(LooseUtf8.GetString(bytes), name, Lossy: true, Guessed: false);

    /// <summary>At most one character in fifty is broken, and six in ten bytes are ASCII: too little else to tell anything by.</summary>
    private static bool IsNearlyAscii(ReadOnlySpan<byte> bytes, int broken)
    {
        var ascii = 0;
        foreach (var b in bytes)
        {
            ascii += b < 0x80 ? 1 : 0;
        }

        return broken * 50 <= bytes.Length && ascii * 10 >= bytes.Length * 6;
    }

    /// <summary>No BOM: many NULs on one side of the pairs, or an ASCII tag spelled in pairs (Chinese text in UTF-16 has few NULs).</summary>
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes, out bool bigEndian)
    {
        int even = 0, odd = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0)
            {
                _ = (i & 1) == 0 ? even++ : odd++;
            }
        }

        bigEndian = even > odd;
        var many = even + odd > Math.Max(4, bytes.Length / 8) && Math.Max(even, odd) > 4 * Math.Min(even, odd);
        return many || bytes.IndexOf("<\0/\0T\0O\0_\0"u8) >= 0 || bytes.IndexOf("\0<\0/\0T\0O\0_"u8) >= 0;
    }

    private static string? TryStrict(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null; // The answer to the question: it is not this encoding.
        }
    }
}
