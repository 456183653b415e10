using Orchestrator.Pty;

namespace Orchestrator.Fuzz;

/// <summary>Streams that a terminal understands: every sequence that the screen knows, with the parameters that hurt, and now and then one that it does not know.</summary>
internal sealed class VtGrammar(Random random, TermSize size)
{
    // What the screen acts on: prefix, intermediate, final (xterm ctlseqs). "" takes any number of numbers.
    private static readonly string[] Controls =
    [
        "@", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "P", "S", "T", "X", "Z", "^", "`", "a", "b", "d", "e", "f", "g", "r", "s", "u",
        "c", "n", "t", "x", "?J", "?K", "?W", "?n", "?s", "?r", "?m", "?u", ">c", "=c", ">q", ">m", ">n", ">u", "<u", "=u", "!p", " q", "\"q", " @", " A", "'}", "'~",
        "$p", "?$p", "$r", "$t", "$v", "$x", "$z", "${", "*x", "*y", "i", "?i", "\"p", "$|", "*|", "$}", "$~", "#P", "#Q", "#R", "+p", "?l", "y", "q", ">p", ">t", "?S",
    ];

    private static readonly int[] KnownModes =
    [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 20, 25, 40, 45, 47, 66, 67, 69, 80, 95, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016, 1034, 1047, 1048, 1049, 2004, 2026, 2027, 2031, 2048, 9999,
    ];

    private static readonly string[] Escapes =
    [
        "6", "7", "8", "9", "=", ">", "D", "E", "H", "M", "N", "O", "Z", "c", "n", "o", "|", "}", "~", "#3", "#4", "#5", "#6", "#8", "(0", "(B", "(A", ")0", "*0", "+0", "-A", ".A", "/A", "%G", "%@", " F", " G", "l", "m",
    ];

    private static readonly string[] Words =
    [
        "hello", "漢字", "e\u0301", "👨‍👩‍👧‍👦", "🇩🇪🇫🇷", "❤️", "👍🏽", "1️⃣", "\u0301", "\u200d", "ﷺ", "क्षि", "한글", "각", "\u00ad", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000E0041", "\uE000", "\U0010FFFF", "�", "ä", "\u0085", "\u009b", "¡",
    ];

    private readonly Numbers _numbers = new(random, size);

    public void Write(ByteText output, int length)
    {
        var end = output.Length + length;
        while (output.Length < end)
        {
            One(output);
        }
    }

    public void One(ByteText output)
    {
        switch (random.Next(20))
        {
            case < 5: Text(output); break;
            case < 7: output.Add((byte)random.Next(0x20)); break;
            case < 12: Control(output); break;
            case < 13: Modes(output); break;
            case < 15: Rendition(output); break;
            case < 16: output.Add((byte)0x1B).Add(Escapes[random.Next(Escapes.Length)]); break;
            case < 18: new VtStrings(random, size).One(output); break;
            case < 19: output.Add("\r\n"); break;
            default: Broken(output); break;
        }
    }

    private void Text(ByteText output)
    {
        switch (random.Next(6))
        {
            case 0:
                for (var i = random.Next(1, size.Columns + 3); i > 0; i--)
                {
                    output.Add((byte)random.Next(0x20, 0x7F));
                }

                break;
            case 1:
                for (var i = random.Next(1, 40); i > 0; i--)
                {
                    output.AddRune(random.Next(0x1100, 0xD7FF));
                }

                break;
            case 2:
                var rune = random.Next(0xA0, 0x110000);
                output.AddRune(rune is >= 0xD800 and <= 0xDFFF ? 0xFFFD : rune);
                break;
            default:
                output.Add(Words[random.Next(Words.Length)]);
                break;
        }
    }

    private void Control(ByteText output)
    {
        output.Add(random.Next(30) == 0 ? "\u009b" : "\e[");
        var control = Controls[random.Next(Controls.Length)];
        if (random.Next(16) == 0)
        {
            // Anything that is shaped like a control sequence.
            output.Add((byte)"?>=< "[random.Next(5)]);
            _numbers.List(output);
            output.Add((byte)random.Next(0x20, 0x30)).Add((byte)random.Next(0x40, 0x7F));
            return;
        }

        var from = control[0] is '?' or '>' or '<' or '=' && control.Length > 1 ? 1 : 0;
        output.Add(control[..from]);
        _numbers.List(output);
        output.Add(control[from..]);
    }

    private void Modes(ByteText output)
    {
        output.Add("\e[").Add(random.Next(4) > 0 ? "?" : "");
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            output.Add(KnownModes[random.Next(KnownModes.Length)]).Add(i > 1 ? ";" : "");
        }

        output.Add(random.Next(3) > 0 ? "h" : "l");
    }

    private void Rendition(ByteText output)
    {
        output.Add("\e[");
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0: output.Add("38;2;").Add(random.Next(256)).Add(";").Add(random.Next(256)).Add(";").Add(random.Next(300)); break;
                case 1: output.Add("48:2::").Add(random.Next(256)).Add(":").Add(random.Next(256)).Add(":").Add(random.Next(256)); break;
                case 2: output.Add("58:5:").Add(random.Next(300)); break;
                case 3: output.Add("4:").Add(random.Next(7)); break;
                default: output.Add(random.Next(110)); break;
            }

            output.Add(i > 1 ? ";" : "m");
        }
    }

    // Bytes that are no UTF-8, and sequences that are cut off.
    private void Broken(ByteText output)
    {
        switch (random.Next(5))
        {
            case 0: output.Add((byte)random.Next(0x80, 0x100)); break;
            case 1: output.Add([0xF0, 0x9F, 0x98]); break;
            case 2: output.Add([0xED, 0xA0, 0x80]); break;
            case 3: output.Add("\e[12;3").Add((byte)(random.Next(2) == 0 ? 0x18 : 0x1A)); break;
            default: output.Add("\e[1;\n2H"); break;
        }
    }
}
