namespace Orchestrator.Terminal.Vt;

/// <summary>
/// Parameters of a CSI or DCS sequence: numbers set apart by <c>;</c>, each with sub-parameters set apart by <c>:</c> (ECMA-48 5.4.2, ITU-T T.416).
/// Bounded in number and value, whatever the program sends.
/// </summary>
internal sealed class Parameters
{
    /// <summary>An empty or missing parameter.</summary>
    public const int Missing = -1;

    private const int MaxParameters = 32;
    private const int MaxValues = 64; // the bits of _colons
    private const int MaxNumber = int.MaxValue;

    private readonly int[] _values = new int[MaxValues];
    private ulong _colons; // bit i: value i came after a colon
    private int _count;
    private int _parameters;
    private bool _full;

    /// <summary>Values, sub-parameters included.</summary>
    public int Count => _count;

    public void Clear()
    {
        _count = 1;
        _parameters = 1;
        _values[0] = Missing;
        _colons = 0;
        _full = false;
    }

    /// <summary>Takes digits of the last value from the front of <paramref name="bytes"/>; returns how many there were.</summary>
    public int Digits(ReadOnlySpan<byte> bytes)
    {
        long value = Math.Max(_values[_count - 1], 0);
        var used = 0;
        for (; used < bytes.Length && (uint)(bytes[used] - '0') <= 9; used++)
        {
            value = Math.Min((value * 10) + bytes[used] - '0', MaxNumber);
        }

        if (!_full)
        {
            _values[_count - 1] = (int)value;
        }

        return used;
    }

    /// <summary><c>;</c> or, with <paramref name="colon"/>, <c>:</c>. Values above the limits are dropped.</summary>
    public void Next(bool colon)
    {
        if (_full || _count == MaxValues || (!colon && _parameters == MaxParameters))
        {
            _full = true;
            return;
        }

        if (colon)
        {
            _colons |= 1UL << _count;
        }
        else
        {
            _parameters++;
        }

        _values[_count++] = Missing;
    }

    /// <summary>Only the parameters, without their sub-parameters: what every function but SGR reads.</summary>
    public void DropSubs()
    {
        if (_colons == 0)
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!IsSub(i))
            {
                _values[kept++] = _values[i];
            }
        }

        _count = kept;
        _colons = 0;
    }

    /// <summary>The value at a position that counts sub-parameters, or <see cref="Missing"/>.</summary>
    public int this[int index] => index < _count ? _values[index] : Missing;

    /// <summary>True when the value at <paramref name="index"/> is a sub-parameter of the one before.</summary>
    public bool IsSub(int index) => (_colons >> index & 1) != 0;

    /// <summary>The value at <paramref name="index"/>; <paramref name="fallback"/> when it is missing.</summary>
    public int Or(int index, int fallback) => this[index] is var value && value == Missing ? fallback : value;

    /// <summary>A count or a 1-based position: missing and 0 are 1.</summary>
    public int Number(int index) => Math.Max(1, this[index]);
}
