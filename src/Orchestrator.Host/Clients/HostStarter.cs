using System.ComponentModel;
using System.Diagnostics;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Clients;

/// <summary>
/// Starts a host in the background. The host says <c>ready</c>, or what is wrong, on a pipe: no waiting by the clock.
/// </summary>
public static class HostStarter
{
    public const string Ready = "ready";

    /// <param name="arguments">The hidden verb and its arguments.</param>
    /// <param name="environment">Variables on top of this process's own.</param>
    /// <exception cref="ControlException">The host could not be started; the message is its sentence.</exception>
    /// <exception cref="SessionTakenException">Another host was faster: connect to that one.</exception>
    public static void Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        (var program, var own) = ThisProgram();
        ProcessStartInfo start = new(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in own.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((var name, var value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using var host = Process.Start(start) ?? throw new ControlException("The host could not be started.");
            host.StandardInput.Close();
            // Not to the end: a host that runs keeps its end of the pipe.
            var first = host.StandardOutput.ReadLine();
            if (first == Ready)
            {
                return;
            }

            var answer = $"{first}\n{host.StandardOutput.ReadToEnd()}".Trim();
            if (answer.StartsWith(TakenPrefix, StringComparison.Ordinal))
            {
                throw new SessionTakenException(answer[TakenPrefix.Length..], inner: null);
            }

            throw new ControlException(answer.Length > 0 ? answer : "The host ended before it was ready; its log may say why.");
        }
        catch (Win32Exception error)
        {
            throw new ControlException($"The host could not be started from {program}: {error.Message}.", error);
        }
    }

    /// <summary>What a host prints before its sentence when another one holds the project.</summary>
    public const string TakenPrefix = "taken: ";

    /// <summary>How to run this program again: its executable, or <c>dotnet cccc.dll</c>.</summary>
    public static (string Program, IReadOnlyList<string> FirstArguments) ThisProgram()
    {
        var program = Environment.ProcessPath ?? throw new ControlException("The path of this program is not known to the system.");
        var name = Path.GetFileNameWithoutExtension(program);
        return name == "dotnet" ? (program, [Path.GetFullPath(Environment.GetCommandLineArgs()[0])]) : (program, []);
    }
}
