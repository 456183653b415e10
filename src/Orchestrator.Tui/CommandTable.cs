using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Tui.Console;

namespace Orchestrator.Tui;

/// <summary>A slash command and what it does: parser, completion, help and docs/commands.md are made from this.</summary>
/// <param name="Run">Gets the rest of the line, trimmed.</param>
internal sealed record CockpitCommand(string Name, string Argument, string Help, ImmutableArray<Choice> Choices, Action<Cockpit, string> Run)
    : SlashCommand(Name, Argument, Help, Choices)
{
    /// <summary>What it asks of the session, as the table of verbs calls it; empty when it is the cockpit's own.</summary>
    public string Verb { get; init; } = "";
}

/// <summary>A prefix that addresses a message without a slash: <c>a: text</c>.</summary>
internal sealed record MessagePrefix(string Name, Route Route);

/// <summary>Every command of the console, declared once.</summary>
internal static class CommandTable
{
    private static readonly ImmutableArray<Choice> Peers =
    [
        new("a", "PeerA"),
        new("b", "PeerB"),
        new("both", "all agents"),
    ];

    private static readonly ImmutableArray<Choice> OnePeer =
    [
        new("a", "PeerA"),
        new("b", "PeerB"),
    ];

    public static ImmutableArray<CockpitCommand> All { get; } =
    [
        new("/a", "TEXT", "send TEXT to PeerA", [], static (c, text) => c.Send(Route.PeerA, text)) { Verb = "send" },
        new("/b", "TEXT", "send TEXT to PeerB", [], static (c, text) => c.Send(Route.PeerB, text)) { Verb = "send" },
        new("/both", "TEXT", "send TEXT to both peers", [], static (c, text) => c.Send(Route.Both, text)) { Verb = "send" },
        new("/a!", "TEXT", "type TEXT past the gate", [], static (c, text) => c.TypeRaw(AgentRole.PeerA, text)),
        new("/b!", "TEXT", "the same for PeerB", [], static (c, text) => c.TypeRaw(AgentRole.PeerB, text)),
        new("/approve", "[a|b]", "say yes to a prompt, once", OnePeer, static (c, who) => c.AnswerPrompt(new PromptAnswer(PromptChoice.Approve), who)) { Verb = "answer" },
        new("/deny", "[a|b]", "say no to a prompt", OnePeer, static (c, who) => c.AnswerPrompt(new PromptAnswer(PromptChoice.Deny), who)) { Verb = "answer" },
        new("/answer", "[a|b] N", "choose entry N of a prompt", [], static (c, what) => c.AnswerPrompt(what)) { Verb = "answer" },
        new("/explain", "[a|b]", "why its state is what it is", OnePeer, static (c, who) => c.Explain(who)) { Verb = "explain" },
        new("/pause", "", "hold all mail and timers", [], static (c, _) => c.Pause()) { Verb = "pause" },
        new("/resume", "", "deliver what /pause held", [], static (c, _) => c.Resume()) { Verb = "resume" },
        new("/aux", "TEXT", "have the helper do TEXT", [], static (c, text) => c.Aux(text)) { Verb = "aux" },
        new("/foreman", "on|off|status|now", "switch the Foreman", [new("on", "runs at intervals"), new("off", "rests"), new("status", "when it runs"), new("now", "one run now")], static (c, order) => c.Foreman(order)) { Verb = "foreman" },
        new("/restart", "[a|b|both]", "start agents again", Peers, static (c, which) => c.Restart(which)) { Verb = "restart" },
        new("/status", "", "show agents, mail, timers", [], static (c, _) => c.ShowStatus()) { Verb = "status" },
        new("/task", "[ID]", "show the plan, or one task", [], static (c, id) => c.ShowTasks(id)),
        new("/setup", "", "choose agents, at the start", [], static (c, _) => c.OpenSetup()),
        new("/verbose", "on|off", "show details in the log", [new("on", "all lines"), new("off", "no details")], static (c, value) => c.Verbose(value)),
        new("/help", "", "show keys and commands", [], static (c, _) => c.ShowHelp()),
        new("/detach", "", "leave; agents go on", [], static (c, _) => c.Detach()),
        new("/quit", "", "end agents and session", [], static (c, _) => c.AskQuit()) { Verb = "kill" },
    ];

    public static ImmutableArray<MessagePrefix> Prefixes { get; } =
    [
        new("a", Route.PeerA),
        new("b", Route.PeerB),
        new("both", Route.Both),
    ];

    public static CockpitCommand? Find(string name) =>
        All.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The route and text of <c>a: text</c>, with an ASCII or a full-width colon; null for anything else.</summary>
    public static (Route Route, string Text)? ReadPrefix(string line)
    {
        foreach (var prefix in Prefixes)
        {
            var colon = prefix.Name.Length;
            if (line.Length > colon && line[colon] is ':' or '：' && line.StartsWith(prefix.Name, StringComparison.OrdinalIgnoreCase))
            {
                return (prefix.Route, line[(colon + 1)..].Trim());
            }
        }

        return null;
    }

    /// <summary>The command that a mistyped name most likely means, or null.</summary>
    public static CockpitCommand? Nearest(string name)
    {
        var lower = name.ToLowerInvariant();
        var best = All.FirstOrDefault(c => lower.Length > 1 && c.Name.StartsWith(lower, StringComparison.Ordinal));
        if (best is not null)
        {
            return best;
        }

        var limit = Math.Max(1, lower.Length / 3);
        (CockpitCommand Command, int Distance) nearest = All.Select(c => (c, EditDistance(lower, c.Name))).MinBy(static p => p.Item2);
        return nearest.Distance <= limit ? nearest.Command : null;
    }

    // Levenshtein, one row at a time.
    private static int EditDistance(string from, string to)
    {
        if (from.Length > 64)
        {
            return int.MaxValue;
        }

        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
