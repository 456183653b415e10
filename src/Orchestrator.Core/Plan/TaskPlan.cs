using System.Collections.Immutable;

namespace Orchestrator.Core.Plan;

/// <summary>All tasks of the project at one moment, in the order of their ids; invalid ones too.</summary>
/// <param name="Problem">What is wrong with the folder as a whole, as a sentence, or null.</param>
public sealed record TaskPlan(ImmutableArray<PlanTask> Tasks, string? Problem)
{
    public int DoneTasks => Tasks.Count(IsDone);

    /// <summary>An invalid task counts: nobody knows that it is done.</summary>
    public int OpenTasks => Tasks.Length - DoneTasks;

    /// <summary>Of the steps of all valid tasks, rounded down; 0 when there are none.</summary>
    public int Percent
    {
        get
        {
            var valid = Tasks.Where(task => task.Problem is null).ToList();
            var all = valid.Sum(task => task.Steps.Length);
            return all == 0 ? 0 : valid.Sum(task => task.DoneSteps) * 100 / all;
        }
    }

    /// <summary>The first active task, or null.</summary>
    public PlanTask? Current => Tasks.FirstOrDefault(task => task.Problem is null && task.Status == PlanStatus.Active);

    /// <summary>The whole plan in a few words, for a strip: <c>2/5 · 40% · → T003 S2</c>.</summary>
    public string Summary
    {
        get
        {
            if (Tasks.IsEmpty)
            {
                return Problem is null ? "no tasks" : "plan unreadable";
            }

            var invalid = Tasks.Count(task => task.Problem is not null);
            var now = Current is { } task ? $"→ {task.Id}{(task.CurrentStep is { } step ? " " + step.Id : "")}"
                : OpenTasks == 0 ? "✓ done"
                : "○ idle";
            return $"{DoneTasks}/{Tasks.Length} · {Percent}% · {now}{(invalid > 0 ? $" · {invalid} invalid" : "")}";
        }
    }

    /// <summary>The tasks with this id, compared without case; more than one when two folders have it.</summary>
    public ImmutableArray<PlanTask> Find(string id) => [.. Tasks.Where(task => task.Id.Equals(id, StringComparison.OrdinalIgnoreCase))];

    public bool Equals(TaskPlan? other) => other is not null && Problem == other.Problem && Tasks.AsSpan().SequenceEqual(other.Tasks.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Problem, Tasks.Length);

    private static bool IsDone(PlanTask task) => task.Problem is null && task.Status == PlanStatus.Complete;
}
