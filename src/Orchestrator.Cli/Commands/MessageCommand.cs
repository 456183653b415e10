using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc message list|show|retry|cancel</c>: what became of each message, with its evidence.</summary>
internal static class MessageCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create() => new(MessageVerb.Row.Name, MessageVerb.Row.Help)
    {
        CreateList(),
        CreateShow(),
        CreateAction("retry", MessageOrder.Retry),
        CreateAction("cancel", MessageOrder.Cancel),
    };

    private static Command CreateList()
    {
        Option<bool> open = new("--open") { Description = "Only messages that have not been read." };
        Option<int> count = new("--count", "-n") { Description = "So many of the newest.", DefaultValueFactory = _ => 30 };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, out var number) || number < 1))
            {
                result.AddError("--count must be a whole number from 1 on.");
            }
        });
        var json = JsonOption();
        Command command = new("list", MessageVerb.HelpOf(MessageOrder.List)) { open, count, json };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed =>
        {
            (var exitCode, var data) = Ask(choice, parsed, new MessageRequest(MessageOrder.List, null), folder => new ControlReply(0, "", MessageJson.Of(MessageArchive.All(folder, Report))));
            if (data is not JsonArray messages)
            {
                return exitCode;
            }

            JsonNode?[] shown = [.. messages.Where(message => !parsed.GetValue(open) || message?["open"]?.GetValue<bool>() == true).TakeLast(parsed.GetValue(count))];
            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(new JsonArray([.. shown.Select(message => message?.DeepClone())]).ToJsonString(Indented));
            }
            else
            {
                PrintList(shown);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var id = IdArgument();
        var json = JsonOption();
        Command command = new("show", MessageVerb.HelpOf(MessageOrder.Show)) { id, json };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(id)!;
            (var exitCode, var data) = Ask(choice, parsed, new MessageRequest(MessageOrder.Show, wanted), folder => MessageJson.Reply(wanted, MessageArchive.Find(folder, wanted, Report)));
            if (data is null)
            {
                return exitCode;
            }

            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(data.ToJsonString(Indented));
            }
            else
            {
                PrintMessage(data);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateAction(string name, MessageOrder order)
    {
        var id = IdArgument();
        var json = JsonOption();
        Command command = new(name, MessageVerb.HelpOf(order)) { id, json };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed =>
        {
            var reply = Question.Ask(choice, parsed, new MessageRequest(order, parsed.GetValue(id)));
            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(new JsonObject { ["ok"] = reply.Ok, ["text"] = reply.Text, ["messages"] = reply.Data?.DeepClone() }.ToJsonString());
                return reply.ExitCode;
            }

            return Question.Print(reply);
        });
        return command;
    }

    private static Argument<string> IdArgument() => new("id") { Description = "The message's id, or how it begins." };

    private static Option<bool> JsonOption() => new("--json") { Description = "Print everything as JSON." };

    // Without a session the ledger on disk knows it: "what became of my message?" is asked most of all after something went wrong.
    private static (int ExitCode, JsonNode? Data) Ask(SessionChoice choice, ParseResult parsed, ControlRequest request, Func<ProjectFolder, ControlReply> fromDisk)
    {
        ControlReply reply;
        try
        {
            using var host = HostConnection.TryConnect(choice.Address(parsed));
            reply = host?.Ask(request) ?? fromDisk(choice.Project(parsed));
        }
        catch (LedgerException unreadable)
        {
            reply = new ControlReply(ExitCode.Failed, unreadable.Message);
        }

        return reply is { Ok: true, Data: { } data } ? (ExitCode.Done, data) : (Question.Print(reply), null);
    }

    private static void Report(LedgerFault fault) => StandardStreams.Error.WriteLine("cccc: " + fault.Sentence);

    private static void PrintList(JsonNode?[] messages)
    {
        var console = PageOutput.Console(StandardStreams.Output, StandardStreams.Columns);
        if (messages.Length == 0)
        {
            console.WriteLine("No messages.");
            return;
        }

        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("id", "from", "to", "state", "for", "why");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var message in messages)
        {
            var urgent = message?["urgent"]?.GetValue<bool>() == true ? " (urgent)" : "";
            table.AddRow(new[] { Text(message, "id") + urgent, Text(message, "from"), Text(message, "to"), Text(message, "state"), Age(message, now), Text(message, "why") }.Select(Markup.Escape).ToArray());
        }

        console.Write(table);
    }

    private static void PrintMessage(JsonNode message)
    {
        var console = PageOutput.Console(StandardStreams.Output, StandardStreams.Columns);
        console.WriteLine($"{Text(message, "id")}  {Text(message, "from")} → {Text(message, "to")}{(message["urgent"]?.GetValue<bool>() == true ? "  urgent" : "")}");
        foreach ((var name, var label) in new[] { ("reply_to", "answers"), ("thread", "thread"), ("sent_again_as", "sent again as"), ("expires", "expires"), ("file", "file") })
        {
            if (Text(message, name) is { Length: > 0 } value && value != Text(message, "id"))
            {
                console.WriteLine($"{label} {value}");
            }
        }

        DateTimeOffset? last = null;
        foreach (var step in message["steps"] as JsonArray ?? [])
        {
            var at = DateTimeOffset.Parse(Text(step, "at"), CultureInfo.InvariantCulture);
            var after = last is { } before ? string.Create(CultureInfo.InvariantCulture, $"+{(at - before).TotalSeconds:0.000} s") : "";
            var note = Text(step, "note") is { Length: > 0 } text ? $"  {text}" : "";
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {at.ToLocalTime():yyyy-MM-dd HH:mm:ss.fff}  {Text(step, "state"),-11} {after,12}{note}"));
            last = at;
        }

        console.WriteLine();
        console.WriteLine(message["text"] is { } body ? Printable.Lines(body.GetValue<string>()).TrimEnd() : "Its text is no longer kept.");
    }

    private static string Age(JsonNode? message, DateTimeOffset now)
    {
        var age = now - DateTimeOffset.Parse(Text(message, "since"), CultureInfo.InvariantCulture);
        return age.TotalSeconds < 0 ? "0s"
            : age.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0}s")
            : age.TotalMinutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0}m")
            : age.TotalHours < 48 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0}h")
            : string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0}d");
    }

    private static string Text(JsonNode? node, string name) => Printable.Text(node?[name]?.ToString() ?? "");
}
