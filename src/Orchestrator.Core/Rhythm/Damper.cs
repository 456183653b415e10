using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Rhythm;

/// <summary>
/// Counts messages in a row between the two agents that say nothing new, so that they do not thank each other for ever: a view of the ledger. Anything of
/// substance, and every word of the user or the user's proxy, begins anew.
/// </summary>
internal sealed partial class Damper : ILedgerView
{
    private const int ShortCharacters = 240;
    private const int ShortWords = 40;

    public string Name => "damper";

    /// <summary>Messages in a row that said nothing new.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a message says nothing that asks for an answer: short, no question, no event, no code, no number, no file.</summary>
    public static bool IsIdleTalk(string body)
    {
        var text = InsightFence.Without(body).Trim();
        return text.Length <= ShortCharacters && text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= ShortWords
            && !Substance().IsMatch(text) && EventLines.Parse(text).IsEmpty;
    }

    public void Apply(LedgerRecord record)
    {
        if (record.Kind is LedgerKinds.Launch)
        {
            Count = 0;
        }
        else if (record.Kind is LedgerKinds.HandOff && record.Text("from") is "PeerA" or "PeerB" or "User")
        {
            Count = record.Flag("idle_talk") is true ? Count + 1 : 0;
        }
    }

    public void Save(Utf8JsonWriter json) => json.WriteNumberValue(Count);

    public void Load(JsonElement saved) => Count = saved.GetInt32();

    // A question, code, a digit, a path or file name, a link.
    [GeneratedRegex(@"[?`\d]|\w/\w|\b\w+\.[a-z]{1,5}\b|\b(error|fail|bug|wrong|broken|but|however|instead|not?)(s|ed|ing)?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Substance();
}
