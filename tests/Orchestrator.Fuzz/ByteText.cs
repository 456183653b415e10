using System.Globalization;
using System.Text;

namespace Orchestrator.Fuzz;

/// <summary>Bytes of a stream while it is made.</summary>
internal sealed class ByteText
{
    private byte[] _bytes = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public ByteText Add(byte value)
    {
        Room(1)[0] = value;
        Length++;
        return this;
    }

    public ByteText Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    public ByteText Add(string text)
    {
        Length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    public ByteText Add(long number)
    {
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        Length += Encoding.ASCII.GetBytes(digits[..count], Room(count));
        return this;
    }

    public ByteText AddRune(int codePoint)
    {
        Length += new Rune(codePoint).EncodeToUtf8(Room(4));
        return this;
    }

    public void Clear() => Length = 0;

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
