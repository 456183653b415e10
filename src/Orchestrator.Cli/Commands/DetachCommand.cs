using System.CommandLine;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc detach</c>: ends the connections of all attached terminals; the agents keep running.</summary>
internal static class DetachCommand
{
    public static Command Create() => Question.Create(
        "detach", "Ends the connections of all attached terminals; the agents keep running.", () => new ControlRequest.Detach());
}
