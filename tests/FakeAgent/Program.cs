using System.CommandLine;
using System.Text.Json;
using FakeAgent;
using Orchestrator.Core.Peers;
using Orchestrator.Demo;

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

Option<string?> persona = new("--persona") { Description = "Looks like one of: " + string.Join(", ", Personas.Names) };
Option<bool> vim = new("--vim") { Description = "Its composer is in a vi's normal mode at the start and after each line." };
Option<int?> repaint = new("--repaint-every") { Description = "Milliseconds." };
Option<int?> questionDrawnIn = new("--question-drawn-in") { Description = "Milliseconds between the buttons of a question and what it asks about." };
Option<int?> questionLasts = new("--question-lasts") { Description = "Milliseconds until a question goes by itself." };
Option<string?> script = new("--script") { Description = "A file of incidents, a JSON list." };

RootCommand root = new("A scripted agent with faults, for the tests of cccc.")
{
    name, mailbox, handOffs, pace, log, exitAtOnce, slowStart, neverRead, startDialog, dialogAfterPaste, swallowReturn, noBracketedPaste,
    crashAfter, writeInPieces, fullRedraw, alternateScreen, numbered,
    persona, vim, repaint, questionLasts, questionDrawnIn, script,
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
    var role = parsed.GetValue(name) == AgentRole.PeerB.Label() ? AgentRole.PeerB : AgentRole.PeerA;
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
                Persona = parsed.GetValue(persona) is { } looks ? Personas.Of(looks) : null,
                NormalMode = parsed.GetValue(vim),
                RepaintEvery = parsed.GetValue(repaint) is { } every ? TimeSpan.FromMilliseconds(every) : null,
                QuestionDrawnIn = parsed.GetValue(questionDrawnIn) is { } drawnIn ? TimeSpan.FromMilliseconds(drawnIn) : null,
                QuestionLasts = parsed.GetValue(questionLasts) is { } lasts ? TimeSpan.FromMilliseconds(lasts) : null,
                Script = parsed.GetValue(script) is { } file ? JsonSerializer.Deserialize(File.ReadAllText(file), IncidentsJson.Default.ListAgentIncident)! : [],
            },
        },
        TimeProvider.System);
});
return await root.Parse(args).InvokeAsync();
