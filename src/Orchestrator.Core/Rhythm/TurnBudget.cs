using System.Text.Json;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Rhythm;

/// <summary>How many turns timers have given to each agent in the local day: a view of the ledger.</summary>
internal sealed class TurnBudget(TimeZoneInfo zone) : ILedgerView
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private DateOnly _day;

    public string Name => "turns";

    public int Used(string who, DateTimeOffset now) => DayOf(now) == _day ? _used.GetValueOrDefault(who) : 0;

    /// <summary>When the next day begins.</summary>
    public DateTimeOffset NextDay(DateTimeOffset now)
    {
        var midnight = DayOf(now).AddDays(1).ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    public void Apply(LedgerRecord record)
    {
        var who = record.Kind switch
        {
            LedgerKinds.KeepaliveSent or LedgerKinds.SelfCheck or LedgerKinds.SystemRefresh or LedgerKinds.AutoCompact => record.Text("peer"),
            LedgerKinds.ForemanStart => "Foreman",
            _ => null,
        };
        if (who is null)
        {
            return;
        }

        var day = DayOf(record.At);
        if (day > _day)
        {
            _used.Clear();
            _day = day;
        }

        _used[who] = _used.GetValueOrDefault(who) + 1; // A clock that went back spends of the later day: rather too few turns than too many.
    }

    public void Save(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("day", _day.DayNumber);
        json.WriteStartObject("used");
        foreach (var (who, count) in _used)
        {
            json.WriteNumber(who, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        var day = DateOnly.FromDayNumber(saved.GetProperty("day").GetInt32());
        var used = saved.GetProperty("used").EnumerateObject().Select(entry => (entry.Name, Count: entry.Value.GetInt32())).ToList();
        _day = day;
        used.ForEach(entry => _used[entry.Name] = entry.Count);
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
