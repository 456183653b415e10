using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Switch the Foreman, have it run, or ask about it.</summary>
public sealed record ForemanRequest(ForemanOrder Order) : ControlRequest(VerbName)
{
    internal const string VerbName = "foreman";

    protected override void Write(JsonObject line) => line["do"] = Order.ToString().ToLowerInvariant();
}

/// <summary>Switches the Foreman, has it run, or tells of it.</summary>
public sealed class ForemanVerb() : EngineVerb<ForemanRequest>(
    ForemanRequest.VerbName, "Switches the Foreman, has it run now, or says when it runs.", "Foreman", "The Foreman could not be asked")
{
    public static ForemanVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields => [new("do", "on, off, status or now")];

    public override ControlRequest Read(RequestReader reader) => new ForemanRequest(reader.Choice<ForemanOrder>("do"));

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, ForemanRequest request) =>
        Reply(await engine.ForemanAsync(request.Order, CancellationToken.None));
}
