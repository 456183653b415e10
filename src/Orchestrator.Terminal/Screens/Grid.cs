using System.Runtime.CompilerServices;
using Orchestrator.Pty;

namespace Orchestrator.Terminal.Screens;

/// <summary>The rows of one screen in a ring: scrolling the whole screen moves no cell.</summary>
internal sealed class Grid
{
    private Row[] _rows;
    private int _head;

    public Grid(TermSize size)
    {
        Columns = size.Columns;
        _rows = new Row[size.Rows];
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] = new Row(size.Columns);
        }
    }

    public int Columns { get; private set; }

    public int Rows => _rows.Length;

    public Row this[int y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var i = _head + y;
            return _rows[i < _rows.Length ? i : i - _rows.Length];
        }

        private set
        {
            var i = _head + y;
            _rows[i < _rows.Length ? i : i - _rows.Length] = value;
        }
    }

    /// <summary>The top row becomes the bottom one; the caller clears it.</summary>
    public Row RotateUp()
    {
        var row = _rows[_head];
        _head = _head + 1 == _rows.Length ? 0 : _head + 1;
        return row;
    }

    /// <summary>Row <paramref name="top"/> becomes row <paramref name="bottom"/> and those between move up; the caller clears it.</summary>
    public Row RotateUp(int top, int bottom)
    {
        if (top == 0 && bottom == Rows - 1)
        {
            return RotateUp();
        }

        var row = this[top];
        for (var y = top; y < bottom; y++)
        {
            this[y] = this[y + 1];
        }

        this[bottom] = row;
        return row;
    }

    /// <summary>Row <paramref name="bottom"/> becomes row <paramref name="top"/> and those between move down; the caller clears it.</summary>
    public Row RotateDown(int top, int bottom)
    {
        var row = this[bottom];
        for (var y = bottom; y > top; y--)
        {
            this[y] = this[y - 1];
        }

        this[top] = row;
        return row;
    }

    /// <summary>Takes other rows, as many as the screen is to have.</summary>
    public void Replace(Row[] rows, int columns)
    {
        _rows = rows;
        _head = 0;
        Columns = columns;
    }

    public Row[] ToArray()
    {
        var rows = new Row[Rows];
        for (var y = 0; y < rows.Length; y++)
        {
            rows[y] = this[y];
        }

        return rows;
    }
}
