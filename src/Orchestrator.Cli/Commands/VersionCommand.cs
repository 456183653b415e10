using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc version</c></summary>
internal static class VersionCommand
{
    public static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("version", "Print the version of cccc.") { json };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                var report = new VersionReport(Version, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
                output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.VersionReport));
            }
            else
            {
                output.WriteLine($"cccc {Version}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary><c>cccc version --json</c></summary>
internal sealed record VersionReport(string Version, string Runtime, string Platform);
