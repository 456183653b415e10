using System.Text;
using Orchestrator.Terminal.Input;

namespace Orchestrator.Terminal.Rendering;

/// <summary>
/// What the outer terminal's answers to <see cref="OuterTerminal.Query"/> say. Answers may come late, in any order or never, and anything may come
/// unasked: one that is not understood changes nothing.
/// </summary>
public static class OuterAnswers
{
    // XTVERSION names of terminals whose 24-bit colours and underline styles work from their first release with that query.
    private static readonly string[] Modern = ["kitty", "foot", "WezTerm", "ghostty", "contour", "iTerm2", "rio", "Konsole", "VTE"];

    /// <summary>The terminal as it is known after an answer; the same object when it says nothing new.</summary>
    /// <param name="outer">As it was known.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="environment">The client's environment: NO_COLOR stays in force.</param>
    public static OuterTerminal Apply(OuterTerminal outer, ReplyInput reply, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(environment);
        if (!outer.Queries)
        {
            return outer;
        }

        var raw = reply.Raw.Span;
        var known = OuterKeyboard.IsKittyAnswer(reply) ? outer with { Keys = OuterKeyProtocol.Kitty }
            : ModeState(raw, "\e[?2026;"u8) is { } synchronized ? outer with { SynchronizedOutput = synchronized is 1 or 2 or 3 }
            // Only where it is set already: a terminal that has it by default would miss it if we reset it at the end.
            : ModeState(raw, "\e[?2027;"u8) is { } clusters ? outer with { Clusters = clusters is 1 or 3 }
            : raw.StartsWith("\eP>|"u8) ? WithName(outer, raw, environment)
            : outer;
        return known == outer ? outer : known;
    }

    // DECRPM: 1 set, 2 reset, 3 permanently set; 0 not known, 4 permanently reset.
    private static int? ModeState(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> start) =>
        raw.Length == start.Length + 3 && raw.StartsWith(start) && raw.EndsWith("$y"u8) && raw[^3] is >= (byte)'0' and <= (byte)'4' ? raw[^3] - '0' : null;

    private static OuterTerminal WithName(OuterTerminal outer, ReadOnlySpan<byte> raw, IReadOnlyDictionary<string, string> environment)
    {
        const int MaxName = 64;
        var name = raw[4..];
        name = name.EndsWith("\e\\"u8) ? name[..^2] : name;
        if (name.IsEmpty || name.Length > MaxName || name.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return outer;
        }

        var text = Encoding.ASCII.GetString(name);
        var noColor = environment.TryGetValue("NO_COLOR", out var value) && value.Length > 0;
        return Array.Exists(Modern, modern => text.StartsWith(modern, StringComparison.OrdinalIgnoreCase))
            ? outer with { Name = text, ExtendedUnderline = true, Colors = noColor ? ColorDepth.None : ColorDepth.TrueColor }
            : outer with { Name = text };
    }
}
