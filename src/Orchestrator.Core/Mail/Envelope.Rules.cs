using System.Text.RegularExpressions;

namespace Orchestrator.Core.Mail;

/// <content>Making texts of the repository harmless that go along with the rules of a role.</content>
public static partial class Envelope
{
    /// <summary>
    /// As <see cref="Defuse"/>, for rules: what they say of <c>TO_PEER</c> and <c>TO_USER</c> stays, and no line of them can end the rules, which
    /// would make the rest look like the message.
    /// </summary>
    public static string DefuseRules(string rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return RulesMark().Replace(DefuseTags(rules, withAddressTags: false), "[quoted RULES]");
    }

    [GeneratedRegex(@"^[^\S\n]*\[\s*/?\s*RULES\s*\]", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RulesMark();
}
