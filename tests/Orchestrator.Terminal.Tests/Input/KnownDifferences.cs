using System.Globalization;
using System.Text.RegularExpressions;
using Recorded = Orchestrator.Terminal.Tests.Input.RecordedInput.Fact;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>Where we differ from the recorded terminals, and where their own bytes say less than the key that was pressed. Each with its reason.</summary>
internal static partial class KnownDifferences
{
    /// <summary>Bytes of the terminal around us that mean no key.</summary>
    public static bool IsOuter(Recorded fact) =>
        // kitty 0.26 repeats the byte of Enter, Tab, Backspace and Escape when they are let go; nothing tells it from a press.
        (fact.Mode.EndsWith("/release", StringComparison.Ordinal) && fact.Bytes.Length == 1)
        // A capital that is a key of its own (AltGr+Q is Omega): in CSI code ; modifiers u it is what Shift made of the small letter.
        || fact is { Key: "de+AltGr:q", Mode: "kitty1" or "kitty8" }
        // SS3 with a modifier comes from a terminal in application keypad mode, which we do not put ours into; it is Alt+O and what follows.
        || ModifiedKeypad().IsMatch(fact.Bytes)
        // Without flags kitty names a character with Super, but not what Shift makes of it, nor the keypad.
        || (fact.Mode == "kitty0" && fact.Bytes.EndsWith('u') && ((fact.Modifiers & 1) != 0 || fact.Key.StartsWith("Keypad", StringComparison.Ordinal)));

    /// <summary>Keys for which the pane's terminal is no measure.</summary>
    public static bool IsPane(Recorded fact, string paneMode)
    {
        var kitty = paneMode.StartsWith("kitty", StringComparison.Ordinal);
        var disambiguates = kitty && (Flags(paneMode) & 1) != 0;
        return (!kitty && paneMode.Contains("modify", StringComparison.Ordinal) && fact.Key is "\u0431" or "\u20ac") // xterm 379 sends nothing for what is not Latin-1
            // kitty 0.26 tells no text that is not ASCII (it writes CSI 233 ; u): the protocol has it, and so do we.
            || (kitty && (Flags(paneMode) & 24) == 24 && fact.Modifiers < 2 && IsNotAscii(fact))
            // kitty 0.26 tells Enter and Tab by a sequence while a lock is on; the protocol keeps their byte, so that a shell stays usable.
            || (kitty && fact.Modifiers == 0 && LockedEnter().IsMatch(fact.Key))
            || (kitty && !disambiguates && UnsureKeypad().IsMatch(fact.Key)); // kitty 0.26 takes 0 and 9 for digits there, and leaves 1 to 8 on the keypad; for the others the recorder's keyboard gave a base key
    }

    /// <summary>The key itself, and others that the bytes mean as well.</summary>
    public static IEnumerable<Recorded> Meant(Recorded fact)
    {
        yield return fact;
        // xterm's level 1 leaves Alt out of some parameters, and so does tmux.
        if (fact.Mode.StartsWith("modify", StringComparison.Ordinal) && XtermKey().Match(fact.Bytes) is { Success: true } match)
        {
            yield return fact with { Modifiers = int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) - 1 };
        }

        // A byte of old is the key alone, if some terminal has it with modifiers, too; ESC ESC is Alt with Escape, BS Control with h.
        if (fact.Key is "Enter" or "Tab" or "Backspace" or "Escape" && fact.Bytes.Length == 1 && fact.Mode.StartsWith("kitty", StringComparison.Ordinal))
        {
            yield return fact with { Modifiers = 0 };
        }

        (string Key, int Modifiers)? other = fact.Bytes switch
        {
            "\e\e" => ("Escape", 2),
            "\e\u007f" => ("Backspace", 2),
            "\e\t" => ("Tab", 2),
            "\e\r" => ("Enter", 2),
            "\b" => ("h", 4),
            "\e\b" => ("h", 6),
            "\e[127;2u" => ("Backspace", 1), // tmux says that for Control with '?'
            _ => null,
        };
        if (other is { } one)
        {
            yield return fact with { Key = one.Key, Modifiers = one.Modifiers };
        }

        // One code for two keys, in xterm and in kitty without its flags.
        if (fact.Key == "Menu" && fact.Bytes.StartsWith("\e[29", StringComparison.Ordinal))
        {
            yield return fact with { Key = "F16" };
        }
    }

    /// <summary>The recorder's keyboard has the keypad in places where other keys were; that base key is no part of the fact.</summary>
    public static string WithoutStrangeBase(string bytes) => StrangeBase().Replace(bytes, "");

    /// <summary>What we send in place of the recorded bytes.</summary>
    public static string Expected(Recorded fact, string paneMode, string bytes, bool release)
    {
        // "Enter, Tab and Backspace keys will not have release events" without flag 8 (the protocol); kitty 0.26 has them with modifiers.
        var flags = paneMode.StartsWith("kitty", StringComparison.Ordinal) ? Flags(paneMode) : 0;
        if (release && (flags & 8) == 0 && NoReleases().IsMatch(bytes))
        {
            return "";
        }


        // F3 is CSI 13 ~ in the protocol since CSI R is the cursor position report; kitty 0.26 still sends that.
        return fact.Key != "F3" || (flags & 3) == 0 ? bytes : ModifiedF3().Replace(PlainF3().Replace(bytes, "\e[13~"), "\e[13;$1~");
    }

    private static bool IsNotAscii(Recorded fact) =>
        FirstNumber().Match(fact.Bytes) is { Success: true } code ? int.Parse(code.Groups[1].Value, CultureInfo.InvariantCulture) is >= 0x80 and < 0xe000
            : fact.Bytes.Length > 0 && fact.Bytes[0] >= 0x80;

    [GeneratedRegex(@"^\e\[(\d+)")]
    private static partial Regex FirstNumber();

    [GeneratedRegex("^(?:Caps|Num)Lock:(?:Enter|Tab|KeypadEnter)$")]
    private static partial Regex LockedEnter();

    private static int Flags(string mode) => int.Parse(mode.AsSpan(5), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\eO\d")]
    private static partial Regex ModifiedKeypad();

    [GeneratedRegex(@"::57\d\d\d")]
    private static partial Regex StrangeBase();

    [GeneratedRegex("^Keypad(?:[1-8]|Add|Subtract|Equal)$")]
    private static partial Regex UnsureKeypad();

    [GeneratedRegex(@"^\e\[(?:27;(?<m>\d+);\d+~|\d+;(?<m>\d+)u)$")]
    private static partial Regex XtermKey();

    [GeneratedRegex(@"^\e\[R$")]
    private static partial Regex PlainF3();

    [GeneratedRegex(@"^\e\[1;([\d:]+)R$")]
    private static partial Regex ModifiedF3();

    [GeneratedRegex(@"^.$|^\e\[(?:13|9|127);.*:3u$", RegexOptions.Singleline)]
    private static partial Regex NoReleases();
}
