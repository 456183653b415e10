using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Vt;

namespace Orchestrator.Fuzz;

/// <summary>What may go to the outer terminal besides the drawn picture, each by a setting.</summary>
[Flags]
internal enum OuterExtras
{
    None = 0,
    Links = 1,
    Clipboard = 2,
    Notifications = 4,
    Title = 8,
    Bell = 16,

    /// <summary>Questions to the terminal, and what its keyboard and mouse are to tell.</summary>
    Dialogue = 32,
}

/// <summary>
/// Reads bytes that went to an outer terminal and says what is not of the renderer's own grammar: the kinds of sequence that it writes, with the parameters that
/// it writes, and printable text. Anything else is a leak.
/// </summary>
internal sealed class OuterStream
{
    private const int Esc = 0x1B;
    private const int MostColumns = 10_000;

    // Attributes and colours that SgrWriter writes; 38, 48 and 58 bring their parts.
    private static readonly HashSet<int> Renditions =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 22, 23, 24, 25, 27, 28, 29, 39, 49, 53, 55, 59, .. Enumerable.Range(30, 8), .. Enumerable.Range(40, 8), .. Enumerable.Range(90, 8), .. Enumerable.Range(100, 8),
    ];

    private readonly Parser<Sink> _parser;
    private readonly OuterExtras _extras;
    private readonly HashSet<string> _asked = [];
    private string? _fault;
    private bool _inText;

    public OuterStream(OuterExtras extras = OuterExtras.None)
    {
        _extras = extras;
        _parser = new Parser<Sink>(new Sink(this));
    }

    /// <summary>What else came than the picture, in order: <c>OSC 2</c> and the like, with their data.</summary>
    public List<string> Extras { get; } = [];

    /// <summary>Takes whole frames. Returns the first thing that is not allowed, or null.</summary>
    public string? Take(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return "bytes that are no UTF-8";
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            // Strings that the parser swallows without a word (APC, PM, SOS) and the 8-bit controls show only here.
            if (bytes[i] == Esc && !(i + 1 < bytes.Length && bytes[i + 1] is (byte)'[' or (byte)']' or (byte)'\\'))
            {
                return $"ESC and {(i + 1 < bytes.Length ? $"byte {bytes[i + 1]:x2}" : "nothing")}";
            }

            if (bytes[i] == 0xC2 && bytes[i + 1] < 0xA0)
            {
                return $"the C1 control {bytes[i + 1]:x2}";
            }
        }

        _inText = false;
        _fault = null;
        _parser.Feed(bytes);
        return _fault;
    }

    private void Fail(string what) => _fault ??= what;

    private void Text(int codePoint)
    {
        var first = !_inText;
        _inText = true;
        var rune = new Rune(codePoint);
        var category = Rune.GetUnicodeCategory(rune);
        var joiner = codePoint is 0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F);
        if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || (category == UnicodeCategory.Format && !joiner))
        {
            Fail($"the character U+{codePoint:X4} ({category})");
        }
        else if (first && (joiner || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
        {
            Fail($"U+{codePoint:X4} without a character before it");
        }
    }

    private void Control(Parameters p, byte prefix, int intermediates, byte final)
    {
        _inText = false;
        var name = $"CSI {(prefix == 0 ? "" : (char)prefix)}{string.Join(';', Enumerable.Range(0, p.Count).Select(i => p[i]))}{(intermediates == 0 ? "" : (char)intermediates)}{(char)final}";
        var allowed = ((char)prefix, (char)intermediates, (char)final) switch
        {
            ('\0', '\0', 'H') => p.Count <= 2 && IsPlace(p, 0) && IsPlace(p, 1),
            ('\0', '\0', 'A' or 'B' or 'C' or 'D' or 'G' or 'X') => p.Count == 1 && IsPlace(p, 0),
            ('\0', '\0', 'K') => p is { Count: 1 } && p[0] == Parameters.Missing,
            ('\0', '\0', 'J') => p is { Count: 1 } && p[0] == 2,
            ('\0', '\0', 'm') => IsRendition(p),
            ('\0', ' ', 'q') => p.Count == 1 && p[0] is >= 0 and <= (int)CursorShape.SteadyBar,
            ('?', '\0', 'h' or 'l') when p.Count == 1 && p[0] is 25 or 2026 => true,
            // XTWINOPS 22 and 23 with 2: the title as it was is kept, and put back at the end.
            ('\0', '\0', 't') when Has(OuterExtras.Title) => p.Count == 2 && p[0] is 22 or 23 && p[1] == 2,
            _ => Has(OuterExtras.Dialogue) && IsDialogue(p, (char)prefix, (char)intermediates, (char)final),
        };
        if (!allowed)
        {
            Fail(name);
        }
    }

    // Colours, once each: a program's own question to the terminal would be the second.
    private bool IsQuestion(string text) =>
        Has(OuterExtras.Dialogue)
        && (text is "10;?" or "11;?" or "12;?"
            || (text is ['4', ';', >= '0' and <= '9', >= '0' and <= '9', ';', '?'] && int.Parse(text.AsSpan(2, 2), CultureInfo.InvariantCulture) < 16))
        && _asked.Add(text);

    // DECRQM of two modes, DSR 996, XTVERSION, kitty query, DA1; XTMODKEYS 4, kitty flags, mouse tracking.
    private static bool IsDialogue(Parameters p, char prefix, char intermediate, char final) => (prefix, intermediate, final) switch
    {
        ('?', '\0', 'n') => p.Count == 1 && p[0] == 996,
        ('?', '$', 'p') => p.Count == 1 && p[0] is 2026 or 2027,
        ('>', '\0', 'q') or ('?', '\0', 'u') or ('\0', '\0', 'c') => p is { Count: 1 } && p[0] == Parameters.Missing,
        ('>', '\0', 'm') => p.Count == 2 && p[0] == 4 && p[1] is >= 0 and <= 2,
        ('=', '\0', 'u') => p.Count == 2 && p[0] is >= 0 and <= 31 && p[1] == 1,
        ('?', '\0', 'h' or 'l') => p.Count == 1 && p[0] is 1002 or 1003 or 1006,
        _ => false,
    };

    private static bool IsPlace(Parameters p, int index) => p[index] is Parameters.Missing or (>= 1 and <= MostColumns);

    private static bool IsRendition(Parameters p)
    {
        for (var i = 0; i < p.Count; i++)
        {
            var value = p.Or(i, 0);
            var parts = 0;
            if (value is 38 or 48 or 58)
            {
                // 2;r;g;b or 5;n; an underline's with colons, and an empty colour space before r, g and b.
                var kind = p.Or(i + 1, -1);
                parts = kind == 5 ? 2 : kind == 2 ? (value == 58 ? 5 : 4) : -1;
                for (var part = 2; part <= parts; part++)
                {
                    if (p.Or(i + part, value == 58 && part == 2 ? 0 : -1) is < 0 or > 255)
                    {
                        return false;
                    }
                }
            }
            else if (value == 4 && i + 1 < p.Count && p.IsSub(i + 1))
            {
                parts = p[i + 1] is >= 2 and <= 5 ? 1 : -1;
            }
            else if (!Renditions.Contains(value) || p.IsSub(i))
            {
                return false;
            }

            if (parts < 0)
            {
                return false;
            }

            i += parts;
        }

        return true;
    }

    private void OperatingSystem(ReadOnlySpan<byte> data)
    {
        _inText = false;
        var text = Encoding.UTF8.GetString(data);
        if (IsQuestion(text))
        {
            return;
        }

        Extras.Add("OSC " + text);
        var allowed = text switch
        {
            _ when text.StartsWith("8;", StringComparison.Ordinal) => Has(OuterExtras.Links) && IsLink(text),
            _ when text.StartsWith("52;c;", StringComparison.Ordinal) || text.StartsWith("52;p;", StringComparison.Ordinal) => Has(OuterExtras.Clipboard) && Base64.IsValid(data[5..]),
            // What begins with a digit is a command to ConEmu.
            _ when text.StartsWith("9;cccc: ", StringComparison.Ordinal) => Has(OuterExtras.Notifications) && IsLine(text),
            _ when text.StartsWith("2;cccc: ", StringComparison.Ordinal) => Has(OuterExtras.Title) && IsLine(text),
            _ => false,
        };
        if (!allowed)
        {
            Fail("OSC " + text);
        }
    }

    private bool Has(OuterExtras extra) => (_extras & extra) != OuterExtras.None;

    private static bool IsLine(string text) => text.EnumerateRunes().All(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse));

    // OSC 8 ; id=... ; URI, or both empty at a link's end.
    private static bool IsLink(string text)
    {
        var parts = text.Split(';', 3);
        var place = parts.Length == 3 && (parts[2].Length == 0 || parts[2].StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || parts[2].StartsWith("https://", StringComparison.OrdinalIgnoreCase) || parts[2].StartsWith("file://", StringComparison.OrdinalIgnoreCase));
        return place && text.All(c => c is > ' ' and <= '~') && (parts[1].Length == 0 || (parts[1].StartsWith("id=", StringComparison.Ordinal) && !parts[1].AsSpan(3).ContainsAny(":;")));
    }

    private readonly struct Sink(OuterStream owner) : IVtSink
    {
        public void PrintAscii(ReadOnlySpan<byte> text) => owner._inText = true;

        public void Print(int codePoint) => owner.Text(codePoint);

        public void Execute(byte control)
        {
            owner._inText = false;
            if (control == 0x07 && owner.Has(OuterExtras.Bell))
            {
                owner.Extras.Add("BEL");
            }
            else if (control is not ((byte)'\r' or (byte)'\b'))
            {
                owner.Fail($"the control character {control:x2}");
            }
        }

        public void Escape(int intermediates, byte final)
        {
            owner._inText = false;
            if (intermediates != 0 || final != '\\')
            {
                owner.Fail($"ESC {(intermediates == 0 ? "" : (char)intermediates)}{(char)final}");
            }
        }

        public void Control(Parameters parameters, byte prefix, int intermediates, byte final) => owner.Control(parameters, prefix, intermediates, final);

        public void OperatingSystem(ReadOnlySpan<byte> data, bool bell) => owner.OperatingSystem(data);

        public void Device(Parameters parameters, byte prefix, int intermediates, byte final, ReadOnlySpan<byte> data) => owner.Fail($"DCS {(char)final}");
    }
}
