using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Session;
using Orchestrator.Demo;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc demo</c>: the whole program with two scripted agents in a temporary project.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan WatchablePace = TimeSpan.FromMilliseconds(900);

    public const string Headless = "--headless";

    public static Command Create()
    {
        Option<bool> headless = new(Headless) { Description = "Without a terminal: prints what happened, and how fast." };
        Option<int> handOffs = new("--hand-offs") { Description = "Hand-offs until the agents stop.", DefaultValueFactory = _ => 10, HelpName = "N" };
        handOffs.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000))
            {
                result.AddError("--hand-offs takes a number from 1 to 10000.");
            }
        });
        Option<bool> json = new("--json") { Description = "With --headless: print the result as JSON." };
        Command command = new("demo", "Shows the program at work: two scripted agents in a temporary project pass mail to each other.") { headless, handOffs, json };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(headless)
            ? HeadlessDemo.RunAsync(parsed.GetValue(handOffs), parsed.GetValue(json), cancellationToken)
            : Task.FromResult(RunInTerminal(parsed.GetValue(handOffs))));
        return command;
    }

    private static int RunInTerminal(int handOffs)
    {
        TerminalSession.RequireTerminal();
        using var project = DemoProject.Create(handOffs, WatchablePace, HostStarter.ThisProgram(), StandardStreams.Error);
        var address = SessionAddress.OfProject(project.Folder, Environment.GetEnvironmentVariable);
        HostStarter.Start(["host", "--project", project.Folder.Root, "--launch", "--end-with-last-client", "--size", TerminalSession.Size()]);
        try
        {
            using (var first = Connect(address))
            {
                first.Ask(new SendRequest(Route.PeerA, "start", SendOptions.Plain));
            }

            using var host = Connect(address);
            return TerminalSession.Attach(host);
        }
        finally
        {
            // Over already when the last client has gone; this one waits until everything has ended, so that the folder can go.
            AwaitEnd(address);
        }
    }

    private static void AwaitEnd(SessionAddress address)
    {
        using var host = HostConnection.TryConnect(address);
        try
        {
            host?.Ask(new KillRequest());
        }
        catch (ControlException)
        {
            // It ended while it was asked to: its socket closes last.
        }
    }

    private static HostConnection Connect(SessionAddress address) =>
        HostConnection.TryConnect(address) ?? throw new ControlException("The demo's host started and went away at once.");
}
