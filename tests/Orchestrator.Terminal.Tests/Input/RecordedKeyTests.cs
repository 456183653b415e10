using System.Globalization;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using static Orchestrator.Terminal.Tests.Input.Decoding;
using Recorded = Orchestrator.Terminal.Tests.Input.RecordedInput.Fact;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>
/// For every key with every modifier, every terminal around us and every mode of a pane: what the pane gets is what xterm, or kitty for its protocol,
/// sent to a program with that mode. Where several keys have the same bytes in the terminal around us, any of them may be meant.
/// </summary>
public sealed class RecordedKeyTests
{
    private static readonly RecordedInput Xterm = RecordedInput.Read("xterm-keys.tsv");
    private static readonly RecordedInput Kitty = RecordedInput.Read("kitty-keys.tsv");

    /// <summary>Those that change what a key means to a program (LNM, DECBKM) are for panes only: we never put the terminal around us into them.</summary>
    public static TheoryData<string> XtermModes() =>
        [.. Xterm.Modes.Where(mode => !mode.Contains("LNM", StringComparison.Ordinal) && !mode.Contains("DECBKM", StringComparison.Ordinal))];

    public static TheoryData<string> KittyModes() => [.. Kitty.Modes.Where(IsPane)];

    /// <summary>What we ask an xterm for; see <see cref="OuterKeyboard"/>.</summary>
    public static TheoryData<string> OuterXterms() =>
    [
        "plain", "modify1", Later("modify2"), Later("modify1+u"), Later("modify2+u"),
    ];

    /// <summary>What we ask a kitty for: nothing, or flags with the alternate keys, and the text with all keys.</summary>
    public static TheoryData<string> OuterKitties() => ["kitty0", "kitty5", "kitty7", "kitty29", "kitty31", "kitty7/release", "kitty31/release"];

    [Theory]
    [MemberData(nameof(XtermModes))]
    public void Xterm_in_a_mode_is_a_pane_in_that_mode(string mode) => AssertSame(Xterm, mode, Xterm, [mode]);

    [Theory]
    [MemberData(nameof(KittyModes))]
    public void Kitty_with_flags_is_a_pane_with_those_flags(string mode) => AssertSame(Kitty, mode, Kitty, [mode.Split('/')[0]]);

    [Theory]
    [MemberData(nameof(OuterXterms))]
    public void In_an_xterm_a_pane_gets_what_it_asked_for(string outer)
    {
        AssertSame(Xterm, outer, Xterm, Xterm.Modes);
        AssertSame(Xterm, outer, Kitty, Kitty.Modes.Where(IsPane));
    }

    [Theory]
    [MemberData(nameof(OuterKitties))]
    public void In_a_kitty_a_pane_gets_what_it_asked_for(string outer)
    {
        AssertSame(Kitty, outer, Xterm, Xterm.Modes);
        AssertSame(Kitty, outer, Kitty, Kitty.Modes.Where(IsPane));
    }

    /// <summary>Other terminals around us, in what we ask them for.</summary>
    public static TheoryData<string, string> OtherOuters() => new()
    {
        { "foot-keys.tsv", "plain" },
        { "foot-keys.tsv", "modify1" },
        { "foot-keys.tsv", "modify2" },
        { "foot-keys.tsv", "kitty5" },
        { "foot-keys.tsv", "kitty31" },
        { "foot-keys.tsv", "kitty31/release" },
        { "tmux-keys.tsv", "plain" },
        { "tmux-keys.tsv", "modify1" },
        { "tmux-keys.tsv", "modify2" },
        { "screen-keys.tsv", "plain" },
    };

    [Theory]
    [MemberData(nameof(OtherOuters))]
    public void In_another_terminal_a_pane_gets_what_it_asked_for(string table, string outer)
    {
        var recorded = RecordedInput.Read(table);
        AssertSame(recorded, outer, Xterm, Xterm.Modes);
        AssertSame(recorded, outer, Kitty, Kitty.Modes.Where(IsPane));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("DECKPAM")]
    [InlineData("modify1")]
    [InlineData("modify2")]
    public void Other_layouts_and_locks_of_xterm_are_those_of_a_pane(string mode)
    {
        var recorded = RecordedInput.Read("xterm-layouts.tsv");
        AssertSame(recorded, mode, recorded, [mode]);
    }

    [Theory]
    [InlineData("kitty1")]
    [InlineData("kitty5")]
    [InlineData("kitty8")]
    [InlineData("kitty15")]
    [InlineData("kitty15/release")]
    [InlineData("kitty31")]
    [InlineData("kitty31/release")]
    public void Other_layouts_and_locks_of_kitty_are_those_of_a_pane(string mode)
    {
        var recorded = RecordedInput.Read("kitty-layouts.tsv");
        AssertSame(recorded, mode, recorded, [mode.Split('/')[0]]);
    }

