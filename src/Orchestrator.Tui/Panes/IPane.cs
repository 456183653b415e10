using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Panes;

/// <summary>A program's terminal, as a cockpit shows it and types into it. Used on the event loop only.</summary>
public interface IPane
{
    /// <summary>What the pane is called where no agent has it (the command, or the title that the program set). Untrusted.</summary>
    string Title { get; }

    Screen Screen { get; }

    bool IsAlive { get; }

    /// <summary>How the program ended (<c>exit code 1</c>), or null while it runs.</summary>
    string? ExitText { get; }

    /// <summary>What is wrong with a program that runs, after its name (<c>does not read its input</c>), or null.</summary>
    string? Trouble => null;

    /// <summary>True while the program rewrites its screen (DECSET 2026): what was drawn before stays until it is done.</summary>
    bool IsHeld => false;

    /// <summary>The program rang its bell and nobody has been here since.</summary>
    bool HasRung => false;

    /// <summary>What the program wants its user to know where there is no timeline for it, clean; null for nothing.</summary>
    string? Notice => null;

    /// <summary>The user has come to this pane: its marks go.</summary>
    void Seen()
    {
    }

    /// <summary>Bytes for the program, copied before this returns.</summary>
    /// <param name="bytes">As the program's modes want them.</param>
    /// <param name="fromHuman">True for what a human typed, pasted or clicked: mail to this agent then waits for a moment.</param>
    void Write(ReadOnlySpan<byte> bytes, bool fromHuman);

    /// <summary>Gives the program's terminal a new size.</summary>
    void Resize(TermSize size);
}
