using Orchestrator.Core.Settings.Loading;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Setup;

/// <summary>Draws the setup panel and finds what a click is on.</summary>
internal sealed class SetupView(Theme theme, string project)
{
    // The right column holds the longest hint in one row; both fill 80 columns.
    private const int LeftColumns = 33;
    private const int RightColumns = 47;
    private const int MaxExtraColumns = 20;
    private const int HintRows = 2;

    // Title, a blank, two rows for what is wrong, the buttons, the keys.
    private const int OtherRows = 6;

    private static readonly string[] SinglePeerHint = ["ℹ Single-peer mode: Only PeerA will run.", "  Foreman recommended for automation."];
    private static readonly string[] ForemanHint = ["💡 Single-peer mode detected.", "   Enable Foreman for autonomous operation."];

    private readonly Rect[] _lists = new Rect[4];
    private readonly Rect[] _buttons = new Rect[2];

    public void Draw(Surface surface, SetupPanel panel)
    {
        var area = Arrange(surface.Bounds, panel);
        var x = surface.Write(area, 0, " cccc", theme.TitleFocused);
        x = surface.DrawText(x, area.Y, project.Length > 0 ? $" · {CleanText.OneLine(project)}" : "", theme.Quiet, area);
        surface.DrawText(x, area.Y, " · Who plays which role?", theme.Strong, area);
        for (var i = 0; i < panel.Lists.Length; i++)
        {
            DrawList(surface, _lists[i], panel.Lists[i], Hint(panel, i), panel.Focus == i);
        }

        DrawMessage(surface, new Rect(area.X + 1, _buttons[0].Y - 2, area.Width - 2, 2), panel);
        DrawButton(surface, _buttons[0], "Launch", panel.Focus == SetupPanel.LaunchButton);
        DrawButton(surface, _buttons[1], "Quit", panel.Focus == SetupPanel.QuitButton);
        surface.DrawText(area.X + 1, _buttons[0].Y + 1, "↑↓ choose · Tab ←→ move · Enter launches · Esc quits · F1 help", theme.Quiet, area);
        panel.Drawn();
    }

    public void HandleMouse(MouseInput mouse, SetupPanel panel)
    {
        if (mouse is not { Action: MouseAction.Press, Button: MouseButton.Left })
        {
            return;
        }

        for (var i = 0; i < panel.Lists.Length; i++)
        {
            var inside = Border.Inside(_lists[i]);
            var choice = Top(panel.Lists[i], Visible(inside, Hint(panel, i))) + mouse.Row - inside.Y;
            var onChoice = inside.Contains(mouse.Column, mouse.Row) && mouse.Row - inside.Y < Visible(inside, Hint(panel, i)) && choice < panel.Lists[i].Choices.Count;
            if (_lists[i].Contains(mouse.Column, mouse.Row))
            {
                panel.Select(i, onChoice ? choice : panel.Lists[i].Selected);
            }
        }

        for (var i = 0; i < _buttons.Length; i++)
        {
            if (_buttons[i].Contains(mouse.Column, mouse.Row))
            {
                panel.Focus = SetupPanel.LaunchButton + i;
                panel.Press();
            }
        }
    }

    private Rect Arrange(Rect bounds, SetupPanel panel)
    {
        var extra = Math.Clamp(bounds.Width - LeftColumns - RightColumns, 0, MaxExtraColumns);
        var most = panel.Lists.Length == 0 ? 1 : panel.Lists.Max(static l => l.Choices.Count);
        var height = Math.Clamp(most + HintRows + 3, 5, Math.Max(5, (bounds.Height - OtherRows) / 2));
        var area = Drawing.Centre(bounds, LeftColumns + RightColumns + extra, (2 * height) + OtherRows);
        var left = LeftColumns + (extra / 2);
        for (var i = 0; i < _lists.Length; i++)
        {
            var y = area.Y + 2 + (i / 2 * height);
            _lists[i] = i % 2 == 0 ? new Rect(area.X, y, left, height) : new Rect(area.X + left, y, area.Width - left, height);
        }

        var buttonsY = area.Y + 2 + (2 * height) + 2;
        _buttons[0] = new Rect(area.X + 1, buttonsY, 10, 1);
        _buttons[1] = new Rect(area.X + 13, buttonsY, 8, 1);
        return area;
    }

    private void DrawList(Surface surface, Rect frame, RoleList list, string[] hint, bool focused)
    {
        var inside = Border.Inside(frame);
        var visible = Visible(inside, hint);
        var top = Top(list, visible);
        var below = list.Choices.Count - top - visible;
        var more = (top > 0 ? "↑" : "") + (below > 0 ? $"↓ {below} more" : "");
        Border.Draw(surface, frame, theme, focused, [new(list.Title, focused ? theme.TitleFocused : theme.Title)], new(more, theme.Quiet));
        for (var line = 0; line < visible && top + line < list.Choices.Count; line++)
        {
            DrawChoice(surface, inside with { Y = inside.Y + line, Height = 1 }, list.Choices[top + line], top + line == list.Selected, focused);
        }

        for (var i = 0; i < hint.Length; i++)
        {
            surface.DrawText(inside.X + 1, inside.Bottom - hint.Length + i, hint[i], theme.Accent, inside);
        }
    }

    private void DrawChoice(Surface surface, Rect row, ActorAvailability? actor, bool selected, bool focused)
    {
        var missing = actor is { Found: false };
        var style = selected ? focused ? theme.TitleFocused : theme.Strong : missing ? theme.Quiet : theme.Text;
        surface.DrawText(row.X + 1, row.Y, selected ? "●" : "○", style, row);
        var note = missing ? "not found" : "";
        var name = actor is null ? "none" : CleanText.OneLine(actor.Actor.Id);
        surface.DrawText(row.X + 3, row.Y, TextWrap.Cut(name, row.Width - 5 - note.Length), style, row);
        surface.WriteRight(row with { Width = row.Width - 1 }, 0, note, selected && missing ? theme.Error : theme.Quiet);
    }

    private void DrawMessage(Surface surface, Rect area, SetupPanel panel)
    {
        (var text, var style) = panel.Busy is { } busy ? (busy, theme.Quiet) : panel.Fault() is { } fault ? ($"✗ {fault}", theme.Error) : ("", theme.Text);
        var rows = TextWrap.Wrap(text, area.Width);
        for (var i = 0; i < Math.Min(rows.Count, area.Height); i++)
        {
            var row = i == area.Height - 1 && rows.Count > area.Height ? TextWrap.Cut(rows[i] + " …", area.Width) : rows[i];
            surface.Write(area, i, row, style);
        }
    }

    private void DrawButton(Surface surface, Rect area, string text, bool focused)
    {
        surface.Blank(area, focused ? theme.Selected : theme.Text);
        surface.DrawText(area.X, area.Y, $"[ {text} ]", focused ? theme.Selected : theme.Strong, area);
    }

    private static string[] Hint(SetupPanel panel, int list) => list switch
    {
        1 when panel.SinglePeer => SinglePeerHint,
        3 when panel.SinglePeer && panel.ForemanIsNone => ForemanHint,
        _ => [],
    };

    private static int Visible(Rect inside, string[] hint) => Math.Max(1, inside.Height - hint.Length);

    private static int Top(RoleList list, int visible) => Math.Clamp(list.Selected - visible + 1, 0, Math.Max(0, list.Choices.Count - visible));
}
