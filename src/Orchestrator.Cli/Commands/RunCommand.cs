using System.CommandLine;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc run</c>, and <c>cccc</c> alone: starts the host of this project when there is none, and attaches.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        Command command = new("run", "Starts the session of this project in the background when there is none, and shows it. The same as `cccc` alone.");
        Configure(command);
        return command;
    }

    /// <summary>Gives the root command the options and the action of <c>run</c>.</summary>
    public static void MakeDefault(RootCommand root) => Configure(root);

    private static void Configure(Command command)
    {
        var choice = SessionChoice.AddTo(command, byName: false);
        Option<bool> launch = new("--launch") { Description = "Start the agents at once, with the roles that the settings say, without the setup panel." };
        var overrides = SetOption.Create();
        command.Options.Add(launch);
        command.Options.Add(overrides);
        command.SetAction((parsed, _) => RunAsync(choice.Project(parsed), parsed.GetValue(launch), parsed.GetValue(overrides) ?? []));
    }

    private static async Task<int> RunAsync(ProjectFolder project, bool launch, string[] overrides)
    {
        TerminalSession.RequireTerminal();
        using var host = await ConnectOrStartAsync(project, launch, overrides);
        return TerminalSession.Attach(host);
    }

    private static async Task<HostConnection> ConnectOrStartAsync(ProjectFolder project, bool launch, string[] overrides)
    {
        var address = SessionAddress.OfProject(project, Environment.GetEnvironmentVariable);
        if (HostConnection.TryConnect(address) is { } running)
        {
            return running;
        }

        List<string> arguments = ["host", "--project", project.Root, "--size", TerminalSession.Size()];
        if (launch)
        {
            arguments.Add("--launch");
        }

        foreach (var setting in overrides)
        {
            arguments.AddRange(["--set", setting]);
        }

        try
        {
            HostStarter.Start(arguments);
        }
        catch (SessionTakenException taken)
        {
            // Two clients started at the same moment; the other one's host serves both, once it has started.
            var started = await SessionLock.WaitForStartAsync(project, StartPatience, TimeProvider.System);
            return HostConnection.TryConnect(address)
                ?? throw new SessionTakenException(started ? taken.Message : $"{taken.Message} It has not come up; its log is .cccc/state/host.log.", taken);
        }

        return HostConnection.TryConnect(address) ?? throw new ControlException("The host started and went away at once; its log in .cccc/state/host.log may say why.");
    }
}
