using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Orchestrator.Terminal.Rendering;

/// <summary>The bytes of a frame while it is made: one buffer that is used again for every frame.</summary>
internal sealed class FrameBytes
{
    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Drops what was added after the given length.</summary>
    public void Truncate(int length) => Length = length;

    public void Add(byte value) => Room(1)[Length++] = value;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length).AsSpan(Length));
        Length += bytes.Length;
    }

    public void AddNumber(int value)
    {
        const int MaxDigits = 11;
        Utf8Formatter.TryFormat(value, Room(MaxDigits).AsSpan(Length), out var written);
        Length += written;
    }

    public void AddSpaces(int count)
    {
        Room(count).AsSpan(Length, count).Fill((byte)' ');
        Length += count;
    }

    public void AddHex(uint value)
    {
        const int MaxDigits = 8;
        Utf8Formatter.TryFormat(value, Room(MaxDigits).AsSpan(Length), out var written, new StandardFormat('x'));
        Length += written;
    }

    public void AddRune(int codePoint)
    {
        const int MaxUtf8 = 4;
        Length += new Rune(codePoint).EncodeToUtf8(Room(MaxUtf8).AsSpan(Length));
    }

    public void AddText(string text)
    {
        Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(Length));
    }

    private byte[] Room(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        }

        return _buffer;
    }
}
