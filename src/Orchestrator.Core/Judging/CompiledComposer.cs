using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>Finds the composer of an actor on its screens, and what was written into it.</summary>
internal sealed class CompiledComposer(ComposerRule rule)
{
    private readonly RowPattern _prompt = new(rule.Prompt);
    private readonly RowPattern _until = new(rule.Until);
    private readonly RowPattern? _under = rule.Under is { } under ? new RowPattern(under) : null;
    private readonly RowPattern? _over = rule.Over is { } over ? new RowPattern(over) : null;
    private readonly RowPattern? _frame = rule.Frame is { } frame ? new RowPattern(frame) : null;
    private readonly RowPattern? _empty = rule.Empty is { } empty ? new RowPattern(empty) : null;

    public ComposerFound? Find(ScreenSheet sheet)
    {
        for (var row = sheet.Count - 1; row >= 0; row--)
        {
            if (!_prompt.IsMatch(Row(sheet, row)))
            {
                continue;
            }

            while (rule.Block && row > 0 && _prompt.IsMatch(Row(sheet, row - 1)))
            {
                row--;
            }

            if (StandsUnder(sheet, row) && LastRow(sheet, row) is { } last)
            {
                return new ComposerFound(row, last, Draft(sheet, row, last));
            }
        }

        return null;
    }

    private bool StandsUnder(ScreenSheet sheet, int first)
    {
        if (_under is null)
        {
            return true;
        }

        var above = first - 1;
        while (above >= 0 && sheet.IsBlank(above))
        {
            above--;
        }

        return above >= 0 && _under.IsMatch(Row(sheet, above));
    }

    private int? LastRow(ScreenSheet sheet, int first)
    {
        var last = first;
        while (last + 1 < sheet.Count && !_until.IsMatch(Row(sheet, last + 1)))
        {
            last++;
        }

        return _over is null || (last + 1 < sheet.Count && _over.IsMatch(Row(sheet, last + 1))) ? last : null;
    }

    private string Draft(ScreenSheet sheet, int first, int last)
    {
        var text = string.Join(' ', Enumerable.Range(first, last - first + 1).Select(row => TextOf(sheet, row, first)).Where(part => part.Length > 0));
        return _empty is { } empty && empty.IsMatch(text) ? "" : text;
    }

    // What is no text is taken out of the whole row, and only then what stands before the text is cut off.
    private string TextOf(ScreenSheet sheet, int row, int first)
    {
        var start = row == first ? _prompt.EndOfMatch(Row(sheet, row)) ?? 0 : 0;
        var text = sheet.Row(row, ScreenStyle.Plain);
        text = _frame is { } frame ? frame.BlankOut(text) : text;
        return start >= text.Length ? "" : text[start..].Trim();
    }

    private static string Row(ScreenSheet sheet, int row) => sheet.Row(row, ScreenStyle.Any);
}
