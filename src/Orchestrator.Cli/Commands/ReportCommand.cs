using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc report WORD</c>: what a hook of an agent's CLI runs to say what the CLI does.</summary>
internal static class ReportCommand
{
    private const int MostCharacters = 200;

    public static Command Create()
    {
        Argument<string> text = new("text") { Description = $"What the rules with `where: hook` read, such as the name of the hook; at most {MostCharacters} characters." };
        Command command = new(ReportVerb.Row.Name, ReportVerb.Row.Help) { text };
        command.SetAction(parsed =>
        {
            // Set for every agent. A CLI that was started by hand runs the same hooks: outside a session there is nobody to tell, and a hook that fails would stop it.
            var role = Environment.GetEnvironmentVariable("CCCC_ROLE");
            var project = Environment.GetEnvironmentVariable("CCCC_PROJECT");
            if (role is not ("PeerA" or "PeerB") || string.IsNullOrEmpty(project))
            {
                return ExitCode.Done;
            }

            using var host = HostConnection.TryConnect(SessionAddress.OfProject(new ProjectFolder(project), Environment.GetEnvironmentVariable));
            return host is null ? ExitCode.Done : Question.Print(host.Ask(new ReportRequest(ControlRequest.ParseRole(role), Cut(parsed.GetValue(text)!))));
        });
        return command;
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters];
}
