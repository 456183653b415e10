using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;
using Orchestrator.Pty;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc send a|b|both TEXT</c>: mail from the user to the agents.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        Argument<string> route = new("receiver") { Description = "a, b or both." };
        route.CompletionSources.Add("a", "b", "both");
        route.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && AgentRoles.Parse(value) is null && !string.Equals(value, "both", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"'{value}' is no receiver: a, b or both.");
            }
        });
        Argument<string[]> text = new("text") { Description = "The message; without it, standard input is read.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> json = new("--json") { Description = "Print the answer as JSON." };
        Option<bool> urgent = new("--urgent") { Description = "Announce it before all other mail, and say how long it took until the agent stopped." };
        Option<string?> life = new("--ttl") { Description = "Take it back if it has not been read in this time: 90s, 10m, 2h, 1d.", HelpName = "TIME" };
        life.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Duration(result.Tokens[^1].Value) is null)
            {
                result.AddError($"'{result.Tokens[^1].Value}' is no time; write a number and s, m, h or d, as 90s or 10m, at most 365d.");
            }
        });
        Option<string?> replyTo = new("--reply-to") { Description = "The message that it answers.", HelpName = "ID" };
        Option<string?> key = new("--key") { Description = "Your own name for it: sent again under the same key, it is not stored twice.", HelpName = "KEY" };
        Command command = new(SendVerb.Row.Name, SendVerb.Row.Help) { route, text, urgent, life, replyTo, key, json };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var message = parsed.GetValue(text) is { Length: > 0 } words ? string.Join(' ', words) : await ReadInputAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(message))
            {
                StandardStreams.Error.WriteLine("cccc: The message is empty; give a text, or pipe one in: `cccc send a < notes.md`.");
                return ExitCode.Usage;
            }

            SendOptions options = new(parsed.GetValue(urgent), parsed.GetValue(life) is { } time ? Duration(time) : null, parsed.GetValue(replyTo), parsed.GetValue(key));
            var reply = Question.Ask(choice, parsed, new SendRequest(ControlRequest.ParseRoute(parsed.GetValue(route)), message, options));
            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(new JsonObject { ["ok"] = reply.Ok, ["text"] = reply.Text, ["messages"] = reply.Data?.DeepClone() }.ToJsonString());
                return reply.ExitCode;
            }

            return Question.Print(reply);
        });
        return command;
    }

    private static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var seconds = char.ToLowerInvariant(text[^1]) switch
        {
            's' => number,
            'm' => number * 60,
            'h' => number * 3600,
            'd' => number * 86_400,
            _ => -1,
        };
        return seconds is >= 0.001 and <= 365 * 86_400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static async Task<string> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (TtyDevice.IsTty(0))
        {
            return "";
        }

        using StreamReader reader = new(StandardStreams.OpenInput());
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
