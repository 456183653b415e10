namespace Orchestrator.Terminal.Vt;

/// <summary>The numbers of a CSI sequence: parameters between semicolons, and parts of them between colons.</summary>
internal ref struct CsiParameters(ReadOnlySpan<byte> bytes)
{
    // A key's number, modifiers or place is far below; what is larger is no key.
    private const int Largest = 0x20_0000;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public readonly bool IsEmpty => _bytes.IsEmpty;

    /// <summary>How many parameters; an empty sequence has none.</summary>
    public readonly int Count => _bytes.IsEmpty ? 0 : _bytes.Count((byte)';') + 1;

    /// <summary>Part <paramref name="part"/> of parameter <paramref name="index"/>; <paramref name="otherwise"/> when it is absent or empty, -1 when it is no number.</summary>
    public readonly int Get(int index, int otherwise, int part = 0)
    {
        var parameter = Nth(Nth(_bytes, (byte)';', index), (byte)':', part);
        if (parameter.IsEmpty)
        {
            return otherwise;
        }

        var value = 0;
        foreach (var digit in parameter)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            value = Math.Min(Largest, (value * 10) + digit - '0');
        }

        return value;
    }

    private static ReadOnlySpan<byte> Nth(ReadOnlySpan<byte> bytes, byte separator, int index)
    {
        for (; index > 0; index--)
        {
            var end = bytes.IndexOf(separator);
            if (end < 0)
            {
                return default;
            }

            bytes = bytes[(end + 1)..];
        }

        var length = bytes.IndexOf(separator);
        return length < 0 ? bytes : bytes[..length];
    }
}
