using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>What the bytes of a mail file say, and how sure that is.</summary>
/// <param name="Lossy">Characters had to be replaced.</param>
/// <param name="Guessed">Any bytes would have passed as this encoding; the original is worth keeping.</param>
internal readonly record struct DecodedText(string Text, string Encoding, bool Lossy, bool Guessed);

/// <summary>
/// Finds the encoding of what an agent wrote: BOM, NUL pattern of UTF-16, strict UTF-8, UTF-8 with a few broken bytes, GB18030, Latin-1.
/// Never throws and always gives a text.
/// </summary>
internal static class MailDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding LooseUtf8 = new(false, throwOnInvalidBytes: false);
    private static readonly Encoding StrictGb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new InvalidOperationException("The framework has no GB18030 code page.");

    public static DecodedText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            return Utf8(bytes[3..], bytes);
        }

        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            return Utf16(bytes[2..], bigEndian: false);
        }

        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return Utf16(bytes[2..], bigEndian: true);
        }

        // Before UTF-8: Latin letters in UTF-16 are valid UTF-8 full of NULs.
        return LooksLikeUtf16(bytes, out var bigEndian) ? Utf16(bytes, bigEndian) : Utf8(bytes, bytes);
    }

    private static DecodedText Utf8(ReadOnlySpan<byte> text, ReadOnlySpan<byte> all)
    {
        if (TryStrict(StrictUtf8, text) is { } clean)
        {
            return new DecodedText(clean, "utf-8", Lossy: false, Guessed: false);
        }

        var loose = LooseUtf8.GetString(text);
        var replaced = loose.AsSpan().Count('\uFFFD');
        var ascii = CountAscii(text);
        if ((replaced * 50 <= loose.Length && ascii * 10 >= text.Length * 6) || text.Length != all.Length)
        {
            return new DecodedText(loose, "utf-8", Lossy: true, Guessed: false);
        }

        return TryStrict(StrictGb18030, text) is { } chinese
            ? new DecodedText(chinese, "gb18030", Lossy: false, Guessed: false)
            : new DecodedText(Encoding.Latin1.GetString(text), "latin-1", Lossy: false, Guessed: true);
    }

    private static DecodedText Utf16(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        var strict = new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);
        if (TryStrict(strict, bytes) is { } clean)
        {
            return new DecodedText(clean, "utf-16", Lossy: false, Guessed: false);
        }

        return new DecodedText(new UnicodeEncoding(bigEndian, byteOrderMark: false).GetString(bytes), "utf-16", Lossy: true, Guessed: false);
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

    private static int CountAscii(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            count += b < 0x80 ? 1 : 0;
        }

        return count;
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
