namespace Orchestrator.Terminal.Screens;

/// <summary>What the program printed that is not text on the screen: an event to the owner, who decides by settings. Never acted on by the screen.</summary>
public abstract record ScreenEvent
{
    public sealed record Bell : ScreenEvent;

    /// <summary>OSC 0/2. Control characters are removed, the length is bounded.</summary>
    public sealed record TitleChanged(string Title) : ScreenEvent;

    /// <summary>OSC 9, 777 and 99: a notification that the program asks for.</summary>
    public sealed record Notification(string Title, string Body) : ScreenEvent;

    /// <summary>OSC 7 (or ConEmu's OSC 9;9): the directory that the program says it works in. Absolute, decoded, without control characters; empty host for none. A claim, not a fact.</summary>
    public sealed record WorkingDirectory(string Host, string Path) : ScreenEvent;

    /// <summary>OSC 133: where a shell's prompt and a command's output begin and end. <paramref name="ExitCode"/> is that of the command, where the shell told it.</summary>
    public sealed record PromptMark(PromptMarkKind Kind, int? ExitCode) : ScreenEvent;

    /// <summary>OSC 52 write. The bytes are decoded, bounded and unchecked.</summary>
    public sealed record ClipboardWrite(string Selection, ReadOnlyMemory<byte> Data) : ScreenEvent;

    /// <summary>OSC 7501, the state report of Codex, and OSC 9;4: raw parameter text, printable ASCII, bounded.</summary>
    public sealed record StateReport(int Code, string Parameters) : ScreenEvent;
}

/// <summary>The marks of OSC 133, FinalTerm's and iTerm2's "semantic prompts".</summary>
public enum PromptMarkKind : byte
{
    /// <summary>A: the prompt begins.</summary>
    Prompt,

    /// <summary>B: the prompt ends, what the user types begins.</summary>
    Command,

    /// <summary>C: the command runs, its output begins.</summary>
    Output,

    /// <summary>D: the command ended.</summary>
    Done,
}
