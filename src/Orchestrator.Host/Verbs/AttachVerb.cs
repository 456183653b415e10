using System.Collections.Immutable;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Host.Verbs;

/// <summary>Draws a cockpit on the connection.</summary>
public sealed class AttachVerb() : Verb(AttachRequest.VerbName, "Shows the session of this project that runs in the background.")
{
    public static AttachVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields =>
    [
        new("columns", "the terminal's width, 1 to 10000"), new("rows", "its height, 1 to 10000"),
        new("environment", "an object: what tells of the terminal, as TERM and COLORTERM", Optional: true),
    ];

    public override ControlRequest Read(RequestReader reader) =>
        new AttachRequest(new TermSize(reader.Number("columns", 1, 10_000), reader.Number("rows", 1, 10_000)), reader.Strings("environment"));

    public override void Serve(ControlCall call, IRunningSession session) => session.Attach(call, (AttachRequest)call.Request);
}
