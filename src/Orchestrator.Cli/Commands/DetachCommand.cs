using System.CommandLine;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc detach</c>: ends the connections of all attached terminals; the agents keep running.</summary>
internal static class DetachCommand
{
    public static Command Create() => Question.Create(DetachVerb.Row, () => new DetachRequest());
}
