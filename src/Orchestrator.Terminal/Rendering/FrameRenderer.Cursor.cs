using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>Where the terminal's cursor is, and the shortest way to where it must be.</summary>
public sealed partial class FrameRenderer
{
    private const int Unknown = -1;

    // CUF by a number costs 4 bytes or more: so many cells are as cheap to write again.
    private const int MaxRewrite = 3;

    private const int MaxBackspaces = 3;

    private int _column = Unknown;
    private int _row = Unknown;
    private bool? _cursorShown;
    private CursorShape? _shape;

    private CursorPosition? Inside(CursorPosition? cursor) =>
        cursor is { } at && at.Row >= 0 && at.Row < _size.Rows && at.Column >= 0 && at.Column < _size.Columns ? at : null;

    private void PlaceCursor(CursorPosition? cursor, CursorShape shape)
    {
        if (cursor is not { } at)
        {
            return;
        }

        var runs = _runs;
        MoveTo(at.Column, at.Row, maxRewrite: 0);
        _runs = runs;
        if (_outer.CursorShapes && _shape != shape)
        {
            _body.Add("\e["u8);
            _body.AddNumber((int)shape);
            _body.Add(" q"u8); // DECSCUSR
            _shape = shape;
        }

        if (_cursorShown != true)
        {
            _body.Add("\e[?25h"u8);
            _cursorShown = true;
        }
    }

    private void MoveTo(int x, int y, int maxRewrite = MaxRewrite)
    {
        if (y == _row && x == _column)
        {
            _runs = Math.Max(1, _runs);
            return;
        }

        if (y == _row && _column != Unknown && x > _column && x - _column <= maxRewrite && CanRewrite(_column, x))
        {
            for (; _column < x; _column++)
            {
                _body.Add(_new[_column].CodePoint == 0 ? (byte)' ' : (byte)_new[_column].CodePoint);
            }

            return;
        }

        _runs++;
        if (y != _row)
        {
            MoveToRow(x, y);
        }
        else
        {
            MoveWithinRow(x);
        }

        _column = x;
        _row = y;
    }

    private void MoveToRow(int x, int y)
    {
        var absolute = 3 + (y > 0 ? Digits(y + 1) : 0) + (x > 0 ? 1 + Digits(x + 1) : 0);
        if (_row != Unknown && _column != Unknown && CostOfRows(y) + CostOfColumns(x) < absolute)
        {
            Step(Math.Abs(y - _row), y > _row ? (byte)'B' : (byte)'A'); // CUD, CUU
            MoveWithinRow(x);
            return;
        }

        _body.Add("\e["u8); // CUP; a parameter of 1 may be left out
        if (y > 0)
        {
            _body.AddNumber(y + 1);
        }

        if (x > 0)
        {
            _body.Add((byte)';');
            _body.AddNumber(x + 1);
        }

        _body.Add((byte)'H');
    }

    private void MoveWithinRow(int x)
    {
        var distance = Math.Abs(x - _column);
        if (x == _column)
        {
            // There already.
        }
        else if (x == 0)
        {
            _body.Add((byte)'\r');
        }
        else if (_column == Unknown || CostOfStep(distance) > 3 + Digits(x + 1))
        {
            _body.Add("\e["u8); // CHA
            _body.AddNumber(x + 1);
            _body.Add((byte)'G');
        }
        else if (x < _column && distance <= MaxBackspaces)
        {
            _body.Add("\b\b\b"u8[..distance]);
        }
        else
        {
            Step(distance, x > _column ? (byte)'C' : (byte)'D'); // CUF, CUB
        }
    }

    private void Step(int distance, byte final)
    {
        _body.Add("\e["u8);
        if (distance > 1)
        {
            _body.AddNumber(distance);
        }

        _body.Add(final);
    }

    private int CostOfRows(int y) => CostOfStep(Math.Abs(y - _row));

    private int CostOfColumns(int x) =>
        x == _column ? 0
        : x == 0 ? 1
        : x < _column && _column - x <= MaxBackspaces ? _column - x
        : Math.Min(CostOfStep(Math.Abs(x - _column)), 3 + Digits(x + 1));

    private static int CostOfStep(int distance) => distance == 1 ? 3 : 3 + Digits(distance);

    private static int Digits(int value) => value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;

    // Cells between that are plain ASCII in the style that is set already.
    private bool CanRewrite(int from, int to)
    {
        for (var x = from; x < to; x++)
        {
            ref readonly var cell = ref _new[x];
            if (cell.Cluster is not null || cell.Width != 1 || cell.CodePoint >= 0x7f || !IsSame(Mapped(cell.Style), _style))
            {
                return false;
            }
        }

        return true;
    }
}
