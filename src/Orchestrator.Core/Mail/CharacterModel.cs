namespace Orchestrator.Core.Mail;

/// <summary>
/// Which characters texts of a language are made of, and how often. It tells how likely a text is in that language; the right reading of some bytes is
/// more likely than a wrong one by many orders of magnitude, since a wrong one is full of characters that nobody writes.
/// </summary>
internal sealed class CharacterModel
{
    /// <summary>One character among about twenty; only what an encoding swallows of ASCII makes a difference.</summary>
    public const double AsciiCost = -3;

    private const double OddCost = -14;

    // One or two broken bytes make as many characters of a set of thousands, and by chance they are ordinary ones.
    private const int FewestOfManyCharacters = 3;

    private readonly byte[] _groupOf = new byte[0x10000]; // 0: in none.
    private readonly double[] _costs;
    private readonly int _typical;
    private readonly bool _standsAlone;

    /// <param name="typical">So many of the first groups are what every text of the language is full of.</param>
    /// <param name="standsAlone">Its letters stand among ASCII ones: a third in a row is odd.</param>
    /// <param name="groups">Characters, and which share of a text's characters outside ASCII they are together. The first that has a character counts.</param>
    public CharacterModel(int typical, bool standsAlone, params (IEnumerable<char> Characters, double Share)[] groups)
    {
        _typical = typical;
        _standsAlone = standsAlone;
        _costs = new double[groups.Length + 1];
        _costs[0] = OddCost;
        for (var i = 0; i < groups.Length; i++)
        {
            var count = 0;
            foreach (var character in groups[i].Characters)
            {
                if (character >= 0x80 && _groupOf[character] == 0)
                {
                    _groupOf[character] = (byte)(i + 1);
                    count++;
                }
            }

            _costs[i + 1] = Math.Log(groups[i].Share / Math.Max(1, count));
        }
    }

    /// <returns>The natural logarithm of how likely the text is, and whether it is a text of this language at all.</returns>
    public (double Score, bool IsPlausible) Score(string text)
    {
        double score = 0;
        int all = 0, typical = 0, odd = 0, inARow = 0;
        foreach (var character in text)
        {
            if (character < 0x80)
            {
                score += AsciiCost;
                inARow = 0;
                continue;
            }

            inARow = char.IsLetter(character) ? inARow + 1 : 0;
            var group = _standsAlone && inARow > 2 ? 0 : _groupOf[character];
            score += _costs[group];
            all++;
            odd += group == 0 ? 1 : 0;
            typical += group > 0 && group <= _typical ? 1 : 0;
        }

        return (score, all >= (_standsAlone ? 1 : FewestOfManyCharacters) && typical * 4 >= all && odd * 8 <= all);
    }
}
