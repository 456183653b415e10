using System.CommandLine;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc kill</c>: ends the agents and the host of this project's session.</summary>
internal static class KillCommand
{
    public static Command Create() => Question.Create(KillVerb.Row, () => new KillRequest());
}
