using Orchestrator.Pty;

namespace Orchestrator.Fuzz;

/// <summary>OSC, DCS, APC, PM and SOS: the ones that a screen knows, with payloads that are too long, cut off, nested or not what they say.</summary>
internal sealed class VtStrings(Random random, TermSize size)
{
    private static readonly string[] Starts =
    [
        "\e]0;", "\e]1;", "\e]2;", "\e]4;", "\e]4;1;", "\e]5;0;", "\e]7;file://host/", "\e]8;;http://", "\e]8;id=a;https://", "\e]8;;", "\e]9;", "\e]9;4;", "\e]10;", "\e]11;", "\e]12;", "\e]17;", "\e]52;c;", "\e]52;",
        "\e]99;i=1;", "\e]104;", "\e]110;", "\e]111", "\e]112", "\e]133;A", "\e]133;D;", "\e]777;notify;t;", "\e]1337;File=inline=1:", "\e]1337;SetMark", "\e]7501;", "\e]99999999999;", "\e];", "\e]x",
        "\ePq", "\eP$q", "\eP+q", "\eP1$t", "\eP0;1|17/", "\eP1000p", "\eP!z", "\eP>|", "\ePtmux;", "\e_G", "\e^", "\eX", "\ek", "\u009d2;", "\u0090q", "\u009f", "\u009e", "\u0098",
    ];

    private static readonly string[] Payloads =
    [
        "", "?", "title", "漢字 title", "\u202eevil", "a;b;c", "1;?", "rgb:ff/00/7f", "#123456", "red", "m", "r", " q", "\"p", "544e", "544e;436f;52", "aGVsbG8=", "aGVsbG8", "!!!!", "//example.org/x", "javascript:alert(1)", "a=T,f=100,t=f;L2V0Yy9wYXNzd2Q=", "#0;2;0;0;0#0~~@@vv@@~~$-",
        "x\x01y\x1fz", "\u0085\u009b31m", "notify;a;b", "i=1;?", "4;1;50", "%00%1b", "id=a:b=c;http://x",
    ];

    private static readonly string[] Ends = ["\a", "\e\\", "\e\\", "\u009c", "\x18", "\x1a", "\e", "\n\a", ""];

    private readonly Numbers _numbers = new(random, size);

    public void One(ByteText output)
    {
        output.Add(Starts[random.Next(Starts.Length)]);
        switch (random.Next(12))
        {
            case 0:
                _numbers.List(output);
                break;
            case 1:
                for (var i = random.Next(3000); i > 0; i--)
                {
                    output.Add((byte)random.Next(0x20, 0x7F));
                }

                break;
            case 2:
                for (var i = random.Next(60); i > 0; i--)
                {
                    output.Add((byte)random.Next(256));
                }

                break;
            default:
                output.Add(Payloads[random.Next(Payloads.Length)]);
                break;
        }

        output.Add(Ends[random.Next(Ends.Length)]);
    }
}
