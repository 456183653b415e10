using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Benchmarks;

/// <summary>What became of the messages.</summary>
internal sealed record Tally(int Sent, int Once, int Lost, int Doubled, int Merged, int IntoDialog, int Approved, int DraftsDestroyed, int DraftsIntact, IReadOnlyList<double> Times)
{
    public static Tally Sum(IReadOnlyList<Tally> all) => new(
        all.Sum(one => one.Sent), all.Sum(one => one.Once), all.Sum(one => one.Lost), all.Sum(one => one.Doubled), all.Sum(one => one.Merged), all.Sum(one => one.IntoDialog),
        all.Sum(one => one.Approved), all.Sum(one => one.DraftsDestroyed), all.Sum(one => one.DraftsIntact), [.. all.SelectMany(one => one.Times)]);

    /// <param name="submitted">What the agent says was submitted, each piece alone.</param>
    public static Tally Of(IReadOnlyList<string> expected, IReadOnlyList<string> submitted, JournalTail journal, IReadOnlyList<double> times)
    {
        var counts = submitted.GroupBy(text => text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var known = expected.ToHashSet(StringComparer.Ordinal);
        return new Tally(
            expected.Count, expected.Count(text => counts.GetValueOrDefault(text) == 1), expected.Count(text => !counts.ContainsKey(text)), expected.Count(text => counts.GetValueOrDefault(text) > 1),
            submitted.Count(text => !known.Contains(text)), journal.Count("ignored"), journal.Count("approved"), journal.Count("draft-destroyed"), journal.Count("draft-intact"), times);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"sent {Sent}, exactly once {Once}, lost {Lost}, doubled {Doubled}, merged or damaged {Merged}, typed into a dialog {IntoDialog}, dialogs approved {Approved}, drafts destroyed {DraftsDestroyed} (intact {DraftsIntact}); submitted after p50 {At(50):0} ms, p95 {At(95):0} ms");

    private double At(int percent)
    {
        var sorted = Times.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }
}

/// <summary>The agent's journal, read as it grows.</summary>
internal sealed class JournalTail(string path)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly List<(string What, string Text)> _lines = [];
    private long _position;

    public string Path => path;

    public int Count(string what) => _lines.Count(line => line.What == what);

    public IReadOnlyList<string> Texts(string what) => [.. _lines.Where(line => line.What == what).Select(line => line.Text)];

    public void Read()
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _position;
        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var end = text.LastIndexOf('\n') + 1;
        _position += Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
        foreach (var line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = JsonNode.Parse(line)!;
            _lines.Add((entry["what"]!.GetValue<string>(), entry["text"]!.GetValue<string>()));
        }
    }

    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Read();
            if (condition())
            {
                return true;
            }

            if (watch.Elapsed > patience)
            {
                return false;
            }

            await Task.Delay(Look);
        }
    }
}
