using System.Collections.Immutable;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Plan;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The answer to <c>/task</c>: the tasks of the plan, or one with its steps, in lines. Agents write the texts: they are cleaned.</summary>
internal static class PlanText
{
    private const int Columns = 90;

    public static List<TextRun[]> Of(TaskPlan plan, Theme theme)
    {
        var lines = new List<TextRun[]>();
        if (plan.Problem is { } problem)
        {
            Wrapped(lines, "", problem, theme.Error);
        }

        foreach (var task in plan.Tasks)
        {
            (var mark, var style) = Mark(task, theme);
            var steps = task.Problem is null ? $"{task.DoneSteps}/{task.Steps.Length}{(task is { Status: PlanStatus.Active, CurrentStep: { } step } ? $" {CleanText.OneLine(step.Id)}" : "")}" : "";
            lines.Add([new($"{mark} ", style), new($"{task.Id,-6}", theme.Strong), new($"{steps,-8}", theme.Quiet), new(CleanText.OneLine(task.Name.Length > 0 ? task.Name : task.Folder), theme.Text)]);
            if (task.Problem is { } fault)
            {
                Wrapped(lines, "        ", $"invalid: {fault}", theme.Error);
            }
        }

        lines.Add([]);
        lines.Add([new(plan.Summary, theme.Quiet)]);
        if (!plan.Tasks.IsEmpty)
        {
            lines.Add([new($"/task {plan.Tasks[0].Id} shows one with its steps.", theme.Quiet)]);
        }

        return lines;
    }

    public static List<TextRun[]> Of(ImmutableArray<PlanTask> tasks, Theme theme)
    {
        var lines = new List<TextRun[]>();
        foreach (var task in tasks)
        {
            if (lines.Count > 0)
            {
                lines.Add([]);
            }

            (var mark, var style) = Mark(task, theme);
            lines.Add([new($"{mark} {(task.Problem is null ? task.Status.Word() : "invalid")}", style), new($"  {task.DoneSteps}/{task.Steps.Length}  {CleanText.OneLine(task.Name)}", theme.Text)]);
            lines.Add([new(CleanText.OneLine($"docs/por/{task.Folder}"), theme.Quiet)]);
            if (task.Problem is { } problem)
            {
                Wrapped(lines, "", problem, theme.Error);
            }

            Wrapped(lines, "", task.Goal, theme.Text);
            foreach (var step in task.Steps)
            {
                (var stepMark, var stepStyle) = step.Status switch
                {
                    StepStatus.Complete => ("✓", theme.Ok),
                    StepStatus.InProgress => ("→", theme.Strong),
                    _ => ("○", theme.Quiet),
                };
                lines.Add([new($"{stepMark} ", stepStyle), new($"{CleanText.OneLine(step.Id),-4}", theme.Strong), new(CleanText.OneLine(step.Name), theme.Text)]);
                Wrapped(lines, "      ", $"done when: {step.Done}", theme.Quiet);
            }
        }

        return lines;
    }

    private static (string Mark, Style Style) Mark(PlanTask task, Theme theme) => task switch
    {
        { Problem: not null } => ("!", theme.Error),
        { Status: PlanStatus.Complete } => ("✓", theme.Ok),
        { Status: PlanStatus.Active } => ("→", theme.Strong),
        { Status: PlanStatus.PendingReview } => ("?", theme.Warning),
        _ => ("○", theme.Quiet),
    };

    private static void Wrapped(List<TextRun[]> lines, string indent, string text, Style style)
    {
        if (text.Length > 0)
        {
            lines.AddRange(TextWrap.Wrap(CleanText.OneLine(text), Columns - indent.Length).Select(row => (TextRun[])[new(indent + row, style)]));
        }
    }
}
