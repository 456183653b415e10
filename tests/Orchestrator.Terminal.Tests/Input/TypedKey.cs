using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>
/// What is left of the expected bytes when the terminal around us told only the character: '!' is a key of its own on one keyboard, and Shift with 1
/// on another, and a capital is also made by CapsLock. A program in the pane then gets the character, with the modifiers that were told.
/// </summary>
internal static class TypedKey
{
    /// <summary>What Shift with the key types.</summary>
    public static string Of(string key, RecordedInput xterm) =>
        xterm["plain"].FirstOrDefault(fact => fact.Key == key && fact.Modifiers == 1)?.Bytes ?? "";

    /// <summary>The expected bytes, and for CSI code ... u of a key with Shift those with the character in place of the key.</summary>
    public static IEnumerable<string> WithoutKey(string bytes, string key, string typed)
    {
        yield return bytes;
        var match = Regex.Match(bytes, @"^\e\[(\d+)(?::(\d*))?(?::\d+)?;(\d+)((?:;\d+)?u)$");
        if (match.Success && typed.EnumerateRunes().Count() == 1 && key.EnumerateRunes().Count() == 1
            && match.Groups[1].Value == $"{char.ConvertToUtf32(key, 0)}" && (int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) - 1 & 1) != 0)
        {
            yield return $"\e[{char.ConvertToUtf32(typed, 0)};{match.Groups[3].Value}{match.Groups[4].Value}";
        }
    }

    /// <summary>The bytes with Shift taken out of the parameter.</summary>
    public static string WithoutShift(string bytes, bool isKitty)
    {
        var match = Regex.Match(bytes, @"^\e\[(?:27;(?<m>\d+);(?<c>\d+)~|(?<k>\d+);(?<m>\d+)(?<t>;\d+)?u)$");
        if (!match.Success)
        {
            return bytes;
        }

        var without = (int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) - 1 & ~1) + 1;
        var code = match.Groups["c"].Value + match.Groups["k"].Value;
        if (without == 1 && !isKitty)
        {
            return char.ConvertFromUtf32(int.Parse(code, CultureInfo.InvariantCulture));
        }

        var parameter = without == 1 ? "" : without.ToString(CultureInfo.InvariantCulture);
        var text = match.Groups["t"].Value;
        return match.Groups["c"].Success
            ? $"\e[27;{without};{code}~"
            : parameter.Length == 0 && text.Length == 0 ? $"\e[{code}u" : $"\e[{code};{parameter}{text}u";
    }
}
