using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>
/// How far bytes that are not valid UTF-8 are UTF-8 all the same. A sequence of several bytes hardly ever comes about by chance, so whole ones speak for
/// it and broken ones against it; ASCII, which every encoding shares, says nothing.
/// </summary>
/// <param name="Proven">Continuation bytes that stand where a lead byte asks for them; those of a sequence that was cut count too.</param>
/// <param name="Broken">Sequences that are cut, and bytes that belong to none.</param>
/// <param name="IsOnePlace">All that is broken lies within the length of one character.</param>
/// <param name="Score">Natural logarithm of how likely such a text is, as <see cref="CharacterModel.Score"/> tells it for the other encodings.</param>
internal readonly record struct Utf8Evidence(int Proven, int Broken, bool IsOnePlace, double Score)
{
    // Of 1,000 broken files that speak for UTF-8 at all, nearly all are UTF-8.
    private const double Head = 5;
    private const double BrokenCost = -8;
    private const int LongestSequence = 4;

    /// <summary>So much for it that nothing else need be looked at.</summary>
    public bool IsClear => Proven >= 3 * Broken;

    /// <summary>More for it than against it.</summary>
    public bool IsLikely => Proven >= Broken || (IsOnePlace && Proven > 0);

    public static Utf8Evidence Of(ReadOnlySpan<byte> bytes)
    {
        int proven = 0, broken = 0, first = -1, end = 0;
        var score = Head;
        for (var at = 0; at < bytes.Length;)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            if (bytes[at..] is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                length = 3; // Half of a surrogate pair, as programs write that cut a text between the two: no character, but well-formed.
            }

            proven += length - 1;
            if (status == System.Buffers.OperationStatus.Done)
            {
                score += CostOf(rune, length);
            }
            else
            {
                broken++;
                score += BrokenCost;
                first = first < 0 ? at : first;
                end = at + length;
            }

            at += length;
        }

        return new Utf8Evidence(proven, broken, end - first <= LongestSequence, score);
    }

    private static double CostOf(Rune rune, int length) => length switch
    {
        1 => CharacterModel.AsciiCost,
        2 => -5,
        3 => rune.Value is (>= 0x2000 and <= 0x206F) or (>= 0x3000 and <= 0xD7A3) ? -7 : -9,
        _ => -10,
    };
}
