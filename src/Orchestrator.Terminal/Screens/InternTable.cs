using System.Collections;

namespace Orchestrator.Terminal.Screens;

/// <summary>
/// Values numbered from 1, each once; a number stays until <see cref="Sweep"/> finds it unused. Bounded: what does not fit gets no number.
/// </summary>
internal sealed class InternTable<T>(int limit)
    where T : notnull
{
    // A sweep looks at every cell of the history: one that gains fewer numbers is not made again before many more values were refused.
    private const int WorthASweep = 1024;
    private const int MaxPatience = 64 * 1024;

    private T[] _items = new T[64];
    private int[] _next = new int[64]; // chain of the numbers in a bucket
    private int[] _buckets = new int[64];
    private int _top; // highest number ever used
    private int _free; // head of the chain of freed numbers, through _next
    private int _wait; // how often a full table says no before the next sweep is worth its time
    private int _patience; // what _wait was set to by the last sweep

    /// <summary>Numbers in use.</summary>
    public int Count { get; private set; }

    public T this[int number] => _items[number];

    /// <summary>True for a number that a value has now.</summary>
    public bool Has(int number) => number > 0 && number <= _top && !EqualityComparer<T>.Default.Equals(_items[number], default);

    /// <summary>Asked after a value got no number: true when a sweep is worth its time, because the last one was, or was a while ago.</summary>
    public bool WantsSweep => _wait == 0;

    public int Find(int hash, T value)
    {
        for (var number = _buckets[hash & (_buckets.Length - 1)]; number != 0; number = _next[number])
        {
            if (EqualityComparer<T>.Default.Equals(_items[number], value))
            {
                return number;
            }
        }

        return 0;
    }

    /// <summary>The number of a value; 0 when the table is full.</summary>
    public int Intern(T value)
    {
        var hash = value.GetHashCode();
        var number = Find(hash, value);
        return number != 0 ? number : Add(hash, value);
    }

    /// <summary>Frees every number that is not marked.</summary>
    public void Sweep(BitArray used)
    {
        Array.Clear(_buckets);
        _free = 0;
        Count = 0;
        for (var number = _top; number > 0; number--)
        {
            if (number < used.Length && used[number])
            {
                Link(_items[number].GetHashCode(), number);
                Count++;
            }
            else
            {
                _items[number] = default!;
                _next[number] = _free;
                _free = number;
            }
        }

        // A screen and a history that truly show this many different values would be swept at every cell: longer and longer waits.
        _patience = limit - Count >= WorthASweep ? 0 : Math.Clamp(_patience * 2, WorthASweep, MaxPatience);
        _wait = _patience;
    }

    private int Add(int hash, T value)
    {
        if (!TakeNumber(out var number))
        {
            _wait = Math.Max(0, _wait - 1);
            return 0;
        }

        _items[number] = value;
        Count++;
        Link(hash, number);
        return number;
    }

    private bool TakeNumber(out int number)
    {
        number = _free;
        if (number != 0)
        {
            _free = _next[number];
            return true;
        }

        if (_top >= limit)
        {
            return false;
        }

        number = ++_top;
        if (number == _items.Length)
        {
            Array.Resize(ref _items, number * 2);
            Array.Resize(ref _next, number * 2);
            Rebuild(number * 2);
        }

        return true;
    }

    private void Rebuild(int buckets)
    {
        _buckets = new int[buckets];
        for (var number = 1; number < _top; number++)
        {
            Link(_items[number].GetHashCode(), number);
        }
    }

    private void Link(int hash, int number)
    {
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _next[number] = bucket;
        bucket = number;
    }
}
