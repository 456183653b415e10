using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FakeAgent;
using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests.Crash;

/// <summary>Counts what became of every numbered message of a round, by the files, the agents' journals and the ledger alone.</summary>
internal sealed partial class CrashCount
{
    private readonly TestProject _project;
    private readonly IReadOnlyList<UserMessage> _sent;
    private readonly int _crashes;
    private readonly bool _single;
    private readonly AgentRole[] _roles;
    private readonly Dictionary<AgentRole, List<Arrival>> _arrivals = [];
    private readonly Dictionary<AgentRole, IReadOnlyList<JournalEntry>> _journals = [];
    private readonly List<(string Id, string Serial)> _kept = [];
    private readonly List<string> _violations = [];

    public CrashCount(TestProject project, IReadOnlyList<UserMessage> sent, int crashes, bool single)
    {
        _project = project;
        _sent = sent;
        _crashes = crashes;
        _single = single;
        _roles = single ? [AgentRole.PeerA] : [AgentRole.PeerA, AgentRole.PeerB];
        foreach (var role in _roles)
        {
            _journals[role] = File.Exists(project.JournalPath(role)) ? project.Journal(role) : [];
            _arrivals[role] = [.. FilesOf(role).Select(Arrival.Of).OrderBy(arrival => arrival.Sequence)];
        }

        foreach (var path in Files(project.Folder.Kept))
        {
            _kept.AddRange(NumberedMail.Find(Read(path), out var torn).Select(mail => (Path.GetFileNameWithoutExtension(path), mail.Serial)));
            Violated(torn, $"{path} is torn");
        }
    }

    /// <summary>Numbered messages that are somewhere.</summary>
    public int Messages => _arrivals.Values.Sum(arrivals => arrivals.Sum(arrival => arrival.Serials.Count)) + _kept.Count;

    /// <summary>What has not come to its place yet, or nothing.</summary>
    public string Unrest(out int files)
    {
        files = _arrivals.Values.Sum(arrivals => arrivals.Count) + _kept.Count + _journals.Values.Sum(journal => journal.Count);
        List<string> unrest = [];
        foreach (var role in _roles)
        {
            unrest.AddRange(Files(_project.Folder.Inbox(role)).Select(path => $"{path} is unread"));
            var last = _journals[role].LastOrDefault(entry => entry.What is "started" or "submitted" or "rested" or "ended");
            if (last?.What != "rested")
            {
                unrest.Add($"{role.Label()} does not rest");
            }
        }

        unrest.AddRange(Files(_project.Folder.Claimed).Select(path => $"{path} is claimed"));
        unrest.AddRange(Files(_project.Folder.Prepared).Select(path => $"{path} is prepared"));
        unrest.AddRange(Missing());
        return string.Join("; ", unrest);
    }

    public IReadOnlyList<string> Violations()
    {
        _violations.AddRange(Missing().Select(missing => "LOST: " + missing));
        foreach (var role in _roles)
        {
            CheckArrivals(role, _arrivals[role]);
            CheckTyping(role, _journals[role]);
        }

        CheckRefused();
        CheckUser();
        CheckLedger();
        Violated(_single && Directory.Exists(_project.Folder.MailboxOf(AgentRole.PeerB)), "a folder of PeerB was made in single-peer mode");
        Violated(Files(_project.Folder.Undecodable).Length + Files(_project.Folder.RefusedMail).Length > 0, "mail was put aside as undecodable or refused");
        return _violations;
    }

    private void Violated(bool isViolated, string what)
    {
        if (isViolated)
        {
            _violations.Add(what);
        }
    }

    private IEnumerable<string> Missing()
    {
        foreach (var message in _sent.Where(message => message.Answer is { Ok: true }))
        {
            foreach (var role in message.Receivers.Where(role => !HasArrived(role, message.Serial)))
            {
                yield return $"{message.Serial} was accepted and is not at {role.Label()}";
            }
        }

        foreach (var author in _roles)
        {
            foreach (var serial in Written(author))
            {
                var toUser = serial.Contains("to_user", StringComparison.Ordinal) || _single;
                if (toUser ? _kept.All(kept => kept.Serial != serial) : !HasArrived(author.Other(), serial))
                {
                    yield return $"{serial} was written and is not at {(toUser ? "the user" : author.Other().Label())}";
                }
            }
        }
    }

    private IEnumerable<string> Written(AgentRole author) => _journals[author].Where(entry => entry.What == "wrote").Select(entry => entry.Text);

    private bool HasArrived(AgentRole role, string serial) => _arrivals[role].Any(arrival => arrival.Serials.Contains(serial));

