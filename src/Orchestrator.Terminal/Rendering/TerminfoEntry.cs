using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Terminal.Rendering;

/// <summary>
/// A compiled terminfo entry, as far as a renderer wants to know it. Format: term(5), "Legacy storage format" and "Extended storage format";
/// the numbers of the standard capabilities are their places in terminfo(5), which are fixed in the binary format.
/// </summary>
public sealed partial class TerminfoEntry
{
    /// <summary>What ncurses reads at most.</summary>
    public const int MaxLength = 32768;

    private const int BackColorErase = 28; // bce
    private const int MaxColors = 13; // colors
    private const int EnterAlternateScreen = 28; // smcup
    private const int EraseCharacters = 37; // ech

    private const int LegacyMagic = 0x011a; // octal 432: numbers of 16 bits
    private const int WideMagic = 0x021e; // octal 1036: of 32 bits
    private const int HeaderLength = 12;
    private const int ExtendedHeaderLength = 10;

    private readonly HashSet<string> _extended = new(StringComparer.Ordinal);

    private TerminfoEntry()
    {
    }

    /// <summary>0 when the terminal has none.</summary>
    public int Colors { get; private set; }

    public bool ErasesInBackground { get; private set; }

    public bool HasAlternateScreen { get; private set; }

    public bool HasEraseCharacters { get; private set; }

    /// <summary>True for an extended capability (user_caps(5)) that is set: RGB, Tc, Smulx, Sync ...</summary>
    public bool Has(string extended) => _extended.Contains(extended);

    /// <summary>Null for anything that is not a whole entry; never throws.</summary>
    public static TerminfoEntry? Parse(ReadOnlySpan<byte> file)
    {
        var reader = new Reader(file);
        var entry = new TerminfoEntry();
        return entry.ReadStandard(ref reader) && entry.ReadExtended(ref reader) ? entry : null;
    }

    private bool ReadStandard(ref Reader reader)
    {
        var header = reader.Take(HeaderLength);
        if (header.IsEmpty || Short(header, 0) is not (LegacyMagic or WideMagic))
        {
            return false;
        }

        reader.NumberSize = Short(header, 0) == WideMagic ? 4 : 2;
        var names = reader.Take(Short(header, 1));
        var flags = reader.Take(Short(header, 2));
        reader.Align();
        var numbers = reader.Take(Short(header, 3) * reader.NumberSize);
        var strings = reader.Take(Short(header, 4) * 2);
        reader.Take(Short(header, 5));
        if (reader.IsBroken || names.IsEmpty)
        {
            return false;
        }

        Colors = Math.Max(0, Number(numbers, MaxColors, reader.NumberSize));
        ErasesInBackground = flags.Length > BackColorErase && flags[BackColorErase] == 1;
        HasAlternateScreen = HasString(strings, EnterAlternateScreen);
        HasEraseCharacters = HasString(strings, EraseCharacters);
        return true;
    }

    // After the standard part, at an even place; an entry may end before it.
    private bool ReadExtended(ref Reader reader)
    {
        reader.Align();
        if (reader.IsAtEnd)
        {
            return true;
        }

        var header = reader.Take(ExtendedHeaderLength);
        if (reader.IsBroken)
        {
            return false;
        }

        var flagCount = Short(header, 0);
        var numberCount = Short(header, 1);
        var stringCount = Short(header, 2);
        var flags = reader.Take(flagCount);
        reader.Align();
        var numbers = reader.Take(numberCount * reader.NumberSize);
        var strings = reader.Take(stringCount * 2);
        var nameOffsets = reader.Take((flagCount + numberCount + stringCount) * 2);
        var table = reader.Take(Short(header, 4));
        if (reader.IsBroken)
        {
            return false;
        }

        var namesStart = EndOfValues(table, strings);
        for (var i = 0; i < nameOffsets.Length / 2; i++)
        {
            var isSet = i < flagCount ? flags[i] == 1
                : i < flagCount + numberCount ? Number(numbers, i - flagCount, reader.NumberSize) >= 0
                : HasString(strings, i - flagCount - numberCount);
            if (isSet && NameAt(table, namesStart + Short(nameOffsets, i)) is { } name)
            {
                _extended.Add(name);
            }
        }

        return true;
    }

    // The names lie behind the last value, and their offsets count from there.
    private static int EndOfValues(ReadOnlySpan<byte> table, ReadOnlySpan<byte> strings)
    {
        var end = 0;
        for (var i = 0; i < strings.Length / 2; i++)
        {
            var start = Short(strings, i);
            var length = HasString(strings, i) && start < table.Length ? table[start..].IndexOf((byte)0) : -1;
            end = length < 0 ? end : Math.Max(end, start + length + 1);
        }

        return end;
    }

    private static string? NameAt(ReadOnlySpan<byte> table, int start)
    {
        var length = start < table.Length ? table[start..].IndexOf((byte)0) : -1;
        return length > 0 ? Encoding.Latin1.GetString(table.Slice(start, length)) : null;
    }

    // -1: absent, -2: cancelled.
    private static bool HasString(ReadOnlySpan<byte> offsets, int index) => (index + 1) * 2 <= offsets.Length && Short(offsets, index) < 0x8000;

    private static int Number(ReadOnlySpan<byte> numbers, int index, int size) =>
        (index + 1) * size > numbers.Length ? -1
        : size == 4 ? BinaryPrimitives.ReadInt32LittleEndian(numbers[(index * size)..])
        : BinaryPrimitives.ReadInt16LittleEndian(numbers[(index * size)..]);

    private static int Short(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..]);

    /// <summary>Takes pieces off the front; what is not there breaks it for good.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public bool IsBroken { get; private set; }

        public readonly bool IsAtEnd => _at >= _bytes.Length;

        public int NumberSize { get; set; } = 2;

        public ReadOnlySpan<byte> Take(int count)
        {
            if (IsBroken || count > _bytes.Length - _at)
            {
                IsBroken = true;
                return default;
            }

            var piece = _bytes.Slice(_at, count);
            _at += count;
            return piece;
        }

        public void Align() => _at += _at & 1;
    }
}
