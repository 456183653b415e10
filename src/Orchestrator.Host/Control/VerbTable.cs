using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Settings;

namespace Orchestrator.Host.Control;

/// <summary>The verbs that a socket knows.</summary>
public sealed class VerbTable(ImmutableArray<Verb> rows)
{
    /// <summary>In the order in which they are told.</summary>
    public ImmutableArray<Verb> Rows => rows;

    public Verb? Find(string name) => rows.FirstOrDefault(verb => verb.Name == name);

    /// <summary>The verb that a line names.</summary>
    /// <exception cref="ControlException">It names none, or one that is not known: the sentence has the nearest one.</exception>
    public Verb VerbOf(JsonObject line)
    {
        var name = new RequestReader("?", line).TextOrNull("verb");
        if (name is null)
        {
            throw new ControlException($"The request names no verb; known are {Names()}.");
        }

        return Find(name) ?? throw new ControlException(NearestName.Of(name, rows.Select(verb => verb.Name)) is { } near
            ? $"The verb '{name}' is not known; did you mean {near}? Known are {Names()}."
            : $"The verb '{name}' is not known; known are {Names()}.");
    }

    /// <exception cref="ControlException">The line is no request; the message says what was expected.</exception>
    public ControlRequest Read(ReadOnlySpan<byte> line)
    {
        var json = RequestReader.ParseObject(line);
        var verb = VerbOf(json);
        return verb.Read(new RequestReader(verb.Name, json));
    }

    private string Names() => string.Join(", ", rows.Select(verb => verb.Name));
}
