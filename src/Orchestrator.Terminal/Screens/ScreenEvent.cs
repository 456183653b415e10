namespace Orchestrator.Terminal.Screens;

/// <summary>What the program printed that is not text on the screen: an event to the owner, who decides by settings. Never acted on by the screen.</summary>
public abstract record ScreenEvent
{
    public sealed record Bell : ScreenEvent;

    /// <summary>OSC 0/2. Control characters are removed, the length is bounded.</summary>
    public sealed record TitleChanged(string Title) : ScreenEvent;

    /// <summary>OSC 9, 777 and 99: a notification that the program asks for.</summary>
    public sealed record Notification(string Title, string Body) : ScreenEvent;

    /// <summary>OSC 52 write. The bytes are decoded, bounded and unchecked.</summary>
    public sealed record ClipboardWrite(string Selection, ReadOnlyMemory<byte> Data) : ScreenEvent;

    /// <summary>OSC 7501, the state report of Codex, and OSC 9;4: raw parameter text, printable ASCII, bounded.</summary>
    public sealed record StateReport(int Code, string Parameters) : ScreenEvent;
}
