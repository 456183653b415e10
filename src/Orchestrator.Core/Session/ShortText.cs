using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core.Session;

/// <summary>Long texts are in the message itself; the ledger is no second mailbox, and the timeline no reader.</summary>
internal static class ShortText
{
    private const int Most = 500;

    /// <returns>At most 500 characters, with an ellipsis where something was cut.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) => text is { Length: > Most } ? text[..(Most - 1)] + "…" : text;
}
