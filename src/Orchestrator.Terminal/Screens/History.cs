using System.Buffers.Binary;
using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.Terminal.Screens;

/// <summary>
/// The lines above the main screen, packed: one byte a cell where every glyph is Latin-1 (else four), style numbers as runs, trailing blanks free.
/// Chunks of memory are used again, so that a full history takes lines without allocating.
/// </summary>
internal sealed class History(int limit)
{
    private const int ChunkSize = 32 * 1024;

    [Flags]
    private enum Form : byte
    {
        None = 0,
        Bytes = 1, // glyphs are single bytes, not 32-bit words
        Runs = 2, // style runs follow the glyphs; else Line.Style is the style of the whole line
        Complex = 4,
        Wrapped = 8,
    }

    private sealed class Chunk(int size)
    {
        public readonly byte[] Bytes = new byte[size];
        public int Used;
        public int Lines;
    }

    private struct Line
    {
        public Chunk? Chunk; // null: an empty line
        public int Offset;
        public int Cells;
        public int Length; // bytes
        public ushort Style;
        public Form Form;
    }

    private Line[] _lines = []; // a ring
    private int _head;
    private Chunk? _current;
    private Chunk? _spare;
    private uint[] _runs = [];

    /// <summary>Lines kept at most.</summary>
    public int Limit => limit;

    public int Count { get; private set; }

    /// <summary>Lines that ever came in from the top of the screen, less those that went back.</summary>
    public long Total { get; private set; }

    /// <summary>Takes a copy of a row; the oldest line goes when there are too many.</summary>
    public void Push(Row row)
    {
        Total++;
        if (limit == 0)
        {
            return;
        }

        if (Count == limit)
        {
            DropOldest();
        }
        else if (Count == _lines.Length)
        {
            Grow();
        }

        ref var line = ref _lines[Slot(Count)];
        Count++;
        line = default;
        Pack(ref line, row);
    }

    /// <summary>Moves the newest line back into a row that is clear and wide enough or will cut it.</summary>
    public void Pop(Row row)
    {
        Read(Count - 1, row);
        ref var line = ref _lines[Slot(Count - 1)];
        Release(ref line, newest: true);
        Count--;
        Total--;
    }

    /// <summary>Takes the newest lines away.</summary>
    public void DropNewest(int count)
    {
        for (; count > 0 && Count > 0; count--)
        {
            Release(ref _lines[Slot(Count - 1)], newest: true);
            Count--;
            Total--;
        }
    }

    public void Clear()
    {
        while (Count > 0)
        {
            DropOldest();
        }

        _head = 0;
        _lines = [];
        _current = null;
        _spare = null;
    }

    /// <summary>After the lines were wrapped anew: <see cref="Total"/> goes on from what it was.</summary>
    public void Recount(long total) => Total = Math.Max(total, Count);

    /// <summary>Columns of a line that are not default blanks. 0 is the oldest line.</summary>
    public int Cells(int index) => _lines[Slot(index)].Cells;

    public bool IsWrapped(int index) => (_lines[Slot(index)].Form & Form.Wrapped) != Form.None;

