using System.Buffers.Binary;

namespace Orchestrator.Host.Control;

/// <summary>Cuts a byte stream into frames. Holds at most one unfinished frame.</summary>
public sealed class WireFrameReader
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _length;

    public delegate void Sink(WireFrameType type, ReadOnlySpan<byte> payload);

    /// <summary>Where the next bytes of the stream are to be put; then call <see cref="Filled"/>.</summary>
    public Span<byte> Free => _buffer.AsSpan(_length);

    /// <summary>Takes <paramref name="count"/> bytes that were put into <see cref="Free"/> and hands out every whole frame.</summary>
    /// <exception cref="InvalidDataException">The stream is not ours: a length out of range.</exception>
    public void Filled(int count, Sink sink)
    {
        _length += count;
        var position = 0;
        while (_length - position >= WireFrame.HeaderLength)
        {
            var payload = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(position + 1));
            if (payload is < 0 or > WireFrame.MaxPayload)
            {
                throw new InvalidDataException($"A frame of {payload} bytes; at most {WireFrame.MaxPayload} are allowed.");
            }

            var whole = WireFrame.HeaderLength + payload;
            if (_length - position < whole)
            {
                Grow(position, whole);
                position = 0;
                break;
            }

            sink((WireFrameType)_buffer[position], _buffer.AsSpan(position + WireFrame.HeaderLength, payload));
            position += whole;
        }

        Drop(position);
    }

    private void Grow(int position, int whole)
    {
        Drop(position);
        if (_buffer.Length < whole)
        {
            Array.Resize(ref _buffer, whole);
        }
    }

    private void Drop(int count)
    {
        if (count > 0)
        {
            _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
            _length -= count;
        }
    }
}
