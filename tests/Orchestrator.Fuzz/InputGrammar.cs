using Orchestrator.Pty;

namespace Orchestrator.Fuzz;

/// <summary>What outer terminals send, and what looks like it.</summary>
internal sealed class InputGrammar(Random random)
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "é", "漢", "😀", "\r", "\t", "\x7f", "\b", "\0", "\x01", "\x1f", "\e", "\e\e", "\ea", "\e\r", "\e\x7f", "\eé",
        "\e[A", "\eOA", "\eOP", "\e[1;5A", "\e[1;2P", "\e[3~", "\e[3;5~", "\e[15;2~", "\e[Z", "\e[I", "\e[O", "\e[[A", "\e[[E", "\e[[Z",
        "\e[27;5;9~", "\e[27;2;13~", "\e[97;5u", "\e[97:65:99;6:3;65u", "\e[57399u", "\e[57441;2u", "\e[13;1:3u", "\e[1;1:2A",
        "\e[<0;1;1M", "\e[<35;10;20M", "\e[<64;5;5M", "\e[<0;0;0m", "\e[<128;3;3M", "\e[M !!", "\e[M\xff", "\e[32;5;5M",
        "\e[?1;2c", "\e[>0;276;0c", "\e[24;80R", "\e[1;2R", "\e[?2026;2$y", "\e[?15u", "\e[8;24;80t", "\e[?997;1n", "\e]11;rgb:0/0/0\a", "\e]10;x\e\\", "\e]52;c;aGk=\a", "\eP>|x\e\\", "\eP1$r0m\e\\", "\e_Gi=1;OK\e\\",
        "\e[200~", "\e[201~", "\e[20", "1~", "\e[200~\e[201~", "\e[", "\e]", "\eP", "\e_", "\eO", "\e\\",
    ];

    private readonly Numbers _numbers = new(random, new TermSize(223, 100));

    public void Write(ByteText output, int length)
    {
        var end = output.Length + length;
        while (output.Length < end)
        {
            switch (random.Next(12))
            {
                case 0:
                    output.Add((byte)random.Next(256));
                    break;
                case 1:
                    output.Add("\e[");
                    _numbers.List(output);
                    output.Add((byte)"~uMmARIOZcy"[random.Next(11)]);
                    break;
                case 2:
                    output.Add("\e[<");
                    _numbers.List(output);
                    output.Add((byte)"Mm"[random.Next(2)]);
                    break;
                case 3 when random.Next(20) == 0:
                    // A string or a paste that does not end for long.
                    output.Add(random.Next(2) == 0 ? "\e]52;c;" : "\e[200~");
                    for (var i = random.Next(6000); i > 0; i--)
                    {
                        output.Add((byte)random.Next(0x20, 0x7F));
                    }

                    break;
                case 4:
                    for (var i = random.Next(1, 30); i > 0; i--)
                    {
                        output.Add((byte)random.Next(0x20, 0x7F));
                    }

                    break;
                default:
                    output.Add(Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
    }
}
