using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Dialogs;

/// <summary>Something that lies over the cockpit and has the keyboard until it is closed. Used on the event loop only.</summary>
internal interface IDialog
{
    bool IsClosed { get; }

    /// <summary>True when <see cref="Draw"/> would change the picture, by input or by what came to the dialog on its own.</summary>
    bool NeedsDraw { get; }

    /// <summary>Where the outer cursor stands in the picture drawn last (0-based, on the whole surface), or null to hide it.</summary>
    CursorPosition? Cursor { get; }

    void HandleKey(KeyInput key);

    void HandleMouse(MouseInput mouse);

    /// <summary>A paste or a piece of one. A dialog without text input ignores it: what is pasted is never an answer.</summary>
    void HandlePaste(PasteInput paste);

    /// <summary>The client's terminal has this size: told when the dialog opens and at every change, before it is drawn in it.</summary>
    void Resize(TermSize size);

    /// <summary>Draws all of it, over whatever is there.</summary>
    void Draw(Surface surface, Rect bounds);
}
