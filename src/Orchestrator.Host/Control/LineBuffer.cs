namespace Orchestrator.Host.Control;

/// <summary>Cuts a byte stream into lines. Holds what has not been taken yet.</summary>
internal sealed class LineBuffer
{
    private const int Piece = 4096;

    private byte[] _bytes = new byte[Piece];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>Where the next bytes of the stream are to be put; then call <see cref="Filled"/>.</summary>
    public Span<byte> Free
    {
        get
        {
            if (_bytes.Length - _end < Piece)
            {
                MakeRoom();
            }

            return _bytes.AsSpan(_end);
        }
    }

    /// <summary>Bytes that wait: an unfinished line, or whole ones.</summary>
    public int Waiting => _end - _start;

    public void Filled(int count) => _end += count;

    /// <summary>The next whole line without its end, valid until the next use of <see cref="Free"/>. False when there is none.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        var end = _bytes.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (end < 0)
        {
            _searched = _end;
            line = default;
            return false;
        }

        end += _searched;
        line = _bytes.AsSpan(_start, end - _start);
        _start = _searched = end + 1;
        return true;
    }

    /// <summary>What came behind the lines that were taken, valid until the next use of <see cref="Free"/>.</summary>
    public ReadOnlySpan<byte> TakeRest()
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_start, Waiting);
        _start = _searched = _end;
        return rest;
    }

    private void MakeRoom()
    {
        var waiting = Waiting;
        // A long line is the exception: what it needed is given back.
        var target = new byte[Math.Max(Piece * 2, waiting * 2)];
        if (target.Length <= _bytes.Length && waiting < _bytes.Length / 2)
        {
            target = _bytes.Length > Piece * 16 ? target : _bytes;
        }

        _bytes.AsSpan(_start, waiting).CopyTo(target);
        _bytes = target;
        _searched -= _start;
        _start = 0;
        _end = waiting;
    }
}