    /// <summary>Unpacks a line into a clear row, cut to the row's width.</summary>
    public void Read(int index, Row row)
    {
        ref var line = ref _lines[Slot(index)];
        var cells = Math.Min(line.Cells, row.Columns);
        row.Used = cells;
        row.Wrapped = (line.Form & Form.Wrapped) != Form.None;
        row.Complex = (line.Form & Form.Complex) != Form.None;
        if (line.Chunk is null)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = line.Chunk.Bytes.AsSpan(line.Offset, line.Length);
        if ((line.Form & Form.Bytes) != Form.None)
        {
            for (var i = 0; i < cells; i++)
            {
                row.Glyphs[i] = bytes[i];
            }

            bytes = bytes[line.Cells..];
        }
        else
        {
            MemoryMarshal.Cast<byte, uint>(bytes[..(cells * sizeof(uint))]).CopyTo(row.Glyphs);
            bytes = bytes[(line.Cells * sizeof(uint))..];
        }

        if ((line.Form & Form.Runs) == Form.None)
        {
            row.Styles.AsSpan(0, cells).Fill(line.Style);
        }
        else
        {
            for (var x = 0; x < cells && !bytes.IsEmpty; bytes = bytes[4..])
            {
                var run = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(bytes), cells - x);
                row.Styles.AsSpan(x, run).Fill(BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));
                x += run;
            }
        }

        if (cells < line.Cells && row.Complex && cells > 0 && (row.Glyphs[cells - 1] & Glyph.Wide) != 0)
        {
            row.Glyphs[cells - 1] = Glyph.Blank;
        }
    }

    /// <summary>Marks the style numbers, and with <paramref name="clusters"/> the cluster numbers, that are still needed.</summary>
    public void Mark(BitArray styles, BitArray clusters)
    {
        for (var i = 0; i < Count; i++)
        {
            ref var line = ref _lines[Slot(i)];
            styles[line.Style] = true;
            if (line.Chunk is null)
            {
                continue;
            }

            ReadOnlySpan<byte> bytes = line.Chunk.Bytes.AsSpan(line.Offset, line.Length);
            var glyphs = (line.Form & Form.Bytes) != Form.None ? line.Cells : line.Cells * sizeof(uint);
            if ((line.Form & Form.Complex) != Form.None)
            {
                foreach (var glyph in MemoryMarshal.Cast<byte, uint>(bytes[..glyphs]))
                {
                    if ((glyph & Glyph.Cluster) != 0)
                    {
                        clusters[(int)(glyph & Glyph.ValueMask)] = true;
                    }
                }
            }

            for (bytes = bytes[glyphs..]; !bytes.IsEmpty; bytes = bytes[4..])
            {
                styles[BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..])] = true;
            }
        }
    }

    private int Slot(int index)
    {
        var slot = _head + index;
        return slot < _lines.Length ? slot : slot - _lines.Length;
    }

    private void Grow()
    {
        var lines = new Line[Math.Min(limit, Math.Max(64, _lines.Length * 2))];
        for (var i = 0; i < Count; i++)
        {
            lines[i] = _lines[Slot(i)];
        }

        _lines = lines;
        _head = 0;
    }

    private void DropOldest()
    {
        Release(ref _lines[_head], newest: false);
        _head = _head + 1 == _lines.Length ? 0 : _head + 1;
        Count--;
    }

    private void Release(ref Line line, bool newest)
    {
        var chunk = line.Chunk;
        if (chunk is null)
        {
            return;
        }

        line.Chunk = null;
        chunk.Lines--;
        if (newest && chunk == _current)
        {
            chunk.Used = line.Offset;
        }

        if (chunk.Lines == 0)
        {
            chunk.Used = 0;
            if (chunk != _current && chunk.Bytes.Length == ChunkSize)
            {
                _spare = chunk;
            }
        }
    }

    private void Pack(ref Line line, Row row)
    {
        var cells = row.Length(styled: true);
        line.Cells = cells;
        line.Form = (row.Wrapped ? Form.Wrapped : Form.None) | (row.Complex ? Form.Complex : Form.None);
        if (cells == 0)
        {
            return;
        }

        ReadOnlySpan<uint> glyphs = row.Glyphs.AsSpan(0, cells);
        ReadOnlySpan<ushort> styles = row.Styles.AsSpan(0, cells);
        var narrow = !row.Complex && !glyphs.ContainsAnyExceptInRange(0u, 255u);
        var glyphBytes = narrow ? cells : cells * sizeof(uint);
        var runs = styles.ContainsAnyExcept(styles[0]) ? FindRuns(styles) : 0;
        line.Style = runs == 0 ? styles[0] : (ushort)0;
        line.Length = glyphBytes + (runs * sizeof(uint));
        line.Form |= (narrow ? Form.Bytes : Form.None) | (runs > 0 ? Form.Runs : Form.None);
        var bytes = Allocate(ref line);
        if (narrow)
        {
            Narrow(glyphs, bytes);
        }
        else
        {
            MemoryMarshal.AsBytes(glyphs).CopyTo(bytes);
        }

        if (runs > 0)
        {
            MemoryMarshal.AsBytes(_runs.AsSpan(0, runs)).CopyTo(bytes[glyphBytes..]);
        }
    }

    private Span<byte> Allocate(ref Line line)
    {
        var start = _current is null ? 0 : (_current.Used + 3) & ~3; // words are read in place
        if (_current is null || start + line.Length > _current.Bytes.Length)
        {
            if (line.Length <= ChunkSize && _spare is not null)
            {
                _current = _spare;
                _spare = null;
            }
            else
            {
                _current = new Chunk(Math.Max(ChunkSize, line.Length));
            }

            start = 0;
        }

        line.Chunk = _current;
        line.Offset = start;
        _current.Used = start + line.Length;
        _current.Lines++;
        return _current.Bytes.AsSpan(start, line.Length);
    }

    private static void Narrow(ReadOnlySpan<uint> glyphs, Span<byte> bytes)
    {
        var i = 0;
        for (; i + 16 <= glyphs.Length; i += 16)
        {
            var part = glyphs.Slice(i, 16);
            var low = Vector128.Narrow(Vector128.Create(part), Vector128.Create(part[4..]));
            var high = Vector128.Narrow(Vector128.Create(part[8..]), Vector128.Create(part[12..]));
            Vector128.Narrow(low, high).CopyTo(bytes[i..]);
        }

        for (; i < glyphs.Length; i++)
        {
            bytes[i] = (byte)glyphs[i];
        }
    }

    // Runs as length in the low half and style in the high half of a word, into _runs. Runs are short: no vector pays off.
    private int FindRuns(ReadOnlySpan<ushort> styles)
    {
        if (_runs.Length < styles.Length)
        {
            _runs = new uint[styles.Length];
        }

        Span<uint> runs = _runs;
        var count = 0;
        var start = 0;
        var style = styles[0];
        for (var x = 1; x < styles.Length; x++)
        {
            if (styles[x] != style)
            {
                runs[count++] = (uint)(x - start) | ((uint)style << 16);
                start = x;
                style = styles[x];
            }
        }

        runs[count++] = (uint)(styles.Length - start) | ((uint)style << 16);
        return count;
    }
}
