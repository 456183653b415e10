namespace Orchestrator.Core.Plan;

/// <summary>The words of <c>task.yaml</c> for the states.</summary>
public static class PlanWords
{
    public static string Word(this PlanStatus status) => status switch
    {
        PlanStatus.PendingReview => "pending_review",
        PlanStatus.Active => "active",
        PlanStatus.Complete => "complete",
        _ => "planned",
    };

    public static string Word(this StepStatus status) => status switch
    {
        StepStatus.InProgress => "in_progress",
        StepStatus.Complete => "complete",
        _ => "pending",
    };

    internal static PlanStatus? ToPlanStatus(string word) => Plain(word) switch
    {
        "planned" => PlanStatus.Planned,
        "pending_review" => PlanStatus.PendingReview,
        "active" => PlanStatus.Active,
        "complete" => PlanStatus.Complete,
        _ => null,
    };

    internal static StepStatus? ToStepStatus(string word) => Plain(word) switch
    {
        "pending" => StepStatus.Pending,
        "in_progress" => StepStatus.InProgress,
        "complete" => StepStatus.Complete,
        _ => null,
    };

    // In-Progress and "in progress" leave no doubt.
    private static string Plain(string word) => word.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
}
