using System.CommandLine;
using FakeAgent;
using Orchestrator.Cli.Demo;
using Orchestrator.Core.Agents;

Option<string> name = new("--name") { Required = true };
Option<string> mailbox = new("--mailbox") { Required = true };
Option<int> handOffs = new("--hand-offs") { DefaultValueFactory = _ => 10 };
Option<int> pace = new("--pace");
Option<string?> log = new("--log") { Description = "A JSONL file of everything that it received and did." };
Option<int?> exitAtOnce = new("--exit-at-once") { Description = "Ends with this code before anything else." };
Option<int> slowStart = new("--slow-start") { Description = "Milliseconds before it looks at its terminal." };
Option<bool> neverRead = new("--never-read");
Option<bool> startDialog = new("--start-dialog");
Option<bool> dialogAfterPaste = new("--dialog-between-paste-and-return");
Option<int> swallowReturn = new("--swallow-return") { Description = "So many returns are lost." };
Option<bool> noBracketedPaste = new("--no-bracketed-paste");
Option<int?> crashAfter = new("--crash-after") { Description = "After so many turns it kills itself in the midst of the next." };
Option<int?> writeInPieces = new("--write-in-pieces") { Description = "Milliseconds between the bytes that it writes." };
Option<bool> fullRedraw = new("--full-redraw");
Option<int?> numbered = new("--numbered") { Description = "Plays the agent that counts its mail, by this seed." };
Option<bool> alternateScreen = new("--alternate-screen");

RootCommand root = new("A scripted agent with faults, for the tests of cccc.")
{
    name, mailbox, handOffs, pace, log, exitAtOnce, slowStart, neverRead, startDialog, dialogAfterPaste, swallowReturn, noBracketedPaste,
    crashAfter, writeInPieces, fullRedraw, alternateScreen, numbered,
};
root.SetAction(async (parsed, cancellationToken) =>
{
    Journal journal = new(parsed.GetValue(log));
    if (parsed.GetValue(exitAtOnce) is { } code)
    {
        journal.Write("ended", "at once");
        Console.WriteLine($"fake-agent: ends at once with {code}");
        return code;
    }

    await Task.Delay(TimeSpan.FromMilliseconds(parsed.GetValue(slowStart)), TimeProvider.System, cancellationToken);
    AgentRole role = parsed.GetValue(name) == AgentRole.PeerB.Label() ? AgentRole.PeerB : AgentRole.PeerA;
    if (parsed.GetValue(numbered) is { } seed)
    {
        using NumberedAgent agent = new(role, ScriptedAgentOptions.OwnFolder(parsed.GetValue(mailbox)!, role), journal, journal.Before(), seed);
        return agent.Run();
    }

    return ScriptedAgent.Run(
        new ScriptedAgentOptions
        {
            Role = role,
            MailboxFolder = ScriptedAgentOptions.OwnFolder(parsed.GetValue(mailbox)!, role),
            HandOffs = parsed.GetValue(handOffs),
            Pace = TimeSpan.FromMilliseconds(parsed.GetValue(pace)),
            Journal = journal.Write,
            Faults = new AgentFaults
            {
                NeverRead = parsed.GetValue(neverRead),
                StartDialog = parsed.GetValue(startDialog),
                DialogAfterPaste = parsed.GetValue(dialogAfterPaste),
                SwallowedReturns = parsed.GetValue(swallowReturn),
                NoBracketedPaste = parsed.GetValue(noBracketedPaste),
                CrashAfter = parsed.GetValue(crashAfter),
                PieceDelay = parsed.GetValue(writeInPieces) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
                FullRedraw = parsed.GetValue(fullRedraw),
                AlternateScreen = parsed.GetValue(alternateScreen),
            },
        },
        TimeProvider.System);
});
return await root.Parse(args).InvokeAsync();
