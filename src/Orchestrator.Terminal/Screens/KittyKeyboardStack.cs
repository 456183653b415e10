namespace Orchestrator.Terminal.Screens;

/// <summary>Flags that a program pushed, one stack per screen: https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement.</summary>
internal sealed class KittyKeyboardStack
{
    private const int Depth = 16;
    private const int AllFlags = 31;

    private readonly KittyKeyboard[] _pushed = new KittyKeyboard[Depth];
    private int _count;

    public KittyKeyboard Current { get; private set; }

    /// <summary>CSI > flags u. A full stack loses its oldest entry.</summary>
    public void Push(int flags)
    {
        if (_count == Depth)
        {
            _pushed.AsSpan(1).CopyTo(_pushed);
            _count--;
        }

        _pushed[_count++] = Current;
        Current = (KittyKeyboard)(flags & AllFlags);
    }

    /// <summary>CSI &lt; number u. Popping more than there is resets all flags.</summary>
    public void Pop(int number)
    {
        if (number > _count)
        {
            Reset();
        }
        else if (number > 0)
        {
            _count -= number;
            Current = _pushed[_count];
        }
    }

    /// <summary>CSI = flags ; mode u: 1 all, 2 add, 3 take away.</summary>
    public void Set(int flags, int mode)
    {
        var value = (KittyKeyboard)(flags & AllFlags);
        Current = mode switch
        {
            1 => value,
            2 => Current | value,
            3 => Current & ~value,
            _ => Current,
        };
    }

    public void Reset()
    {
        _count = 0;
        Current = KittyKeyboard.None;
    }
}
