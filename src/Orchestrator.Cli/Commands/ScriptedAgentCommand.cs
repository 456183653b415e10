using System.CommandLine;
using Orchestrator.Core.Peers;
using Orchestrator.Demo;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc scripted-agent</c> (hidden): the agent that the demo runs in its panes.</summary>
internal static class ScriptedAgentCommand
{
    public static Command Create()
    {
        Option<string> name = new("--name") { Description = "PeerA or PeerB.", Required = true, HelpName = "ROLE" };
        name.AcceptOnlyFromAmong(AgentRole.PeerA.Label(), AgentRole.PeerB.Label());
        Option<string> mailbox = new("--mailbox") { Description = "The mailbox's folder, or the agent's own in it.", Required = true, HelpName = "DIR" };
        Option<int> handOffs = new("--hand-offs") { Description = "Hand-offs until the agents stop.", DefaultValueFactory = _ => 10, HelpName = "N" };
        Option<int> pace = new("--pace") { Description = "Milliseconds of work on each message.", DefaultValueFactory = _ => 700, HelpName = "MS" };
        Command command = new("scripted-agent", "Plays a coding-agent CLI in this terminal, by a script.") { name, mailbox, handOffs, pace };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var role = parsed.GetValue(name) == AgentRole.PeerA.Label() ? AgentRole.PeerA : AgentRole.PeerB;
            return ScriptedAgent.Run(
                new ScriptedAgentOptions
                {
                    Role = role,
                    MailboxFolder = ScriptedAgentOptions.OwnFolder(parsed.GetValue(mailbox)!, role),
                    HandOffs = parsed.GetValue(handOffs),
                    Pace = TimeSpan.FromMilliseconds(Math.Max(0, parsed.GetValue(pace))),
                },
                TimeProvider.System);
        });
        return command;
    }
}
