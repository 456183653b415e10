using System.Text.Json;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Runs;

/// <summary>What is known of the Foreman's runs: a view of the ledger.</summary>
internal sealed class ForemanMemory : ILedgerView
{
    public string Name => "foreman";

    /// <summary>What the user said last with <c>/foreman on</c> or <c>off</c>; null: the settings decide.</summary>
    public bool? Switched { get; private set; }

    /// <summary>The run that began and has no end yet.</summary>
    public string? Open { get; private set; }

    public DateTimeOffset? LastEnd { get; private set; }

    public string? LastResult { get; private set; }

    /// <summary>What the project looked like when the last run ended.</summary>
    public string? LastFacts { get; private set; }

    /// <summary>Mail that agents have written since the last run ended.</summary>
    public int MailSince { get; private set; }

    public void Apply(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.ForemanSet:
                Switched = record.Flag("on");
                break;
            case LedgerKinds.ForemanStart:
                Open = record.Text("run");
                break;
            case LedgerKinds.ForemanEnd:
                Open = null;
                LastEnd = record.At;
                LastResult = record.Text("result");
                LastFacts = record.Text("facts"); // Written here by earlier versions.
                MailSince = 0;
                break;
            case LedgerKinds.ForemanLooked:
                LastFacts = record.Text("facts");
                break;
            case LedgerKinds.ToUser or LedgerKinds.SinglePeerIntercept:
            case LedgerKinds.HandOff when record.Text("from") is "PeerA" or "PeerB":
                MailSince++;
                break;
        }
    }

    public void Save(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Switched is { } on ? (on ? 1 : 0) : -1);
        json.WriteStringValue(Open);
        json.WriteNumberValue(LastEnd?.ToUnixTimeMilliseconds() ?? 0);
        json.WriteStringValue(LastResult);
        json.WriteStringValue(LastFacts);
        json.WriteNumberValue(MailSince);
        json.WriteEndArray();
    }

    public void Load(JsonElement saved)
    {
        var switched = saved[0].GetInt32();
        var (open, end, result, facts, mail) = (saved[1].GetString(), saved[2].GetInt64(), saved[3].GetString(), saved[4].GetString(), saved[5].GetInt32());
        Switched = switched < 0 ? null : switched == 1;
        (Open, LastResult, LastFacts, MailSince) = (open, result, facts, mail);
        LastEnd = end == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(end);
    }
}
