using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

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
        var payload = writer.GetSpan(4);
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
