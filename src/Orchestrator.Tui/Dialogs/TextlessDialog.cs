using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Dialogs;

/// <summary>
/// A dialog without text input. It changes by keys and the mouse alone and shows no cursor. What is pasted into it is
/// ignored, all of it: a text from the clipboard that begins with a letter of an answer is no answer.
/// </summary>
internal abstract class TextlessDialog : IDialog
{
    // Null where the size has changed since the last picture: a click cannot mean anything that the user sees.
    private Rect? _frame;

    public bool IsClosed { get; protected set; }

    public bool NeedsDraw { get; private set; } = true;

    public CursorPosition? Cursor => null;

    /// <summary>Where its frame was drawn; empty where there was no room for one.</summary>
    protected Rect Area => _frame.GetValueOrDefault();

    public void HandleKey(KeyInput key)
    {
        if (!key.IsRelease)
        {
            NeedsDraw = true;
            OnKey(key);
        }
    }

    public void HandleMouse(MouseInput mouse)
    {
        if (_frame is not null)
        {
            NeedsDraw = true;
            OnMouse(mouse);
        }
    }

    public void HandlePaste(PasteInput paste)
    {
        // Ignored: see above.
    }

    public void Resize(TermSize size)
    {
        _frame = null;
        NeedsDraw = true;
    }

    public void Draw(Surface surface, Rect bounds)
    {
        _frame = OnDraw(surface, bounds);
        NeedsDraw = false;
    }

    /// <summary>A key that was pressed or repeats.</summary>
    protected abstract void OnKey(KeyInput key);

    protected abstract void OnMouse(MouseInput mouse);

    /// <returns>Where the frame was drawn; empty where there was no room for one.</returns>
    protected abstract Rect OnDraw(Surface surface, Rect bounds);
}
