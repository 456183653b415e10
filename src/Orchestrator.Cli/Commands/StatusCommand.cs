using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Output;
using Orchestrator.Host.Verbs;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc status</c>: what the session is doing.</summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string[] Columns = ["role", "actor", "state", "since", "inbox", "processed", "waiting"];

    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print everything as JSON." };
        Command command = new(StatusVerb.Row.Name, StatusVerb.Row.Help) { json };
        var choice = SessionChoice.AddTo(command, byName: true);
        command.SetAction(parsed =>
        {
            var reply = Question.Ask(choice, parsed, new StatusRequest());
            if (!reply.Ok || reply.Data is null)
            {
                return Question.Print(reply);
            }

            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(reply.Data.ToJsonString(Indented));
            }
            else
            {
                Print(reply.Data);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(JsonNode status)
    {
        var console = PageOutput.Console(StandardStreams.Output, StandardStreams.Columns);
        var time = new LocalTime(TimeZoneInfo.Local, TimeProvider.System.GetUtcNow());
        console.WriteLine($"{Printable.Text(Text(status["project"]) ?? Text(status["command"]) ?? "")}  {Text(status["phase"])}{(status["paused"]?.GetValue<bool>() == true ? "  paused" : "")}");
        if (status["agents"] is JsonArray { Count: > 0 } agents)
        {
            Table table = new() { Border = TableBorder.Simple };
            table.AddColumns("agent", "actor", "state", "since", "inbox", "processed", "waiting for");
            foreach (var agent in agents)
            {
                table.AddRow(Columns.Select(name => Cell(name, Text(agent?[name]) ?? "")).ToArray());
            }

            console.Write(table);
        }

        foreach (var agent in (status["agents"] as JsonArray ?? []).Where(agent => agent?["prompt"] is JsonObject))
        {
            var role = Text(agent!["role"]) ?? "";
            console.WriteLine($"{role} asks (prompt {Text(agent["prompt"]!["id"])}; {HowToAnswer(role, agent["prompt"]!["answers"] as JsonArray ?? [])}):");
            foreach (var row in agent["prompt"]!["rows"] as JsonArray ?? [])
            {
                console.WriteLine($"  | {Printable.Text(Text(row) ?? "")}");
            }
        }

        foreach (var timer in status["timers"] as JsonArray ?? [])
        {
            console.WriteLine($"timer {Text(timer?["name"])}{(Text(timer?["role"]) is { } role ? $" {role}" : "")}: {Printable.Text(Text(timer?["what"]) ?? "")}{(Text(timer?["due"]) is { } due ? $", due {Printable.Text(time.Of(due))}" : "")}");
        }

        console.WriteLine($"hand-offs {Text(status["hand_offs"]) ?? "0"}, attached terminals {Text(status["clients"]) ?? "0"}, times are of {Printable.Text(time.Zone)}");

        string Cell(string name, string text) => Markup.Escape(Printable.Text(name == "since" ? time.Of(text) : text));
    }

    private static string? Text(JsonNode? node) => node?.ToString();

    private static string HowToAnswer(string role, JsonArray answers) =>
        answers.Count == 0 ? "answer in its pane" : $"`cccc answer {role.Replace("Peer", "peer", StringComparison.Ordinal)} {string.Join('|', answers.Select(Text))}`";
}
