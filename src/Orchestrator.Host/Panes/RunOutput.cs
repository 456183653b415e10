using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Panes;

/// <summary>What a run printed, as text: carriage returns, colours and spinners have had their effect, and lines are not broken at the pane's edge.</summary>
internal sealed class RunOutput
{
    private const int MostCharacters = 200_000;

    private readonly Screen _screen = new(new TermSize(1000, 24), new ScreenOptions { ScrollbackLimit = 20_000 });

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _screen.Feed(bytes);
        while (_screen.TryTakeEvent(out _))
        {
            // The pane's own screen tells them.
        }
    }

    public string Text()
    {
        StringBuilder text = new();
        for (var row = -_screen.ScrollbackCount; row < _screen.Size.Rows; row++)
        {
            if (!_screen.IsWrapped(row) && text.Length > 0)
            {
                text.Append('\n');
            }

            text.Append(_screen.RowText(row));
        }

        var all = text.ToString().TrimEnd();
        return all.Length <= MostCharacters ? all : all[^MostCharacters..];
    }
}
