using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using static Orchestrator.Terminal.Tests.Input.Decoding;
using Fact = Orchestrator.Terminal.Tests.Input.RecordedInput.Fact;

namespace Orchestrator.Terminal.Tests.Input;

public sealed class RecordedKeyTests
{
    private static readonly RecordedInput s_xterm = RecordedInput.Read("xterm-keys.tsv");

    [Xunit.Fact]
    public void Dbg()
    {
        using var w = new StreamWriter("/tmp/rec/mismatch.txt");
        foreach (string outer in new[] { "plain", "modify1", "modify2", "modify1+u", "modify2+u" })
        {
            foreach (string pane in s_xterm.Modes)
            {
                foreach (string m in Mismatches(s_xterm, outer, s_xterm, pane))
                {
                    w.WriteLine(m);
                }
            }
        }
    }

    /// <summary>What of the outer terminal's bytes does not become what the pane's terminal would have sent for one of the keys that have these bytes.</summary>
    private static IEnumerable<string> Mismatches(RecordedInput outer, string outerMode, RecordedInput inner, string paneMode)
    {
        ScreenModes modes = ModesOf(paneMode);
        Dictionary<(string, int), string> expected = inner[paneMode].ToDictionary(fact => (fact.Key, fact.Modifiers), fact => fact.Bytes);
        foreach (IGrouping<string, Fact> same in outer[outerMode].Where(fact => fact.Bytes.Length > 0).GroupBy(fact => fact.Bytes))
        {
            var allowed = new HashSet<string>();
            foreach (Fact fact in same)
            {
                foreach (int modifiers in Meant(fact))
                {
                    string bytes = expected.GetValueOrDefault((fact.Key, modifiers), "");
                    allowed.Add(bytes);
                    if (!fact.Bytes.StartsWith("\e[", StringComparison.Ordinal))
                    {
                        allowed.Add(WithoutShift(bytes));
                    }
                }
            }

            string got = Through(same.Key, modes);
            if (!allowed.Contains(got))
            {
                yield return $"{same.First()} gives {paneMode} {Show(got)}, not {string.Join(" or ", allowed.Select(Show))}";
            }
        }
    }

    // xterm's level 1 leaves Alt out of some parameters: the bytes then mean the key without it.
    private static IEnumerable<int> Meant(Fact fact)
    {
        yield return fact.Modifiers;
        if (Regex.Match(fact.Bytes, @"^\e\[(?:27;(\d+);\d+~|\d+;(\d+)u)$") is { Success: true } match)
        {
            yield return int.Parse(match.Groups[1].Value + match.Groups[2].Value, CultureInfo.InvariantCulture) - 1;
        }
    }

    // The bytes of old do not say whether '!' was made with Shift, as it is on one keyboard and not on another (and a capital also by CapsLock).
    private static string WithoutShift(string bytes)
    {
        Match match = Regex.Match(bytes, @"^\e\[(?:27;(\d+);(\d+)~|(\d+);(\d+)u)$");
        if (!match.Success)
        {
            return bytes;
        }

        bool isU = match.Groups[3].Success;
        int parameter = int.Parse(match.Groups[isU ? 4 : 1].Value, CultureInfo.InvariantCulture);
        int code = int.Parse(match.Groups[isU ? 3 : 2].Value, CultureInfo.InvariantCulture);
        int without = ((parameter - 1) & ~1) + 1;
        return without == 1 ? char.ConvertFromUtf32(code) : isU ? $"\e[{code};{without}u" : $"\e[27;{without};{code}~";
    }

    private static ScreenModes ModesOf(string mode)
    {
        var screen = new Screen(new TermSize(10, 3));
        foreach (string part in mode.Split('+'))
        {
            screen.Feed(Bytes(part switch
            {
                "plain" => "",
                "DECCKM" => "\e[?1h",
                "DECKPAM" => "\e=",
                "LNM" => "\e[20h",
                "DECBKM" => "\e[?67h",
                "modify1" => "\e[>4;1m",
                "modify2" => "\e[>4;2m",
                "u" => "\e[>4;1f",
                _ when part.StartsWith("kitty", StringComparison.Ordinal) => $"\e[={part[5..].Split('/')[0]}u",
                _ => throw new InvalidDataException(part),
            }));
        }

        return screen.Modes;
    }
}
