using System.Globalization;
using System.Text.Json;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Vt;

/// <summary>The public conformance corpus: recordings with the screens that must come out.</summary>
public class CorpusSpecs
{
    // Where we differ: each has its reason in docs/terminal.md.
    private static readonly HashSet<string> Different =
    [
        "fuzz/core-rs-public-1-0009", "fuzz/wild-public-1-0001", "fuzz/wild-public-1-0017", "fuzz/wild-public-1-0019",
        "fuzz/core-rs-public-1-0019", "fuzz/wild-public-1-0007", "fuzz/wild-public-1-0012", "fuzz/wild-public-1-0027", "fuzz/wild-public-1-0036",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Every_solid_case_shows_the_expected_screen_whole_and_in_pieces(int chunk) => Check(chunk, facts => facts.GetProperty("verdict").GetString() == "solid");

    [Fact]
    public void Every_case_that_one_oracle_alone_can_judge_is_met() => Check(0, facts => facts.GetProperty("verdict").GetString() == "single");

    [Fact]
    public void Where_only_xterm_js_agrees_with_the_source_we_do_too() =>
        Check(0, facts => facts.GetProperty("verdict").GetString() == "disputed" && facts.GetProperty("agree").EnumerateArray().Any(oracle => oracle.GetString() == "xterm"));

    private static void Check(int chunk, Func<JsonElement, bool> wanted)
    {
        List<string> failures = [];
        var cases = 0;
        foreach (var folder in Directory.EnumerateFiles(Path.Combine(Corpus.Folder(), "cases"), "case.json", SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(f)!))
        {
            using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
            var name = $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";
            if (!wanted(facts.RootElement) || Different.Contains(name))
            {
                continue;
            }

            cases++;
            using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
            using var actual = Play(folder, chunk);
            if (Difference(facts.RootElement, expected.RootElement, actual.RootElement) is { } difference)
            {
                failures.Add($"{name}: {difference}");
            }
        }

        Assert.True(cases > 0, "The corpus has no such case.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases} cases differ:\n{string.Join('\n', failures)}");
    }

    private static JsonDocument Play(string folder, int chunk)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RecordedCase.Play(folder, new ScreenRun { Size = new TermSize(80, 24), Chunk = chunk }, writer);
        }

        return JsonDocument.Parse(stream.ToArray());
    }

    private static string? Difference(JsonElement facts, JsonElement expected, JsonElement played)
    {
        var actual = played.GetProperty("result");
        if (actual.TryGetProperty("error", out var error))
        {
            return error.GetString();
        }

        return Lines("line", Has(expected, "lines"), actual.GetProperty("lines"))
            ?? (facts.GetProperty("scrollback").GetInt32() > 0 ? Lines("history", Has(expected, "scrollback"), actual.GetProperty("scrollback")) : null)
            ?? Cursor(Has(expected, "cursor"), actual.GetProperty("cursor"))
            ?? Cells(expected, actual)
            ?? (Has(expected, "replies") is { } replies && !actual.GetProperty("replies").GetString()!.EndsWith(replies.GetString()!, StringComparison.Ordinal) ? "replies" : null)
            ?? (Has(expected, "title") is { } title && title.GetString() != actual.GetProperty("title").GetString() ? "title" : null);
    }

    private static JsonElement? Has(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Lines(string what, JsonElement? expected, JsonElement actual)
    {
        if (expected is not { } lines)
        {
            return null;
        }

        if (lines.GetArrayLength() != actual.GetArrayLength())
        {
            return $"{actual.GetArrayLength()} {what}s instead of {lines.GetArrayLength()}";
        }

        for (var y = 0; y < lines.GetArrayLength(); y++)
        {
            if (lines[y].GetString() is { } line && line.TrimEnd(' ', '\u00A0') != actual[y].GetString()!.TrimEnd(' ', '\u00A0'))
            {
                return $"{what} {y}: expected '{line}', shown '{actual[y].GetString()}'";
            }
        }

        return null;
    }

    private static string? Cursor(JsonElement? expected, JsonElement actual)
    {
        if (expected is not { } cursor)
        {
            return null;
        }

        foreach (var side in new[] { "row", "col" })
        {
            // A cursor that waits to wrap counts as the last column, which may be written as the column after it.
            var shown = actual.GetProperty(side).GetInt32();
            var pending = side == "col" && actual.GetProperty("pending_wrap").GetBoolean();
            if (Has(cursor, side) is { } value && value.GetInt32() != shown && !(pending && value.GetInt32() == shown + 1))
            {
                return $"cursor {side} {shown} instead of {value.GetInt32()}";
            }
        }

        return null;
    }

    // The looks of every cell, where the case lists them all; text and single attributes are compared by the lines and by the corpus's own tool.
    private static string? Cells(JsonElement expected, JsonElement actual)
    {
        if (Has(expected, "cells") is not { } cells || Has(expected, "cells_complete") is not { ValueKind: JsonValueKind.True })
        {
            return null;
        }

        var wanted = Looks(cells);
        var shown = Looks(actual.GetProperty("cells"));
        var place = wanted.Keys.Union(shown.Keys).FirstOrDefault(key => wanted.GetValueOrDefault(key) != shown.GetValueOrDefault(key));
        return place is null ? null : $"cell {place}: expected {wanted.GetValueOrDefault(place) ?? "plain"}, shown {shown.GetValueOrDefault(place) ?? "plain"}";
    }

    private static SortedDictionary<string, string> Looks(JsonElement cells)
    {
        var looks = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in cells.EnumerateArray())
        {
            var flags = Has(cell, "flags") is { } list ? string.Join('+', list.EnumerateArray().Select(f => f.GetString()).Order(StringComparer.Ordinal)) : "";
            var look = $"{Has(cell, "fg")?.GetString() ?? "default"}/{Has(cell, "bg")?.GetString() ?? "default"}/{flags}";
            var run = Has(cell, "n")?.GetInt32() ?? 1;
            for (var i = 0; i < run; i++)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{cell.GetProperty("row").GetInt32():000},{cell.GetProperty("col").GetInt32() + i:000}");
                looks.Remove(place);
                if (look != "default/default/")
                {
                    looks[place] = look;
                }
            }
        }

        return looks;
    }
}
