using System.Text;

namespace Orchestrator.Fuzz;

/// <summary>Something that a program prints in the hope that a terminal acts on it, answers with it, or passes it on.</summary>
internal sealed record Attack(string Name, byte[] Bytes);

/// <summary>
/// Attacks on terminals and on the program around a pane. Where one carries text to be echoed, typed or shown elsewhere, the text is <see cref="Payload"/>, in hex where
/// the sequence takes hex.
/// </summary>
internal static class Attacks
{
    public const string Payload = "PWNED;touch /tmp/pwned";

    private static readonly string Hex = Convert.ToHexString(Encoding.ASCII.GetBytes(Payload));
    private static readonly string Base64 = Convert.ToBase64String(Encoding.ASCII.GetBytes(Payload));

    public static IReadOnlyList<Attack> All { get; } =
    [
        // Answers that hold what the program chose: typed at a shell's prompt.
        Of("the title, asked back", $"\e]2;{Payload}\a\e[21t"),
        Of("the icon's name, asked back", $"\e]1;{Payload}\a\e]0;{Payload}\a\e[20t"),
        Of("a title with a newline, asked back", $"\e]2;x\n{Payload}\r\n\a\e[21t"),
        Of("the title stack, asked back", $"\e]2;{Payload}\a\e[22;0t\e]2;other\a\e[23;0t\e[21t\e[20t"),
        Of("a thousand titles pushed", string.Concat(Enumerable.Repeat($"\e]2;{Payload}\a\e[22t", 1000)) + "\e[21t"),
        Of("DECRQSS with crafted text", $"\eP$q{Payload}\e\\"),
        Of("DECRQSS with a newline", $"\eP$qm\n{Payload}\n\e\\"),
        Of("DECRQSS of a setting with text behind it", $"\eP$qm{Payload}\e\\\eP$qr;{Payload}\e\\\eP$q\"p{Payload}\e\\"),
        Of("XTGETTCAP echo", $"\eP+q{Hex}\e\\"),
        Of("XTGETTCAP of a known name and a crafted one", $"\eP+q544e;{Hex};436f\e\\"),
        Of("XTGETTCAP with text that is no hex", $"\eP+q{Payload}\n\e\\"),
        Of("XTSETTCAP", $"\eP+p{Hex}={Hex}\e\\\eP+q{Hex}\e\\"),
        Of("answerback", $"\x05\e[?{Payload}\x05"),
        Of("answerback set by DCS", $"\eP1v{Hex}\e\\\x05"),
        Of("the clipboard, read", "\e]52;c;?\a\e]52;p;?\e\\\e]52;;?\a\e]52;s0;?\a"),
        Of("the clipboard, written and read", $"\e]52;c;{Base64}\a\e]52;c;?\a"),
        Of("a checksum of cells (DECRQCRA)", $"{Payload}\e[1;1;1;1;1;9*y\e[?63;1n"),
        Of("a palette entry with a name that is text", $"\e]4;1;{Payload}\a\e]4;1;?\a\e]4;{Payload};?\a"),
        Of("colours with crafted names", $"\e]10;{Payload}\a\e]10;?\a\e]11;rgb:{Payload}\a\e]11;?\e\\\e]12;?\a"),
        Of("the font, asked back", $"\e]50;{Payload}\a\e]50;?\a"),
        Of("the locale, the selection and the Tek font asked", "\e]13;?\a\e]14;?\a\e]15;?\a\e]17;?\a\e]18;?\a\e]19;?\a\e]701;?\a\e]702;?\a"),
        Of("macros (DECDMAC) invoked and reported", $"\eP1;0;0!z{Payload}\n\e\\\e[1*z\e[?62n\e[?63n"),
        Of("user-defined keys (DECUDK)", $"\eP0;1|17/{Hex};18/{Hex}\e\\\e[?25n"),
        Of("a cursor report made into a command", "\e[6n\e[?6n\e[999;999H\e[6n"),
        Of("presentation state reports", "\e[1$w\e[2$w\eP1$t1;1;1;@;@;@;0;0;B\e\\"),
        Of("terminal state report", "\e[1$u\e[2;2$u"),
        Of("working folder, asked back", $"\e]7;file://host/{Payload}\a\e]6;{Payload}\a"),
        Of("status line (DECSASD) with text", $"\e[2$~\e[1$}}{Payload}\e[0$}}\e[$|"),
        Of("a flood of DA", string.Concat(Enumerable.Repeat("\e[c\e[>c\e[=c\e[>q\eZ", 20_000))),
        Of("a flood of XTGETTCAP names", "\eP+q" + new string(';', 4000) + "\e\\"),
        Of("a flood of palette queries", "\e]4;" + string.Concat(Enumerable.Repeat("1;?;", 5000)) + "\a"),

        // Acts of the outer terminal.
        Of("the window moved, sized, raised, iconified", "\e[1t\e[2t\e[3;0;0t\e[4;10;10t\e[5t\e[6t\e[7t\e[8;1;1t\e[9;1t\e[9;0t\e[10;1t\e[13t\e[15t\e[24t\e[50t"),
        Of("132 columns and back", "\e[?40h\e[?3h\e[?3l\e[132$|\e[50*|"),
        Of("printing (media copy)", $"\e[5i{Payload}\e[4i\e[i\e[?5i{Payload}\e[?4i\e[?1i\e[?10i\e[?11i"),
        Of("the bell, its tone and a flood of it", "\e[10;9999]\e[11;9999]" + new string('\a', 5000)),
        Of("keyboard locked, lamps, key click", "\e[2h\e[1q\e[2q\e[3q\e[ t\e[8 u"),
        Of("hard reset and alignment", "\ec\e#8\ec\e[!p\e[61\"p"),
        Of("self test", "\e[2;9y\e[4;1y"),
        Of("modes that would stay on", "\e[?1000h\e[?1003h\e[?1006h\e[?1004h\e[?2004h\e[?1h\e=\e[?9h\e[?1016h\e[?2048h\e[?2031h\e[>4;2m\e[>31u\e[?7l\e[?5h\e[20h"),
        Of("a clipboard write, large", "\e]52;c;" + Convert.ToBase64String(new byte[400_000]) + "\a"),
        Of("a clipboard write with keys in it", "\e]52;c;" + Convert.ToBase64String(Encoding.ASCII.GetBytes($"\e[201~{Payload}\r")) + "\a"),
        Of("a clipboard write with a crafted selection", $"\e]52;c\e[31m;{Base64}\a\e]52;{Payload};{Base64}\a\e]52;c;{Base64};{Payload}\a\e]52;c;!{Base64}\a"),
        Of("notifications with control bytes", $"\e]9;{Payload}\x01\x08\a\e]777;notify;{Payload}\x9b;\e]99;i=1;{Payload}\e\\\e]777;precmd;{Payload}\a"),
        Of("ConEmu's commands", $"\e]9;1;9999\a\e]9;2;{Payload}\a\e]9;3;{Payload}\a\e]9;5\a\e]9;6;{Payload}\a\e]9;7;{Payload}\a\e]9;8;{Payload}\a\e]9;9;{Payload}\a"),
        Of("iTerm2: files, marks, clipboard, focus", $"\e]1337;File=name=eA==;inline=0;size=9:{Base64}\a\e]1337;SetMark\a\e]1337;CopyToClipboard=general\a{Payload}\e]1337;EndCopy\a\e]1337;StealFocus\a\e]1337;RequestUpload=format=tgz\a\e]1337;SetUserVar=a={Base64}\a\e]1337;ReportVariable=a\a\e]1337;ReportCellSize\a\e]1337;OpenURL={Base64}\a"),
        Of("prompt marks and shell integration", $"\e]133;A;{Payload}\a\e]133;C\a\e]133;D;0\a\e]633;E;{Payload}\a\e]697;{Payload}\a"),
        Of("fonts, resources, logging, profiles", $"\e]50;#+9\a\e]46;/tmp/pwned\a\e]60;x\a\e]61;x\a\e]3;WM_CLASS={Payload}\a\e]5;0;red\a\e]22;wait\a\e]30;{Payload}\a\e]31;{Payload}\a\e]701;C\a\e]705;x\a\e]710;{Payload}\a\e]776;{Payload}\a\e]777;perl;{Payload}\a"),
        Of("a file named to be read (kitty graphics)", $"\e_Ga=T,t=f,f=100;{Convert.ToBase64String("/etc/passwd"u8)}\e\\\e_Ga=q,i=1,t=s;{Base64}\e\\\e_Gi=1,t=t,a=t;{Base64}\e\\"),
        Of("kitty: notification, remote control, clipboard, file transfer", $"\e]99;i=1:d=0:a=report;{Payload}\e\\\eP@kitty-cmd{{\"cmd\":\"launch\",\"payload\":{{\"args\":[\"{Payload}\"]}}}}\e\\\e]5522;type=read\a\e]5113;ac=send;id=1\a\e]30001\a\e]30101\a"),
        Of("tmux and screen passthrough", $"\ePtmux;\e\e]2;{Payload}\a\e\\\eP\e]2;{Payload}\a\e\\\ek{Payload}\e\\\e]83;{Payload}\a\e_{Payload}\e\\\e^{Payload}\e\\\eX{Payload}\e\\"),
        Of("a tmux control mode", $"\eP1000p%begin 1 1 0\r\n%output %0 {Payload}\r\n%exit\e\\"),
        Of("sixel without measure", "\ePq\"1;1;99999;99999#0;2;100;0;0!2147483647~-!2147483647?\e\\\eP9999999999;2147483648q\e\\"),
        Of("ReGIS and Tektronix", $"\eP0pS(E)T'{Payload}'\e\\\e[?38h\x1d\x1f{Payload}\e\x03"),

        // Links.
        Of("a link to a script", "\e]8;;javascript:alert(1)\aclick\e]8;;\a"),
        Of("links that start programs", $"\e]8;;ssh://-oProxyCommand={Payload}\ax\e]8;;\a\e]8;;vscode://x\ay\e]8;;\a\e]8;;data:text/html,x\az\e]8;;\a\e]8;;mailto:a\aw\e]8;;\a\e]8;;\\\\host\\share\av\e]8;;\a"),
        Of("a link with controls in its place", $"\e]8;;http://a/\e]2;{Payload}\a\e\\x\e]8;;http://a/\n\r{Payload}\ay\e]8;;http://a/\u009b31mz\az\e]8;;\a"),
        Of("a link with controls in its name", $"\e]8;id=a\e[31m{Payload};http://a/\ax\e]8;id=a\u0085b;http://a/\ay\e]8;id={new string('i', 5000)};http://a/\az\e]8;;\a"),
        Of("a link that never ends, and one of a megabyte", $"\e]8;;https://a/{new string('u', 900_000)}\ax\e]8;;https://never.example/\a"),

        // Bytes that hide or turn, in text and in names.
        Of("bidi controls", $"\u202e{Payload}\u202c\u2066x\u2069\u200f\u061c\e]2;\u202e{Payload}\a\e]9;\u2067{Payload}\a"),
        Of("zero width", "a\u200bb\u200c\u200d\ufeff\u2060\u180e\u00ad\u034f\u2061\u2062\u2063\u2064"),
        Of("tags", "a" + string.Concat(Payload.Select(c => char.ConvertFromUtf32(0xE0000 + c))) + "\U000E007F\U000E0001"),
        Of("variation selectors that carry bytes", "a" + string.Concat(Payload.Select(c => char.ConvertFromUtf32(0xE0100 + c)))),
        Of("a million marks", "a" + new string('\u0301', 1_000_000)),
        Of("joiners without end", string.Concat(Enumerable.Repeat("👩\u200d", 50_000))),
        Of("line and paragraph separators, interlinear notes, musical formats", "a\u2028b\u2029c\ufff9\ufffa\ufffb\U0001D173\U0001D17A"),
        Of("private use and noncharacters", "\ue000\uf8ff\U000F0000\U0010FFFD\ufdd0\uffff\ufffe\U0001FFFE"),
        Raw("C1 controls as bytes", [0x9b, .. "31m"u8, 0x9d, .. "2;PWNED"u8, 0x9c, 0x90, .. "$qm"u8, 0x9c, 0x84, 0x85, 0x8d, 0x9f, .. "x"u8, 0x9c]),
        Of("C1 controls as UTF-8", $"\u009b31m\u009d2;{Payload}\u009c\u0090$q{Payload}\u009c\u0084\u0085\u008d\u009f{Payload}\u009c\u0098x\u009c\u009ey\u009c"),
        Of("a title with control bytes", $"\e]2;a\x01b\x1bc\x08d\x7fe\u0085f\u009bg\a\e]2;\e[31m{Payload}\a\e]0;{Payload}\x18\e]2;\x00\a"),
        Raw("broken UTF-8 and overlong forms of controls", [0xc0, 0x9b, 0xe0, 0x80, 0x9b, 0xf0, 0x80, 0x80, 0x9b, 0xc1, 0x1b, 0xed, 0xa0, 0x80, 0xf8, 0x88, 0xff, 0xfe, 0xf4, 0x90, 0x80, 0x80]),
        Of("a broken control sequence around text", $"\e[12;\n\r{Payload}\e[\e]2;{Payload}\e[m\e\e\e[\x18x\e[\x1ay\e[999999999999999999999999m"),

        // Bombs.
        Of("REP without measure", string.Concat(Enumerable.Repeat("x\e[2147483647b漢\e[99999999b", 40))),
        Of("counts near 2^31", string.Concat("@ABCDEFGHILMPSTXZ`abdefr".Select(final => $"\e[2147483647;2147483647{final}\e[2147483648{final}\e[4294967295{final}"))),
        Of("rectangles without measure", "\e[88;1;1;65535;65535$x\e[1;1;65535;65535;1;9;9;1$v\e[1;1;65535;65535;1;4;5;7$r\e[1;1;65535;65535$z\e[1;1;65535;65535${"),
        Of("thousands of parameters", "\e[" + string.Join(';', Enumerable.Range(0, 5000)) + "m\e[" + string.Join(':', Enumerable.Range(0, 5000)) + "m\e[?" + string.Join(';', Enumerable.Range(0, 3000)) + "h"),
        Of("alternate screens, margins and resets in turn", string.Concat(Enumerable.Repeat("\e[?1049h\e[?69h\e[2;3s\e[2;3r\e[?6h\e#8\e[?1047l\e[?1048l\ec", 300))),
        Of("synchronized output that never ends", $"\e[?2026h{Payload}\e[?2026h"),
        Of("a reset in the middle of a frame", $"\e[?2026h\e[H{Payload}\ec\e[?2026l\e[?1049h\ec"),

        // Strings without end: what follows them is swallowed or shown, and never a command.
        Of("an OSC without end, then text", $"\e]2;{Payload} and then innocent text\r\nand more"),
        Of("a DCS without end, then text", $"\eP+q{Hex} innocent text\r\n"),
        Of("an APC, a PM and a SOS without end", $"\e_{Payload}\e^{Payload}\eX{Payload}"),
        Of("an OSC that another sequence breaks off", $"\e]2;{Payload}\e[31m\e]2;x\eP$q\e]2;{Payload}\a"),
        Of("an OSC of two megabytes", "\e]2;" + new string('A', 2 << 20) + Payload + "\a"),
        Of("half a sequence at the end", "\e["),
        Raw("half a character at the end", [0xf0, 0x9f, 0x98]),
    ];

    /// <summary>All of them one after the other, each broken off so that the next begins anew.</summary>
    public static byte[] InOneStream(string end)
    {
        var stream = new ByteText();
        foreach (var attack in All)
        {
            stream.Add(attack.Bytes).Add("\x18\e\\\r\n");
        }

        return stream.Add("\ec").Add(end).Span.ToArray();
    }

    private static Attack Of(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private static Attack Raw(string name, byte[] bytes) => new(name, bytes);
}
