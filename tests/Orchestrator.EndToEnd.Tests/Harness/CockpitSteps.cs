using System.Text.Json.Nodes;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>What a user does in the cockpit, in the user's words.</summary>
internal static class CockpitSteps
{
    /// <summary>Wide enough that no sentence that tests look for is wrapped.</summary>
    public static readonly TermSize Wide = new(180, 48);

    /// <summary>Starts cccc and launches the agents that the settings name from the setup panel.</summary>
    public static async Task<TerminalDriver> StartAndLaunch(this TestProject project, bool single = false)
    {
        var cockpit = TerminalDriver.Start(project, Wide);
        await cockpit.WaitForSetup();
        cockpit.Type(Keys.Enter);
        await cockpit.WaitForLivePanes(single);
        return cockpit;
    }

    /// <summary>The setup panel stands there and knows the actors.</summary>
    public static Task<ScreenText> WaitForSetup(this TerminalDriver cockpit) =>
        cockpit.WaitFor(screen => screen.Contains("Launch") && screen.Contains("Foreman") && screen.Contains($"● {TestProject.ActorA}"), "the setup panel");

    public static Task<ScreenText> WaitForLivePanes(this TerminalDriver cockpit, bool single = false) => cockpit.WaitFor(
        screen => screen.Contains("● PeerA, a scripted agent") && screen.Contains("● PeerB, a scripted agent") != single, "live panes");

    /// <summary>Types a line into the console.</summary>
    public static void Command(this TerminalDriver cockpit, string line) => cockpit.Type(line + Keys.Enter);

    public static async Task<PtyExit> Detach(this TerminalDriver cockpit)
    {
        cockpit.Type(Keys.Prefix + "d");
        return await cockpit.WaitForExit();
    }

    /// <summary>Ends agents and session, and says yes to the question.</summary>
    public static async Task<PtyExit> Quit(this TerminalDriver cockpit)
    {
        cockpit.Command("/quit");
        await cockpit.WaitFor("Quit ends");
        cockpit.Type("y");
        return await cockpit.WaitForExit();
    }

    public static async Task<JsonNode> Status(this TestProject project)
    {
        var status = await project.Cccc("status", "--json");
        Assert.True(status.ExitCode == 0, status.ToString());
        return JsonNode.Parse(status.Output)!;
    }

    /// <summary>Ends the session from a shell.</summary>
    public static async Task Kill(this TestProject project)
    {
        var kill = await project.Cccc("kill");
        Assert.True(kill.ExitCode == 0, kill.ToString());
    }
}
