using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Plan;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc task list|show</c>: the plan in <c>docs/por</c>, read from its files; no session is needed and nothing is written.</summary>
internal static class TaskCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create() => new("task", "Shows the tasks of the plan in docs/por.") { CreateList(), CreateShow() };

    private static Command CreateList()
    {
        Option<bool> json = new("--json") { Description = "Print everything as JSON." };
        var project = ProjectOption.Create();
        Command command = new("list", "Lists the tasks with their states; invalid ones with the reason.") { json, project };
        command.SetAction(parsed =>
        {
            var plan = PlanFolder.Read(ProjectOption.Resolve(parsed, project));
            if (parsed.GetValue(json))
            {
                parsed.InvocationConfiguration.Output.WriteLine(Json(plan).ToJsonString(Indented));
            }
            else
            {
                PrintList(plan, Page(parsed));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        Argument<string> id = new("id") { Description = "The task's id, as T001." };
        Option<bool> json = new("--json") { Description = "Print everything as JSON." };
        var project = ProjectOption.Create();
        Command command = new("show", "Shows one task with its steps.") { id, json, project };
        command.SetAction(parsed =>
        {
            var plan = PlanFolder.Read(ProjectOption.Resolve(parsed, project));
            var wanted = parsed.GetValue(id)!;
            var found = plan?.Find(wanted) ?? [];
            if (found.IsEmpty)
            {
                var there = plan is null ? "this project has no docs/por"
                    : plan.Problem ?? (plan.Tasks.IsEmpty ? "docs/por has no tasks" : "`cccc task list` shows those that there are");
                parsed.InvocationConfiguration.Error.WriteLine($"cccc: There is no task {Printable.Text(wanted)}; {there.TrimEnd('.')}.");
                return ExitCode.Refused;
            }

            if (parsed.GetValue(json))
            {
                // Two folders for one id is a fault that a reader must not overlook: then there are several.
                JsonNode shown = found is [var only] ? Json(only) : new JsonArray([.. found.Select(Json)]);
                parsed.InvocationConfiguration.Output.WriteLine(shown.ToJsonString(Indented));
            }
            else
            {
                foreach (var task in found)
                {
                    PrintTask(task, Page(parsed));
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IAnsiConsole Page(ParseResult parsed) => PageOutput.Console(parsed.InvocationConfiguration.Output, StandardStreams.Columns);

    private static void PrintList(TaskPlan? plan, IAnsiConsole console)
    {
        if (plan is null or { Tasks.IsEmpty: true, Problem: null })
        {
            console.WriteLine(plan is null ? "No plan: this project has no docs/por." : "No tasks in docs/por.");
            return;
        }

        if (plan.Problem is { } problem)
        {
            console.WriteLine(Printable.Text(problem));
        }

        if (plan.Tasks.IsEmpty)
        {
            return;
        }

        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("id", "state", "steps", "now", "name");
        foreach (var task in plan.Tasks)
        {
            string[] cells = task.Problem is { } fault
                ? [task.Id, "invalid", "", "", $"{task.Folder}: {fault}"]
                : [task.Id, task.Status.Word(), $"{task.DoneSteps}/{task.Steps.Length}", task.CurrentStep?.Id ?? "", task.Name];
            table.AddRow([.. cells.Select(cell => Markup.Escape(Printable.Text(cell)))]);
        }

        console.Write(table);
        console.WriteLine(plan.Summary);
    }

    private static void PrintTask(PlanTask task, IAnsiConsole console)
    {
        console.WriteLine(Printable.Text($"{task.Id}  {(task.Problem is null ? task.Status.Word() : "invalid")}  {task.DoneSteps}/{task.Steps.Length}  {task.Name}"));
        console.WriteLine(Printable.Text($"docs/por/{task.Folder}"));
        if (task.Problem is { } problem)
        {
            console.WriteLine(Printable.Text($"invalid: {problem}"));
        }

        if (task.Goal.Length > 0)
        {
            console.WriteLine(Printable.Text($"goal: {task.Goal}"));
        }

        foreach (var step in task.Steps)
        {
            console.WriteLine(Printable.Text($"  {step.Id}  {step.Status.Word(),-11}  {step.Name} — done when: {step.Done}"));
        }
    }

    private static JsonObject Json(TaskPlan? plan) => new()
    {
        ["exists"] = plan is not null,
        ["problem"] = plan?.Problem,
        ["done"] = plan?.DoneTasks ?? 0,
        ["total"] = plan?.Tasks.Length ?? 0,
        ["percent"] = plan?.Percent ?? 0,
        ["current"] = plan?.Current?.Id,
        ["tasks"] = new JsonArray([.. (plan?.Tasks ?? []).Select(Json)]),
    };

    private static JsonObject Json(PlanTask task) => new()
    {
        ["id"] = task.Id,
        ["folder"] = task.Folder,
        ["valid"] = task.Problem is null,
        ["problem"] = task.Problem,
        ["name"] = task.Name,
        ["goal"] = task.Goal,
        ["status"] = task.Status.Word(),
        ["done"] = task.DoneSteps,
        ["current_step"] = task.CurrentStep?.Id,
        ["steps"] = new JsonArray([.. task.Steps.Select(step => new JsonObject
        {
            ["id"] = step.Id,
            ["name"] = step.Name,
            ["done"] = step.Done,
            ["status"] = step.Status.Word(),
        })]),
    };
}
