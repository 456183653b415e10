using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;

namespace Orchestrator.Tui.Dialogs;

/// <summary>Something that lies over the cockpit and has the keyboard until it is closed.</summary>
internal interface IDialog
{
    bool IsClosed { get; }

    void HandleKey(KeyInput key);

    void HandleMouse(MouseInput mouse);

    void Draw(Surface surface, Rect bounds);
}
