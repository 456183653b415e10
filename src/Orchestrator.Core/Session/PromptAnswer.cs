using System.Globalization;

namespace Orchestrator.Core.Session;

public enum PromptChoice
{
    /// <summary>Yes, this once.</summary>
    Approve,
    Deny,
    /// <summary>The entry with a number.</summary>
    Answer,
}

/// <summary>What the user says to a prompt.</summary>
/// <param name="Number">With <see cref="PromptChoice.Answer"/>: from 1 to 99.</param>
public readonly record struct PromptAnswer(PromptChoice Choice, int Number = 0)
{
    /// <summary>The answer that somebody names: <c>approve</c>, <c>deny</c> or the number of an entry.</summary>
    /// <returns>Null: another word.</returns>
    public static PromptAnswer? Parse(string? word) => word switch
    {
        "approve" => new PromptAnswer(PromptChoice.Approve),
        "deny" => new PromptAnswer(PromptChoice.Deny),
        _ => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 99 ? new PromptAnswer(PromptChoice.Answer, number) : null,
    };

    /// <summary>The word that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Choice == PromptChoice.Answer ? Number.ToString(CultureInfo.InvariantCulture) : Choice.ToString().ToLowerInvariant();
}