    private void CheckArrivals(AgentRole role, List<Arrival> arrivals)
    {
        foreach (var arrival in arrivals)
        {
            Violated(arrival.IsTorn, $"TORN: {arrival.Name} of {role.Label()}");
            Violated(arrival.Serials.Count > 1, $"MERGED: {arrival.Name} of {role.Label()} holds {string.Join(", ", arrival.Serials)}");
        }

        foreach (var same in arrivals.GroupBy(arrival => arrival.MessageId).Where(same => same.Count() > 1))
        {
            _violations.Add($"TWICE: {same.Key} is in {string.Join(" and ", same.Select(arrival => arrival.Name))} of {role.Label()}");
        }

        List<string> serials = [.. arrivals.SelectMany(arrival => arrival.Serials)];
        foreach (var same in serials.GroupBy(serial => serial).Where(same => same.Count() > 1))
        {
            _violations.Add($"TWICE: {same.Key} arrived {same.Count()} times at {role.Label()}");
        }

        // An unanswered message that was sent again later has no place among its neighbours.
        HashSet<string> repeated = [.. _sent.Where(message => message.WasRepeated).Select(message => message.Serial)];
        foreach (var series in serials.Where(serial => !repeated.Contains(serial)).GroupBy(NumberedMail.Series))
        {
            Violated(!series.SequenceEqual(series.Order(StringComparer.Ordinal)), $"OUT OF ORDER at {role.Label()}: {string.Join(", ", series)}");
        }

        foreach (var same in _journals[role].Where(entry => entry.What == "read").GroupBy(entry => entry.Text.Split('\n')[0]).Where(same => same.Count() > 1))
        {
            _violations.Add($"READ TWICE: {same.Key} by {role.Label()}");
        }
    }

    private void CheckTyping(AgentRole role, IReadOnlyList<JournalEntry> journal)
    {
        foreach (var submitted in journal.Where(entry => entry.What == "submitted"))
        {
            Violated(Nudge().Count(submitted.Text) != 1, $"TYPED: a line of {role.Label()} is not one nudge: {submitted.Text}");
            Violated(submitted.Text.Contains("#serial", StringComparison.Ordinal), $"TYPED: the text of a message stands in a line of {role.Label()}: {submitted.Text}");
        }

        var announced = journal.Where(entry => entry.What == "pasted").Select(entry => Trigger().Match(entry.Text)).Where(match => match.Success).Select(match => match.Value);
        foreach (var same in announced.GroupBy(text => text).Where(same => same.Count() > 1 + _crashes))
        {
            _violations.Add($"TYPED: {role.Label()} was told {same.Count()} times of {same.Key}, with {_crashes} crashes");
        }
    }

    // "Not stored" is a promise too.
    private void CheckRefused()
    {
        foreach (var message in _sent.Where(message => message is { Answer: { Ok: false } answer, WasRepeated: false }))
        {
            foreach (var role in message.Receivers.Where(role => HasArrived(role, message.Serial)))
            {
                _violations.Add($"REFUSED AND DELIVERED: {message.Serial} at {role.Label()}; the answer was: {message.Answer!.Text}");
            }
        }
    }

    private void CheckUser()
    {
        foreach (var same in _kept.GroupBy(kept => kept.Serial).Where(same => same.Count() > 1))
        {
            _violations.Add($"TWICE: {same.Key} is kept as {string.Join(" and ", same.Select(kept => kept.Id))}");
        }

        foreach (var merged in _kept.GroupBy(kept => kept.Id).Where(merged => merged.Count() > 1))
        {
            _violations.Add($"MERGED: {merged.Key} holds {string.Join(", ", merged.Select(kept => kept.Serial))}");
        }
    }

    private void CheckLedger()
    {
        var text = Read(_project.Folder.LedgerFile);
        Violated(!text.EndsWith('\n'), "the ledger does not end with a whole line");
        List<JsonNode> records = [];
        foreach (var line in text.Split('\n').SkipLast(1))
        {
            try
            {
                records.Add(JsonNode.Parse(line)!);
            }
            catch (JsonException fault)
            {
                _violations.Add($"the ledger has a line that is no record ({fault.Message}): {line}");
            }
        }

        var isWhole = Directory.EnumerateFiles(_project.Folder.State, "ledger.*").All(path => Path.GetFileName(path) is "ledger.jsonl" or "ledger.lock" or "ledger.snapshot.json" || path.Contains("torn", StringComparison.Ordinal));
        if (!isWhole)
        {
            return; // Older parts are compressed; what is in them is not in this text.
        }

        string[] taken = _single ? ["to_user", "single-peer-intercept"] : ["to_user"];
        foreach ((var id, var serial) in _kept)
        {
            var count = records.Count(record => taken.Contains(record["kind"]?.ToString()) && record["mid"]?.ToString() == id);
            Violated(count != 1, $"the ledger has {count} records of {serial} to the user or the system");
        }
    }

    private IEnumerable<string> FilesOf(AgentRole role) => Files(_project.Folder.Processed(role)).Concat(Files(_project.Folder.Inbox(role)));

    private static string[] Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    private static string Read(string path)
    {
        try
        {
            using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return ""; // It moved between two looks.
        }
    }

    private sealed record Arrival(string Name, long Sequence, string MessageId, IReadOnlyList<string> Serials, bool IsTorn)
    {
        public static Arrival Of(string path)
        {
            var name = Path.GetFileName(path);
            var parts = name.Split('.');
            var mails = NumberedMail.Find(Read(path), out var torn);
            return new Arrival(name, long.TryParse(parts[0], out var sequence) ? sequence : 0, parts.Length > 1 ? parts[1] : name, [.. mails.Select(mail => mail.Serial)], torn);
        }
    }

    [GeneratedRegex("\\[NUDGE\\]", RegexOptions.None, 5000)]
    private static partial Regex Nudge();

    [GeneratedRegex("trigger=[0-9]+", RegexOptions.None, 5000)]
    private static partial Regex Trigger();
}
