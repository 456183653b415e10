using System.Text;
using Orchestrator.Core.Peers;

namespace Orchestrator.Demo;

/// <summary>A temporary project whose two actors are the scripted agents of this program. Deleted at the end.</summary>
internal sealed class DemoProject : IDisposable
{
    private readonly string _root;
    private readonly TextWriter _error;

    private DemoProject(string root, TextWriter error)
    {
        _root = root;
        _error = error;
        Folder = new ProjectFolder(root);
    }

    public ProjectFolder Folder { get; }

    /// <param name="handOffs">Hand-offs after which the agents stop passing.</param>
    /// <param name="pace">How long an agent "works" on each message.</param>
    /// <param name="program">How to start this program, which plays the agents: its file, and what stands before its verb.</param>
    /// <param name="error">Gets a line when the folder cannot be deleted.</param>
    public static DemoProject Create(int handOffs, TimeSpan pace, (string File, IReadOnlyList<string> FirstArguments) program, TextWriter error)
    {
        DemoProject project = new(Directory.CreateTempSubdirectory("cccc-demo-").FullName, error);
        Directory.CreateDirectory(project.Folder.Settings);
        File.WriteAllText(Path.Combine(project.Folder.Settings, "agents.yaml"), Agents(handOffs, pace, program));
        File.WriteAllText(Path.Combine(project.Folder.Settings, "cli_profiles.yaml"), Roles);
        return project;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (IOException error)
        {
            _error.WriteLine($"cccc: The demo's folder {_root} could not be removed ({error.Message}); remove it by hand.");
        }
    }

    private const string Roles = """
        # The demo's roles.
        roles:
          peerA:
            actor: scripted-a
          peerB:
            actor: scripted-b
        """;

    private static string Agents(int handOffs, TimeSpan pace, (string File, IReadOnlyList<string> FirstArguments) program)
    {
        StringBuilder yaml = new("# The demo's actors: scripted agents, part of cccc.\nactors:\n");
        foreach (var id in new[] { "scripted-a", "scripted-b" })
        {
            IEnumerable<string> command =
            [
                program.File, .. program.FirstArguments, "scripted-agent", "--name", "{role}", "--mailbox", "{mailbox}",
                "--hand-offs", handOffs.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--pace", ((int)pace.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ];
            yaml.Append("  ").Append(id).Append(":\n    title: Scripted agent\n    command: [")
                .AppendJoin(", ", command.Select(Quote)).Append("]\n").Append(Manner);
        }

        return yaml.ToString();
    }

    private static readonly string Manner =
        "    submit_delay_ms: 60\n    idle_quiet_ms: 60\n    state_rules:\n" + string.Concat(ScriptedAgent.StateRules.Select(rule => $"      {rule}\n"));

    // A YAML single-quoted scalar holds everything but the quote itself, which is doubled.
    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
