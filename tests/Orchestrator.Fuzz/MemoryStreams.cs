using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Fuzz;

/// <summary>Streams that make a terminal remember something new with every sequence, and what the screen keeps of them.</summary>
internal static class MemoryStreams
{
    /// <summary>
    /// Bytes that a screen of 200x50 with a history of 10,000 lines may keep, whatever was printed. Most of it is what can be seen: 10,000 x 200 cells of four bytes
    /// and a style of its own each are 16 MB; the tables of styles, clusters and links are 30 MB when they are full.
    /// </summary>
    public const long Bound = 64L << 20;

    /// <summary>How many of each in the closing run.</summary>
    public const int Many = 1_000_000;

    private delegate void Piece(ByteText bytes, int number);

    private static readonly string Long = new('y', 200);
    private static readonly string Marks = new('\u0301', 25);
    private static readonly string Base64 = Convert.ToBase64String(new byte[700 * 1024]);

    private static readonly (string Name, Piece Piece)[] Streams =
    [
        ("titles", (b, i) => b.Add("\e]2;title ").Add(i).Add(" of a long, long name\a\e[22t")),
        ("colours", (b, i) => b.Add("\e[38;2;").Add(i & 255).Add(";").Add(i >> 8 & 255).Add(";").Add(i >> 16).Add("m\e[58:5:").Add(i & 255).Add("mx")),
        ("backgrounds, erased", (b, i) => b.Add("\e[48;2;").Add(i & 255).Add(";").Add(i >> 8 & 255).Add(";").Add(i >> 16).Add("m\e[K\r\n")),
        ("links", (b, i) => b.Add("\e]8;id=").Add(i).Add(";https://example.org/").Add(i).Add(Long).Add("\alink\e]8;;\a")),
        ("marks on one character", (b, i) => b.Add(i == 0 ? "a" : "").AddRune(0x300 + (i % 0x6f))),
        ("clusters", (b, i) => b.Add("a").AddRune(0x300 + (i % 0x6f)).AddRune(0x300 + (i / 0x6f % 0x6f)).AddRune(0x300 + (i / 0x6f / 0x6f % 0x6f))),
        ("long clusters", (b, i) => b.Add("e").Add(Marks).AddRune(0x300 + (i % 0x6f)).AddRune(0x300 + (i / 0x6f % 0x6f)).AddRune(0x300 + (i / 0x6f / 0x6f % 0x6f))),
        ("palette", (b, i) => b.Add("\e]4;").Add(i % 300).Add(";#").Add((i % 0x1000).ToString("x3")).Add("\a")),
        ("keyboard states", (b, i) => b.Add("\e[>").Add(i & 31).Add("u")),
        ("saved modes", (b, i) => b.Add("\e[?").Add(i).Add("s\e[?").Add(i % 3000).Add(";1;2004s")),
        ("notifications", (b, i) => b.Add("\e]777;notify;title ").Add(i).Add(";").Add(Long).Add("\a\e]9;").Add(i).Add("\a")),
        ("state reports", (b, i) => b.Add("\e]7501;state=").Add(i).Add("\a\e]9;4;1;").Add(i).Add("\a")),
        ("clipboard, 700 KB each", (b, i) => b.Add(i % 2000 == 0 ? "\e]52;c;" : "").Add(i % 2000 == 0 ? Base64 : "").Add(i % 2000 == 0 ? "\a" : "x")),
        ("working folders and prompts", (b, i) => b.Add("\e]7;file://host/folder/").Add(i).Add(Long).Add("\a\e]133;A;aid=").Add(i).Add("\a\e]133;D;").Add(i).Add("\a\r\n")),
        ("queries, never read", (b, i) => b.Add("\e[c\e[>q\e[6n\e]4;1;?\a\eP+q544e\e\\")),
        ("an OSC without end", (b, i) => b.Add(i == 0 ? "\e]2;" : "sixteen letters ")),
        ("a clipboard write without end", (b, i) => b.Add(i == 0 ? "\e]52;c;" : "QUJDREVGR0hJSktM")),
        ("a DCS without end", (b, i) => b.Add(i == 0 ? "\eP+q" : "544e436f52474254")),
        ("an APC without end", (b, i) => b.Add(i == 0 ? "\e_Ga=T,f=100;" : "QUJDREVGR0hJSktM")),
        ("a sixel without end", (b, i) => b.Add(i == 0 ? "\ePq" : "#1;2;9;9;9#1!99~")),
        ("a control sequence without end", (b, i) => b.Add(i == 0 ? "\e[" : "12345;6:789;1011")),
        ("full lines of wide characters, each in a colour of its own", (b, i) => b.Add("\e[38;5;").Add(i & 255).Add("m").AddRune(0x4e00 + (i % 20_000))),
        ("screens switched, saved and sized", (b, i) => b.Add("\e[?1049h\e7\e[3;4r\e[?69h\e[2;9s\e[?1049l\e8\eH")),
    ];

    /// <summary>Plays every stream with this many pieces; reports the name and the bytes that a screen kept, and returns those over <see cref="Bound"/>.</summary>
    public static List<string> Measure(int pieces, Action<string, long, long> report)
    {
        List<string> faults = [];
        foreach ((var name, var piece) in Streams)
        {
            var before = Memory();
            var screen = new Screen(new TermSize(200, 50), new ScreenOptions { ScrollbackLimit = 10_000 });
            var fed = Feed(screen, piece, pieces);
            var kept = Memory() - before;
            report(name, fed, kept);
            if (kept > Bound)
            {
                faults.Add($"{name}: a screen keeps {kept >> 20} MB, {Bound >> 20} are allowed");
            }

            if (screen.Fault(history: true) is { } fault)
            {
                faults.Add($"{name}: {fault}");
            }

            GC.KeepAlive(screen);
        }

        return faults;
    }

    private static long Feed(Screen screen, Piece piece, int pieces)
    {
        var bytes = new ByteText();
        long fed = 0;
        for (var i = 0; i < pieces; i++)
        {
            piece(bytes, i);
            if (bytes.Length >= 64 * 1024 || i == pieces - 1)
            {
                screen.Feed(bytes.Span);
                fed += bytes.Length;
                bytes.Clear();
            }
        }

        return fed;
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}
