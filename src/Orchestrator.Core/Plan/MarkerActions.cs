using System.Collections.Immutable;
using Orchestrator.Core.Files;

namespace Orchestrator.Core.Plan;

/// <summary>What a progress marker does to the text of its task. Doing it again changes nothing and is no fault.</summary>
internal static class MarkerActions
{
    private const string ForTask = "start, done or promoted";
    private const string ForStep = "in_progress, done or blocked: why";

    public static bool Are(string action) => Plain(action) is "start" or "done" or "promoted" or "in_progress" or "blocked";

    /// <param name="text">Of the task's file.</param>
    public static MarkerOutcome Apply(ProgressMarker marker, string text)
    {
        if (Fault(marker) is { } fault)
        {
            return MarkerOutcome.Failed(fault);
        }

        var task = TaskText.Parse(text.TrimStart('\uFEFF'), marker.Task, marker.Task);
        if (task.Problem is { } problem)
        {
            return MarkerOutcome.Failed($"{marker.Task} is invalid, so nothing was changed: {problem}");
        }

        try
        {
            return marker.Step is null ? OnTask(marker, task, text) : OnStep(marker, task, text);
        }
        catch (TextFileException e)
        {
            return MarkerOutcome.Failed(e.Message);
        }
    }

    /// <summary>What is wrong with the marker itself, whatever task it is about; null when nothing is.</summary>
    public static string? Fault(ProgressMarker marker)
    {
        if (marker.Excess is { } excess)
        {
            return $"nothing may stand behind the marker on its line but a colon and a note; it has '{(excess.Length <= 60 ? excess : excess[..59] + "…")}'";
        }

        return (marker.Step is null, Plain(marker.Action)) switch
        {
            (true, "start" or "done" or "promoted") or (false, "in_progress" or "done" or "blocked") => null,
            (true, _) => $"of a task one says {ForTask}",
            (false, _) => $"of a step one says {ForStep}",
        };
    }

    public static bool IsPromotion(ProgressMarker marker) => Plain(marker.Action) == "promoted";

    private static MarkerOutcome OnTask(ProgressMarker marker, PlanTask task, string text)
    {
        var steps = ImmutableSortedDictionary.CreateBuilder<int, StepStatus>();
        switch (Plain(marker.Action))
        {
            case "start":
                if (task.CurrentStep is { Status: StepStatus.Pending } first)
                {
                    steps.Add(task.Steps.IndexOf(first), StepStatus.InProgress);
                }

                return Changed(text, PlanStatus.Active, steps, task.Status == PlanStatus.Active ? $"{task.Id} is active already" : $"{task.Id} is active");
            case "done":
                for (var i = 0; i < task.Steps.Length; i++)
                {
                    if (task.Steps[i].Status != StepStatus.Complete)
                    {
                        steps.Add(i, StepStatus.Complete);
                    }
                }

                return Changed(text, PlanStatus.Complete, steps, task.Status == PlanStatus.Complete ? $"{task.Id} is complete already" : $"{task.Id} is complete");
            default:
                return MarkerOutcome.Failed($"{task.Id} is in the plan already; nothing was changed. Only a new task can be promoted");
        }
    }

    private static MarkerOutcome OnStep(ProgressMarker marker, PlanTask task, string text)
    {
        var at = Find(task, marker.Step!);
        if (at < 0)
        {
            return MarkerOutcome.Failed($"{task.Id} has no step {marker.Step}; it has {string.Join(", ", task.Steps.Select(step => step.Id))}");
        }

        var steps = ImmutableSortedDictionary.CreateBuilder<int, StepStatus>();
        var name = $"{task.Id}.{task.Steps[at].Id}";
        switch (Plain(marker.Action))
        {
            case "blocked":
                return new MarkerOutcome(true, $"{name} is blocked{(marker.Reason is { } why ? ": " + why : "")}", text);
            case "in_progress":
                steps.Add(at, StepStatus.InProgress);
                // Only review takes a task out of review; a task with a step at work is not complete.
                return Changed(text, task.Status is PlanStatus.Planned or PlanStatus.Complete ? PlanStatus.Active : null, steps, $"{name} is in progress");
            default:
                return StepDone(task, at, text, name, steps);
        }
    }

    private static MarkerOutcome StepDone(PlanTask task, int at, string text, string name, ImmutableSortedDictionary<int, StepStatus>.Builder steps)
    {
        var already = task.Steps[at].Status == StepStatus.Complete;
        var others = task.Steps.Where((step, i) => i != at && step.Status != StepStatus.Complete).Any();
        if (!already)
        {
            steps.Add(at, StepStatus.Complete);
            var next = Find(task, "S" + (int.Parse(task.Steps[at].Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (next >= 0 && task.Steps[next].Status == StepStatus.Pending)
            {
                steps.Add(next, StepStatus.InProgress);
            }
        }

        PlanStatus? status = !others ? PlanStatus.Complete : !already && task.Status == PlanStatus.Planned ? PlanStatus.Active : null;
        return Changed(text, status, steps, already ? $"{name} is done already" : !others ? $"{name} is done, and so {task.Id} is complete" : $"{name} is done");
    }

    private static MarkerOutcome Changed(string text, PlanStatus? status, ImmutableSortedDictionary<int, StepStatus>.Builder steps, string message) =>
        new(true, message, TaskEdit.Apply(text, status, steps.ToImmutable()));

    private static int Find(PlanTask task, string step) => task.Steps.Select(each => each.Id.ToUpperInvariant()).ToList().IndexOf(step);

    private static string Plain(string action) => action.Replace('-', '_');
}

/// <param name="Message">What is so now, or why nothing was done; without a full stop.</param>
/// <param name="Text">Of the file as it should be; null when nothing was done.</param>
internal sealed record MarkerOutcome(bool Success, string Message, string? Text)
{
    public static MarkerOutcome Failed(string why) => new(false, why.TrimEnd('.'), null);
}
