using System.Globalization;
using System.Text;
using Orchestrator.Pty;

namespace Orchestrator.Demo;

/// <summary>
/// Draws the scripted agent as coding-agent CLIs draw themselves: on the main screen the transcript scrolls away above a live area that is
/// redrawn by relative moves; or, where a test asks for it, the whole screen each time.
/// </summary>
internal sealed class AgentScreen(Action<string> write, Func<TermSize> size, AgentFaults faults)
{
    // Of the transcript, for redrawing: more than any screen has rows.
    private const int KeptLines = 500;

    private readonly List<string> _transcript = [];
    private int _printed;
    private int _cursorRow;
    private string? _title;
    private string? _report;

    private bool Alternate => faults.AlternateScreen || faults.Persona is { AlternateScreen: true };

    private bool WholeScreen => faults.FullRedraw || Alternate || faults.RepaintEvery is not null;

    /// <summary>What the agent asks of its terminal first.</summary>
    public void Enter() => write((Alternate ? "\e[?1049h" : "") + (faults.NoBracketedPaste ? "" : "\e[?2004h"));

    /// <summary>Gives everything back; the cursor goes below what is shown.</summary>
    public string Leave() => (Alternate ? "\e[?1049l" : "\r\e[J") + "\e[?2004l\e[?25h\e]0;\a";

    public void Print(string line)
    {
        _transcript.Add(line);
        if (_transcript.Count > KeptLines)
        {
            _transcript.RemoveAt(0);
            _printed = Math.Max(0, _printed - 1);
        }
    }

    /// <summary>The terminal has another size, so that rows may have been wrapped anew: everything is drawn again.</summary>
    public void Resized()
    {
        _printed = Math.Max(0, _transcript.Count - size().Rows);
        _cursorRow = 0;
        write("\e[2J\e[3J\e[H");
    }

    public void Draw(AgentFace face)
    {
        var now = size();
        // The last column stays free: a row that ends in it would leave the cursor in the pending-wrap state.
        var columns = Math.Max(1, now.Columns - 1);
        (var rows, var cursorRow, var cursorColumn) = faults.Persona?.Lay(face, columns, now.Rows) ?? face.Lay(columns, now.Rows);
        var title = faults.Persona?.TitleOf(face) ?? face.Title;
        StringBuilder frame = new("\e[?2026h\e[?25l"); // synchronized output: one frame
        if (title != _title)
        {
            _title = title;
            frame.Append("\e]0;").Append(title).Append('\a');
        }

        if (faults.Persona?.ReportOf(face) is { } report && report != _report)
        {
            _report = report;
            frame.Append("\e]7501;").Append(report).Append('\a');
        }

        if (WholeScreen)
        {
            AppendWholeScreen(frame, rows, columns, now.Rows);
        }
        else
        {
            AppendBelowTranscript(frame, rows, columns);
        }

        Move(frame, 'A', rows.Count - 1 - cursorRow);
        frame.Append('\r');
        Move(frame, 'C', cursorColumn);
        _cursorRow = cursorRow;
        write(frame.Append("\e[?25h\e[?2026l").ToString());
    }

    private void AppendBelowTranscript(StringBuilder frame, IReadOnlyList<string> rows, int columns)
    {
        Move(frame, 'A', _cursorRow);
        frame.Append("\r\e[J");
        for (; _printed < _transcript.Count; _printed++)
        {
            foreach (var row in AgentFace.Wrap(_transcript[_printed], columns))
            {
                frame.Append(row).Append("\r\n");
            }
        }

        frame.AppendJoin("\r\n", rows);
    }

    private void AppendWholeScreen(StringBuilder frame, IReadOnlyList<string> rows, int columns, int height)
    {
        frame.Append(faults.FullRedraw ? "\e[2J\e[3J\e[H" : "\e[H");
        var above = _transcript.SelectMany(line => AgentFace.Wrap(line, columns)).TakeLast(Math.Max(0, height - rows.Count)).ToList();
        frame.AppendJoin("\r\n", above.Concat(rows).Select(row => row + "\e[K")).Append("\e[J");
    }

    private static void Move(StringBuilder frame, char direction, int count)
    {
        if (count > 0)
        {
            frame.Append(CultureInfo.InvariantCulture, $"\e[{count}{direction}");
        }
    }
}
