using System.Collections.Immutable;

namespace Orchestrator.Core.Plan;

public enum PlanStatus
{
    Planned,
    PendingReview,
    Active,
    Complete,
}

public enum StepStatus
{
    Pending,
    InProgress,
    Complete,
}

/// <param name="Id"><c>S1</c>, <c>S2</c>, ...</param>
/// <param name="Done">What must be true for the step to be done.</param>
public sealed record PlanStep(string Id, string Name, string Done, StepStatus Status);

/// <summary>A task of the plan. All texts are untrusted (agents write them).</summary>
/// <param name="Id"><c>T001</c>: from the folder's name, in upper case.</param>
/// <param name="Folder">The name of its folder in <c>docs/por</c>.</param>
/// <param name="Problem">Why the task is invalid, as a sentence, or null. An invalid task has whatever could be read of it.</param>
public sealed record PlanTask(string Id, string Folder, string Name, string Goal, PlanStatus Status, ImmutableArray<PlanStep> Steps, string? Problem)
{
    public int DoneSteps => Steps.Count(step => step.Status == StepStatus.Complete);

    /// <summary>The first step that is not complete, or null.</summary>
    public PlanStep? CurrentStep => Steps.FirstOrDefault(step => step.Status != StepStatus.Complete);

    public bool Equals(PlanTask? other) =>
        other is not null && Id == other.Id && Folder == other.Folder && Name == other.Name && Goal == other.Goal && Status == other.Status
        && Problem == other.Problem && Steps.AsSpan().SequenceEqual(other.Steps.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Folder, Name, Status, Problem, Steps.Length);
}
