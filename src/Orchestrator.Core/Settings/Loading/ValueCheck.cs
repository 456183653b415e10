using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Judges a single value by its definition.</summary>
internal static partial class ValueCheck
{
    /// <summary>How long a user's pattern may look at one row of a screen.</summary>
    public static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>What is wrong with the value, as the end of a sentence that begins with the setting's name; null when nothing is.</summary>
    public static string? Fault(SettingDefinition definition, string value) => definition.Kind switch
    {
        SettingKind.Flag => Flag(value) is null ? $"takes true or false, not '{value}'" : null,
        SettingKind.Count or SettingKind.Number => NumberFault(definition, value),
        SettingKind.Choice => definition.Choices.Contains(value) ? null : ChoiceFault(definition, value),
        SettingKind.Actor => IsOff(value) || IsActorId(value) ? null : $"takes an actor's id (letters, digits, '-', '_') or none, not '{value}'",
        SettingKind.Key => KeyName().IsMatch(value) ? null : $"takes a key with Ctrl, such as C-b, not '{value}'",
        SettingKind.Pattern => PatternFault(value),
        SettingKind.Words => WordsFault(value),
        SettingKind.Hours => IsOff(value) || QuietHours.TryParse(value, out _) ? null : $"takes two times of the day, such as 22:00-07:00, or none, not '{value}'",
        SettingKind.Text => value.Contains('\0') ? "has a NUL character" : null,
        _ => null,
    };

    public static bool? Flag(string value) => value.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    public static double? Number(string value) =>
        double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;

    /// <summary>Nothing or <c>none</c>: the role is not played.</summary>
    public static bool IsOff(string value) => value.Trim() is "" || value.Trim().Equals("none", StringComparison.OrdinalIgnoreCase);

    public static bool IsActorId(string value) => ActorId().IsMatch(value);

    private static string? NumberFault(SettingDefinition definition, string value)
    {
        if (Number(value) is not { } number || (definition.Kind == SettingKind.Count && number != Math.Floor(number)))
        {
            var kind = definition.Kind == SettingKind.Count ? "a whole number" : "a number";
            return $"takes {kind} ({definition.Unit}), not '{value}'";
        }

        return number < definition.Minimum || number > definition.Maximum
            ? string.Create(CultureInfo.InvariantCulture, $"takes {definition.Minimum} to {definition.Maximum} ({definition.Unit}), not {value}")
            : null;
    }

    private static string ChoiceFault(SettingDefinition definition, string value)
    {
        var nearest = NearestName.Of(value, definition.Choices) is { } name ? $"; did you mean {name}?" : string.Empty;
        return $"takes one of {string.Join(", ", definition.Choices)}, not '{value}'{nearest}";
    }

    private static string? PatternFault(string value)
    {
        if (value.Length == 0)
        {
            return "is empty and would match every row";
        }

        try
        {
            _ = new Regex(value, RegexOptions.CultureInvariant, PatternTimeout);
            return null;
        }
        catch (ArgumentException error)
        {
            return $"is no regular expression: {error.Message}";
        }
    }

    private static string? WordsFault(string value) =>
        !CommandWords.TrySplit(value, out var words) ? "has a quote that is not closed"
        : words.IsEmpty || words[0].Length == 0 ? "names no program"
        : value.Contains('\0') ? "has a NUL character"
        : null;

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex ActorId();

    [GeneratedRegex(@"^C-([A-Za-z@\[\]\\^_]|Space)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex KeyName();
}
