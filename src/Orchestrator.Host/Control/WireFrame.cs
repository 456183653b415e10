using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>What a frame on an attached connection carries.</summary>
public enum WireFrameType : byte
{
    /// <summary>
    /// Client to host: columns and rows, two little-endian 16-bit numbers. The first one, and the first after <see cref="Hold"/>, says that the terminal's
    /// modes are set: it is the host's.
    /// </summary>
    Resize = (byte)'r',

    /// <summary>Client to host: the terminal must be the client's for a while (it is to be stopped). The host answers with the same when it has let go.</summary>
    Hold = (byte)'h',

    /// <summary>
    /// Host to client: the end, exit code (32 bits) and a sentence in UTF-8 to print after the terminal is restored. Client to host, without a payload:
    /// it goes, and the host hangs up when it has let go of the terminal.
    /// </summary>
    Bye = (byte)'x',
}

/// <summary>
/// The framing of an attached connection: type (1 byte), length (4 bytes, little-endian), payload. Before it, the connection carried
/// one JSON line each way (<see cref="ControlRequest"/>, <see cref="ControlReply"/>).
/// </summary>
public static class WireFrame
{
    public const int HeaderLength = 5;

    /// <summary>Bytes; a longer one is a protocol error.</summary>
    public const int MaxPayload = 1 << 20;

    public static void WriteHeader(Span<byte> header, WireFrameType type, int length)
    {
        header[0] = (byte)type;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], length);
    }

    public static void WriteResizePayload(IBufferWriter<byte> writer, TermSize size)
    {
        Span<byte> payload = writer.GetSpan(4);
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)Math.Clamp(size.Columns, 1, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(payload[2..], (ushort)Math.Clamp(size.Rows, 1, ushort.MaxValue));
        writer.Advance(4);
    }

    /// <exception cref="InvalidDataException">The payload is not a size.</exception>
    public static TermSize ReadResize(ReadOnlySpan<byte> payload) => payload.Length == 4
        ? new TermSize(
            Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(payload)),
            Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(payload[2..])))
        : throw new InvalidDataException($"A resize frame of {payload.Length} bytes; it has 4.");

    public static void WriteByePayload(IBufferWriter<byte> writer, int exitCode, string sentence)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(4), exitCode);
        writer.Advance(4);
        writer.Write(Encoding.UTF8.GetBytes(sentence));
    }

    public static (int ExitCode, string Sentence) ReadBye(ReadOnlySpan<byte> payload) => payload.Length >= 4
        ? (BinaryPrimitives.ReadInt32LittleEndian(payload), Encoding.UTF8.GetString(payload[4..]))
        : (1, "The host ended the connection without a word.");
}

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
        int position = 0;
        while (_length - position >= WireFrame.HeaderLength)
        {
            int payload = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(position + 1));
            if (payload is < 0 or > WireFrame.MaxPayload)
            {
                throw new InvalidDataException($"A frame of {payload} bytes; at most {WireFrame.MaxPayload} are allowed.");
            }

            int whole = WireFrame.HeaderLength + payload;
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
