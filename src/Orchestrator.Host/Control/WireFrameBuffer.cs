using System.Buffers;

namespace Orchestrator.Host.Control;

/// <summary>A buffer that is used again for every frame: room for the header, then the payload is written in place. No copy, no allocation in steady state.</summary>
public sealed class WireFrameBuffer : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[512];
    private int _length;

    public int PayloadLength => _length - WireFrame.HeaderLength;

    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(WireFrame.HeaderLength, PayloadLength);

    public void Begin() => _length = WireFrame.HeaderLength;

    /// <summary>Writes the header and gives the whole frame, valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End(WireFrameType type)
    {
        WireFrame.WriteHeader(_buffer, type, PayloadLength);
        return _buffer.AsSpan(0, _length);
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    private void Reserve(int count)
    {
        var needed = _length + Math.Max(count, 1);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(needed, _buffer.Length * 2));
        }
    }
}
