using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

public sealed class RolesFileProperties
{
    private static readonly string[] Roles = ["peerA", "peerB", "aux", "foreman"];

    [Fact]
    public void After_a_save_a_load_gives_the_choices_and_every_other_line_is_byte_identical()
    {
        var actor = Gen.Elements<string?>(null, "claude", "codex", "x", "null", "true", "007", "a-b_C");
        Gen<(string Text, RoleChoices Choices)> cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from a in actor
            from b in actor
            from c in actor
            from d in actor
            select (RandomFile(new Random(seed)), new RoleChoices(a, b, c, d));
        Prop.ForAll(Arb.From(cases), test => Holds(test.Text, test.Choices)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Reading_a_damaged_file_ends_in_values_or_in_a_problem()
    {
        var shipped = ShippedSettings.Text("agents.yaml");
        var damaged =
            from cut in Gen.Choose(0, shipped.Length)
            from at in Gen.Choose(0, shipped.Length)
            from junk in Gen.Elements("", "{", "}", "[", "- ", ": ", "\t", "&a ", "*a", "!", "%", "|", "'", "\"", "\0", "\uFFFD", "\n---\n", "?", "<<: *a", "\u0085", "😀")
            select shipped[..at].Insert(Math.Min(cut, at), junk);
        Prop.ForAll(Arb.From(damaged), text =>
        {
            var problems = System.Collections.Immutable.ImmutableArray.CreateBuilder<SettingsProblem>();
            YamlLayerReader.Read(text, "agents.yaml", problems);
            Assert.All(problems, problem => Assert.True(problem.Line > 0 || text.Trim().Length == 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static void Holds(string text, RoleChoices choices)
    {
        var after = RolesFile.Edit(text, choices, "f.yaml");
        var problems = System.Collections.Immutable.ImmutableArray.CreateBuilder<SettingsProblem>();
        var read = YamlLayerReader.Read(after, "cli_profiles.yaml", problems).ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        string?[] wanted = [choices.PeerA, choices.PeerB, choices.Aux, choices.Foreman];
        for (var i = 0; i < Roles.Length; i++)
        {
            var actual = read[$"roles:{Roles[i]}:actor"];
            Assert.True(wanted[i] is { } id ? actual == id : ValueCheck.IsOff(actual), $"{Roles[i]} is {actual}");
        }

        // A line that was there and speaks of no role is there still, in its order.
        Queue<string> lines = new(text.TrimStart('\uFEFF').Split('\n').Where(line => !Roles.Any(role => line.Contains(role, StringComparison.Ordinal)) && !line.Contains("actor", StringComparison.Ordinal) && !line.Contains("roles:", StringComparison.Ordinal)));
        foreach (var line in after.TrimStart('\uFEFF').Split('\n'))
        {
            if (lines.TryPeek(out var next) && (line == next || (lines.Count == 1 && line == next + "\r")))
            {
                lines.Dequeue();
            }
        }

        Assert.Empty(lines);
        Assert.Equal(after, RolesFile.Edit(after, choices, "f.yaml"));
    }

    /// <summary>A file as users write them: any roles in any style and order, among comments, blanks, other keys, in either line end.</summary>
    private static string RandomFile(Random random)
    {
        var end = random.Next(3) == 0 ? "\r\n" : "\n";
        var text = new StringBuilder(random.Next(8) == 0 ? "\uFEFF" : string.Empty);
        void Line(string line) => text.Append(line).Append(end);
        string Junk(string indent) => indent + random.Next(5) switch
        {
            0 => "# Kömmentar \"'{: 😀 }",
            1 => string.Empty,
            2 => $"key{random.Next(1_000_000)}: 'it''s {{x}}'   # why",
            3 => $"list{random.Next(1_000_000)}: [a, {{b: c}}, \"d\\n\"]",
            _ => $"deep{random.Next(1_000_000)}: {{ü: 日本, n: ~}}",
        };
        for (var i = random.Next(4); i > 0; i--)
        {
            Line(Junk(string.Empty));
        }

        if (random.Next(10) == 0)
        {
            return text.ToString();
        }

        Line(random.Next(2) == 0 ? "roles:" : "roles:   # who plays");
        string[] chosen = [.. Roles.Where(_ => random.Next(4) > 0)];
        random.Shuffle(chosen);
        foreach (var role in chosen)
        {
            var value = random.Next(7) switch { 0 => "'codex'", 1 => "\"claude\"", 2 => "none", 3 => string.Empty, 4 => "~", 5 => "x", _ => "gemini" };
            switch (random.Next(6))
            {
                case 0:
                    Line($"  {role}: {{actor: {value}}}");
                    break;
                case 1:
                    Line($"  {role}: {{cwd: ., actor: {value} }}  # flow");
                    break;
                case 2:
                    Line($"  {role}:");
                    break;
                case 3:
                    Line($"  {role}: # x");
                    Line(Junk("      "));
                    Line($"      cwd: .");
                    break;
                default:
                    Line($"  {role}:");
                    Line(Junk("    "));
                    Line($"    actor : {value}   # why: {{that}}");
                    Line(Junk("    "));
                    break;
            }

            if (random.Next(3) == 0)
            {
                Line("  # between");
            }
        }

        for (var i = random.Next(4); i > 0; i--)
        {
            Line(Junk(string.Empty));
        }

        if (random.Next(4) == 0)
        {
            text.Append("last: 1");
        }

        return text.ToString();
    }
}
