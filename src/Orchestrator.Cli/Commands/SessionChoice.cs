using System.CommandLine;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary>Which session a verb is about: that of a project's folder, or one by name.</summary>
internal sealed class SessionChoice
{
    private readonly Option<string?> _project = ProjectOption.Create();

    private readonly Option<string?> _session = new("--session")
    {
        Description = "A session by its name, as `cccc pane` prints it at detach.",
        HelpName = "NAME",
    };

    // A command is parsed once; what is said while the folder is looked for is said once.
    private ProjectFolder? _resolved;

    public static SessionChoice AddTo(Command command, bool byName)
    {
        SessionChoice choice = new();
        command.Options.Add(choice._project);
        if (byName)
        {
            choice._session.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && !SessionAddress.IsName(result.Tokens[^1].Value))
                {
                    result.AddError($"'{result.Tokens[^1].Value}' is no session name: it has letters, digits and '-' only. The name is what `cccc pane` printed at detach.");
                }
            });
            command.Options.Add(choice._session);
        }

        return choice;
    }

    public ProjectFolder Project(ParseResult parsed) => _resolved ??= ProjectOption.Resolve(parsed, _project);

    public SessionAddress Address(ParseResult parsed) => parsed.GetValue(_session) is { } name
        ? SessionAddress.OfName(name, Environment.GetEnvironmentVariable)
        : SessionAddress.OfProject(Project(parsed), Environment.GetEnvironmentVariable);

    /// <exception cref="NotRunningException">No host listens there.</exception>
    public HostConnection Connect(ParseResult parsed) => HostConnection.TryConnect(Address(parsed))
        ?? throw new NotRunningException(parsed.GetValue(_session) is { } name
            ? $"No session '{name}' runs."
            : $"No session runs for {Project(parsed).Root}; `cccc` there starts one.");
}