    [Theory]
    [InlineData("kitty5", "kitty5")]
    [InlineData("kitty31", "kitty31")]
    [InlineData("kitty31/release", "kitty31")]
    [InlineData("kitty31", "kitty5")]
    public void Media_keys_and_modifier_keys_of_kitty_reach_a_pane_that_asked(string outer, string pane)
    {
        var recorded = RecordedInput.Read("kitty-media.tsv");
        AssertSame(recorded, outer, recorded, [pane], fewest: 5);
    }

    [Theory]
    [InlineData("kitty5")]
    [InlineData("kitty31")]
    [InlineData("kitty31/release")]
    public void Media_keys_and_modifier_keys_never_reach_a_pane_that_did_not_ask(string outer)
    {
        foreach (var fact in RecordedInput.Read("kitty-media.tsv")[outer].Where(fact => fact.Key != "Menu"))
        {
            Assert.Empty(Through(fact.Bytes));
            Assert.Empty(Through(fact.Bytes, ModesOf("modify2")));
        }
    }

    // Those with the most different bytes, every one of which is tried with every mode.
    private static TheoryDataRow<string> Later(string mode) =>
        new TheoryDataRow<string>(mode).WithTrait(LongAttribute.Name, LongAttribute.Value);

    // Flags 0 are no kitty pane: there xterm's bytes hold.
    private static bool IsPane(string mode) => mode != "kitty0";

    private static void AssertSame(RecordedInput outer, string outerMode, RecordedInput inner, IEnumerable<string> paneModes, int fewest = 30)
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var paneMode in paneModes.Where(mode => !mode.EndsWith("/release", StringComparison.Ordinal)))
        {
            wrong.AddRange(Mismatches(outer, outerMode, inner, paneMode, ref compared));
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared} wrong:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(compared > fewest, $"only {compared} compared");
    }

    /// <summary>What of the outer terminal's bytes does not become what the pane's terminal would have sent for one of the keys that have these bytes.</summary>
    private static List<string> Mismatches(RecordedInput outer, string outerMode, RecordedInput inner, string paneMode, ref int compared)
    {
        var wrong = new List<string>();
        var modes = ModesOf(paneMode);
        var release = outerMode.EndsWith("/release", StringComparison.Ordinal);
        Dictionary<(string, int), string> expected = inner[release ? paneMode + "/release" : paneMode].ToDictionary(fact => (fact.Key, fact.Modifiers), fact => fact.Bytes);
        foreach (var same in outer[outerMode].Where(fact => fact.Bytes.Length > 0 && !KnownDifferences.IsOuter(fact)).GroupBy(fact => fact.Bytes))
        {
            Recorded[] meant = [.. same.SelectMany(KnownDifferences.Meant)];
            if (meant.Any(fact => KnownDifferences.IsPane(fact, paneMode)))
            {
                continue;
            }

            HashSet<string> allowed = [.. meant.SelectMany(fact => Allowed(fact, paneMode, expected, release)).Select(KnownDifferences.WithoutStrangeBase)];
            var got = KnownDifferences.WithoutStrangeBase(Through(same.Key, modes, KeyboardOf(outerMode)));
            compared++;
            if (!allowed.Contains(got))
            {
                wrong.Add($"{same.First()} gives {paneMode} {Show(got)}, not {string.Join(" or ", allowed.Select(Show))}");
            }
        }

        return wrong;
    }

    private static IEnumerable<string> Allowed(Recorded fact, string paneMode, Dictionary<(string, int), string> expected, bool release)
    {
        var bytes = KnownDifferences.Expected(fact, paneMode, expected.GetValueOrDefault((fact.Key, fact.Modifiers), ""), release);
        yield return bytes;
        // Bytes of old, and xterm's protocol, name a character as typed, not the key and not always Shift.
        var isOld = !fact.Bytes.StartsWith("\e[", StringComparison.Ordinal);
        var isXterm = fact.Bytes.StartsWith("\e[27;", StringComparison.Ordinal) || (fact.Mode.StartsWith("modify", StringComparison.Ordinal) && fact.Bytes.EndsWith('u'));
        if (isOld || isXterm)
        {
            // To a kitty that disambiguates nothing they are bytes of their own.
            if (paneMode.StartsWith("kitty", StringComparison.Ordinal) && (isXterm || (int.Parse(paneMode.AsSpan(5), CultureInfo.InvariantCulture) & 9) == 0))
            {
                yield return fact.Bytes;
            }

            var typed = TypedKey.Of(fact.Key, Xterm);
            foreach (var other in TypedKey.WithoutKey(bytes, fact.Key, typed))
            {
                yield return other;
                if (isOld)
                {
                    yield return TypedKey.WithoutShift(other, isKitty: paneMode.StartsWith("kitty", StringComparison.Ordinal));
                }
            }
        }
    }

    private static OuterKeyboard KeyboardOf(string outerMode) => outerMode.StartsWith("modify", StringComparison.Ordinal)
        ? OuterKeyboard.For(OuterKeyProtocol.ModifyOtherKeys, ModesOf(outerMode))
        : default;

    private static ScreenModes ModesOf(string mode)
    {
        var screen = new Screen(new TermSize(10, 3));
        foreach (var part in mode.Split('+'))
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
