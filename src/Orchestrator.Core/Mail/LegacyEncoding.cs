using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>
/// An encoding from before Unicode. Nothing in the bytes says which one it is, so it can only be guessed: by what can be decoded at all, and by how
/// likely the decoded text is in the language of the encoding.
/// </summary>
internal sealed class LegacyEncoding
{
    // A thousand to one. Nearer ones cannot be told apart: two characters are too few to say whether they are Chinese or Korean.
    private const double ClearLead = 7;

    private static readonly Lazy<LegacyEncoding[]> All = new(Create);

    private readonly string _name;
    private readonly Encoding _strict;
    private readonly CharacterModel _model;

    private LegacyEncoding(string name, int codePage, CharacterModel model)
    {
        _name = name;
        _strict = Strict(codePage);
        _model = model;
    }

    /// <summary>The one encoding whose reading of the bytes is far more likely than any other reading; null when there is none.</summary>
    /// <param name="utf8">What speaks for broken UTF-8 instead.</param>
    public static (string Name, string Text)? Guess(ReadOnlySpan<byte> bytes, Utf8Evidence utf8)
    {
        (string Name, string Text, bool IsPlausible)? best = null;
        var bestScore = utf8.Proven > 0 ? utf8.Score : double.NegativeInfinity;
        var nextScore = double.NegativeInfinity;
        foreach (var encoding in All.Value)
        {
            if (encoding.Decode(bytes) is not { } text)
            {
                continue;
            }

            var (score, isPlausible) = encoding._model.Score(text);
            if (score > bestScore)
            {
                nextScore = bestScore;
                bestScore = score;
                best = (encoding.NameFor(bytes), text, isPlausible);
            }
            else
            {
                nextScore = Math.Max(nextScore, score);
            }
        }

        return best is { IsPlausible: true } found && bestScore - nextScore >= ClearLead ? (found.Name, found.Text) : null;
    }

    /// <summary>The code page, throwing <see cref="DecoderFallbackException"/> for what it has no character for.</summary>
    /// <exception cref="InvalidOperationException">The framework has no such code page.</exception>
    internal static Encoding Strict(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new InvalidOperationException($"The framework has no code page {codePage}.");

    private static LegacyEncoding[] Create()
    {
        var gb = Strict(936);
        var chinese = new CharacterModel(
            typical: 2, standsAlone: false,
            (CommonCharacters.Chinese, 0.62), (CommonCharacters.Punctuation, 0.12), (Rows(gb, 0xB0, 0xD7), 0.24), (Rows(gb, 0xD8, 0xF7), 0.014),
            (CommonCharacters.Symbols, 0.005));
        var big5 = Strict(950);
        var traditional = new CharacterModel(
            typical: 2, standsAlone: false,
            (CommonCharacters.TraditionalChinese, 0.6), (CommonCharacters.Punctuation, 0.12), (Rows(big5, 0xA4, 0xC6), 0.26), (Rows(big5, 0xC9, 0xF9), 0.014),
            (CommonCharacters.Symbols, 0.005));
        var euc = Strict(51932);
        var japanese = new CharacterModel(
            typical: 3, standsAlone: false,
            (CommonCharacters.Hiragana, 0.42), (CommonCharacters.Katakana, 0.12), (CommonCharacters.Kanji, 0.22), (CommonCharacters.Punctuation, 0.1),
            (Rows(euc, 0xB0, 0xCF), 0.12), (Rows(euc, 0xD0, 0xF4), 0.01), (CommonCharacters.Symbols, 0.005));
        var ks = Strict(949);
        var korean = new CharacterModel(
            typical: 1, standsAlone: false,
            (CommonCharacters.Hangul, 0.72), (Rows(ks, 0xB0, 0xC8), 0.21), (CommonCharacters.Punctuation, 0.05), (CommonCharacters.Symbols, 0.01),
            (Rows(ks, 0xCA, 0xFD), 0.005));
        var latin = new CharacterModel(
            typical: 2, standsAlone: true,
            (CommonCharacters.LatinLetters, 0.8), (CommonCharacters.LatinSigns, 0.12), (CommonCharacters.OtherLatinLetters, 0.075));
        return
        [
            new LegacyEncoding("gb18030", 54936, chinese),
            new LegacyEncoding("big5", 950, traditional),
            new LegacyEncoding("shift-jis", 932, japanese),
            new LegacyEncoding("euc-jp", 51932, japanese),
            new LegacyEncoding("euc-kr", 949, korean),
            new LegacyEncoding("windows-1252", 1252, latin),
        ];
    }

    /// <summary>The characters of a range of lead bytes, which is how these character sets keep the frequent ones apart from the rare.</summary>
    private static IEnumerable<char> Rows(Encoding encoding, byte first, byte last)
    {
        for (int lead = first; lead <= last; lead++)
        {
            for (var trail = 0x40; trail <= 0xFE; trail++)
            {
                // What lies below these trail bytes in the East Asian sets are later additions, of rare characters; only Big5 begins there.
                if ((trail >= 0xA1 || (encoding.CodePage == 950 && trail <= 0x7E)) && TryDecode(encoding, [(byte)lead, (byte)trail]) is [var character])
                {
                    yield return character;
                }
            }
        }
    }

    private string? Decode(ReadOnlySpan<byte> bytes) => TryDecode(_strict, bytes);

    // Where no byte lies between 80 and 9F, the two are the same, and the standard has the better known name.
    private string NameFor(ReadOnlySpan<byte> bytes) => _strict.CodePage == 1252 && !bytes.ContainsAnyInRange<byte>(0x80, 0x9F) ? "latin-1" : _name;

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
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
