using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>One screen as rules read it: each style's rows are made once, when the first rule asks for them.</summary>
internal sealed class ScreenSheet(ScreenObservation screen)
{
    private readonly string?[]?[] _styled = new string?[Enum.GetValues<ScreenStyle>().Length][];

    public ScreenObservation Screen => screen;

    public int Count => screen.Rows.Length;

    public string Row(int row, ScreenStyle style)
    {
        if (style == ScreenStyle.Any)
        {
            return screen.Rows[row];
        }

        var rows = _styled[(int)style] ??= new string?[Count];
        return rows[row] ??= ScreenRows.Only(screen.Rows[row], screen.Looks.IsDefaultOrEmpty ? [] : screen.Looks[row], Reads(style));
    }

    public bool IsBlank(int row) => string.IsNullOrWhiteSpace(screen.Rows[row]);

    private static Func<CellLook, bool> Reads(ScreenStyle style) => style switch
    {
        ScreenStyle.Plain => static look => !look.HasFlag(CellLook.Dim),
        ScreenStyle.Dim => static look => look.HasFlag(CellLook.Dim),
        ScreenStyle.Bold => static look => look.HasFlag(CellLook.Bold),
        ScreenStyle.Inverse => static look => look.HasFlag(CellLook.Inverse),
        _ => static _ => true,
    };
}
