using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FakeAgent;

/// <summary>A message that can be counted: its text says who numbered it, how long it is, and where it ends.</summary>
/// <param name="Serial">The series and the number in it, such as <c>PeerA.to_peer-000017</c>.</param>
/// <param name="Hops">So often it is still to be answered.</param>
public sealed partial record NumberedMail(string Serial, int Hops)
{
    /// <summary>The text, with a filler of this length.</summary>
    public string Text(Random random, int length)
    {
        StringBuilder filler = new(length);
        while (filler.Length < length)
        {
            filler.Append(filler.Length % 70 == 69 ? '\n' : (char)('a' + random.Next(26)));
        }

        return string.Create(CultureInfo.InvariantCulture, $"status report\n#serial {Serial} hops={Hops} length={length}\n{filler}\n#end {Serial}");
    }

    /// <summary>The series of a serial: numbers count in it.</summary>
    public static string Series(string serial) => serial[..serial.LastIndexOf('-')];

    /// <summary>All numbered messages that a text holds; more than one in a file is a merge.</summary>
    /// <param name="isTorn">One of them has no end, or not its length.</param>
    public static IReadOnlyList<NumberedMail> Find(string text, out bool isTorn)
    {
        List<NumberedMail> found = [];
        isTorn = false;
        foreach (Match match in Whole().Matches(text))
        {
            found.Add(new NumberedMail(match.Groups["serial"].Value, Number(match, "hops")));
            isTorn |= match.Groups["filler"].Length != Number(match, "length");
        }

        isTorn |= Beginning().Count(text) != found.Count;
        return found;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("#serial (?<serial>\\S+) hops=(?<hops>[0-9]+) length=(?<length>[0-9]+)\\n(?<filler>[a-z\\n]*)\\n#end \\k<serial>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Whole();

    [GeneratedRegex("#serial ", RegexOptions.None, 5000)]
    private static partial Regex Beginning();
}
