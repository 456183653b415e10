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
    private static readonly string[] s_modern = ["kitty", "foot", "WezTerm", "ghostty", "contour", "iTerm2", "rio", "Konsole", "VTE"];

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

        ReadOnlySpan<byte> raw = reply.Raw.Span;
        OuterTerminal known = OuterKeyboard.IsKittyAnswer(reply) ? outer with { Keys = OuterKeyProtocol.Kitty }
            : raw.StartsWith("\e[?2026;"u8) && raw.EndsWith("$y"u8) ? WithMode2026(outer, raw)
            : raw.StartsWith("\eP>|"u8) ? WithName(outer, raw, environment)
            : outer;
        return known == outer ? outer : known;
    }

    // DECRPM: 1 set, 2 reset, 3 permanently set; 0 not known, 4 permanently reset.
    private static OuterTerminal WithMode2026(OuterTerminal outer, ReadOnlySpan<byte> raw) =>
        raw.Length == "\e[?2026;0$y".Length && raw[^3] is >= (byte)'0' and <= (byte)'4'
            ? outer with { SynchronizedOutput = raw[^3] is (byte)'1' or (byte)'2' or (byte)'3' }
            : outer;

    private static OuterTerminal WithName(OuterTerminal outer, ReadOnlySpan<byte> raw, IReadOnlyDictionary<string, string> environment)
    {
        const int MaxName = 64;
        ReadOnlySpan<byte> name = raw[4..];
        name = name.EndsWith("\e\\"u8) ? name[..^2] : name;
        if (name.IsEmpty || name.Length > MaxName || name.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return outer;
        }

        string text = Encoding.ASCII.GetString(name);
        bool noColor = environment.TryGetValue("NO_COLOR", out string? value) && value.Length > 0;
        return Array.Exists(s_modern, modern => text.StartsWith(modern, StringComparison.OrdinalIgnoreCase))
            ? outer with { Name = text, ExtendedUnderline = true, Colors = noColor ? ColorDepth.None : ColorDepth.TrueColor }
            : outer with { Name = text };
    }
}
