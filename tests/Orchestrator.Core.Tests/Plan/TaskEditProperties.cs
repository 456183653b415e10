using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Files;
using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Tests.Plan;

public sealed class TaskEditProperties
{
    [Fact]
    public void After_an_edit_the_states_are_as_wanted_and_without_them_the_texts_are_byte_identical()
    {
        Gen<(string Text, PlanStatus Status, ImmutableSortedDictionary<int, StepStatus> Steps)> cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from status in Gen.Elements(Enum.GetValues<PlanStatus>())
            let random = new Random(seed)
            let text = RandomTask(random)
            select (text, status, RandomSteps(random));
        Prop.ForAll(Arb.From(cases), test => Holds(test.Text, test.Status, test.Steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("status: &a planned\nother: *a\n")]
    [InlineData("status: !!str planned\n")]
    [InlineData("status: |\n  planned\n")]
    [InlineData("status: [planned]\n")]
    [InlineData("a: &s {id: S1}\nsteps: [*s]\n")]
    public void A_state_that_cannot_be_changed_alone_is_refused(string text)
    {
        var steps = text.Contains("steps", StringComparison.Ordinal) ? ImmutableSortedDictionary<int, StepStatus>.Empty.Add(0, StepStatus.Complete) : ImmutableSortedDictionary<int, StepStatus>.Empty;
        var error = Assert.Throws<TextFileException>(() => TaskEdit.Apply(text, steps.IsEmpty ? PlanStatus.Active : null, steps));
        Assert.Contains("by hand", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_stand_for_more_than_there_is_memory_are_refused_in_no_time()
    {
        var bomb = new StringBuilder(TemporaryPlan.Two).Append("a0: &a0 []\n");
        for (var i = 1; i < 45; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        Assert.Null(TaskText.Parse(bomb.ToString(), "T001", "T001").Problem);
        Assert.Throws<TextFileException>(() => TaskEdit.Apply(bomb.ToString(), PlanStatus.Active, ImmutableSortedDictionary<int, StepStatus>.Empty));
    }

    [Fact]
    public void A_damaged_task_is_read_or_listed_with_a_reason_and_an_edit_of_it_ends_in_what_was_wanted_or_is_refused()
    {
        var damaged =
            from cut in Gen.Choose(0, TemporaryPlan.Two.Length)
            from at in Gen.Choose(0, TemporaryPlan.Two.Length)
            from junk in Gen.Elements("", "{", "}", "[", "- ", ": ", "\t", "&a ", "*a", "!", "%", "|", "'", "\"", "\0", "\uFFFD", "\n---\n", "?", "<<: *a", "\u0085", "\r", "\u2028", "😀", "\uD800")
            select TemporaryPlan.Two[..at].Insert(Math.Min(cut, at), junk);
        Prop.ForAll(Arb.From(damaged), text =>
        {
            var task = TaskText.Parse(text, "T001", "T001");
            if (task.Problem is not null)
            {
                return;
            }

            try
            {
                var after = TaskText.Parse(TaskEdit.Apply(text, PlanStatus.Active, ImmutableSortedDictionary<int, StepStatus>.Empty.Add(1, StepStatus.Complete)), "T001", "T001");
                Assert.Equal((null, PlanStatus.Active, StepStatus.Complete), (after.Problem, after.Status, after.Steps[1].Status));
            }
            catch (TextFileException e)
            {
                Assert.Contains("by hand", e.Message, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static void Holds(string text, PlanStatus status, ImmutableSortedDictionary<int, StepStatus> steps)
    {
        var before = TaskText.Parse(text.TrimStart('\uFEFF'), "T001", "T001");
        Assert.Null(before.Problem);
        var after = TaskEdit.Apply(text, status, steps);
        var read = TaskText.Parse(after.TrimStart('\uFEFF'), "T001", "T001");
        Assert.Null(read.Problem);
        Assert.Equal(before with { Status = status, Steps = [.. before.Steps.Select((step, i) => steps.TryGetValue(i, out var now) ? step with { Status = now } : step)] }, read);
        Assert.Equal(text.StartsWith('\uFEFF'), after.StartsWith('\uFEFF'));
        Assert.Equal(WithoutStates(text.TrimStart('\uFEFF')), WithoutStates(after.TrimStart('\uFEFF')));
        Assert.Equal(after, TaskEdit.Apply(after, status, steps));
    }

    /// <summary>The text without the entries that say a state, whatever their style; those that the edit may write are `status: word` in the styles below.</summary>
    private static string WithoutStates(string text)
    {
        // A line that holds nothing but a state may come in; in a flow mapping an entry may.
        var lines = text.Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(
            line, @"status ?:( ['""]?[a-zA-Z_]+['""]?| ~)?(, )?", "§", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        return string.Join('\n', lines.Where(line => line.Trim() != "§" || line.Contains('#', StringComparison.Ordinal)).Select(line => line.Replace("§", "", StringComparison.Ordinal)));
    }

    private static ImmutableSortedDictionary<int, StepStatus> RandomSteps(Random random)
    {
        var steps = ImmutableSortedDictionary.CreateBuilder<int, StepStatus>();
        for (var i = 0; i < 2; i++)
        {
            if (random.Next(3) > 0)
            {
                steps[i] = (StepStatus)random.Next(3);
            }
        }

        return steps.ToImmutable();
    }

    /// <summary>A task as people and agents write them: any order, style and line end, among comments, blanks and other keys.</summary>
    private static string RandomTask(Random random)
    {
        var end = random.Next(3) == 0 ? "\r\n" : "\n";
        var text = new StringBuilder(random.Next(8) == 0 ? "\uFEFF" : "");
        void Line(string line) => text.Append(line).Append(end);
        void Junk(string indent)
        {
            if (random.Next(3) == 0)
            {
                Line(indent + random.Next(3) switch { 0 => "# Kömmentar \"'{: 😀 }", 1 => "", _ => $"key{random.Next(1_000_000)}: 'it''s {{x}}'   # why" });
            }
        }

        string Status(string word) => random.Next(6) switch { 0 => $"status: '{word}'", 1 => $"status: \"{word}\"", 2 => "status:", 3 => "status: ~", 4 => $"status : {word}", _ => $"status: {word}" };
        List<string> parts = ["id: T001", "name: \"A name: of it\"  # name", "goal: >\n  A goal that goes on\n  for two lines".Replace("\n", end, StringComparison.Ordinal)];
        if (random.Next(4) > 0)
        {
            parts.Add(Status("planned") + (random.Next(2) == 0 ? "   # where we are" : ""));
        }

        parts.Add("steps");
        var order = parts.ToArray();
        random.Shuffle(order);
        Junk("");
        foreach (var part in order)
        {
            if (part != "steps")
            {
                Line(part);
                Junk("");
                continue;
            }

            Line("steps:");
            var indent = random.Next(2) == 0 ? "" : "  ";
            for (var i = 1; i <= 2 + random.Next(3); i++)
            {
                if (random.Next(4) == 0)
                {
                    Line($"{indent}- {{id: S{i}, {(random.Next(2) == 0 ? "status: pending, " : "")}name: N, done: D}} # flow");
                    continue;
                }

                string[] keys = [$"id: S{i}", "name: 'Ä step'", "done: yes, done  # really", .. random.Next(3) > 0 ? [Status("in_progress")] : Array.Empty<string>()];
                random.Shuffle(keys);
                for (var k = 0; k < keys.Length; k++)
                {
                    Line(indent + (k == 0 ? "- " : "  ") + keys[k]);
                    Junk(indent + "  ");
                }
            }
        }

        return random.Next(3) == 0 ? text.ToString().TrimEnd() : text.ToString();
    }
}
