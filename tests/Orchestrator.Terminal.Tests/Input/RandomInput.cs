namespace Orchestrator.Terminal.Tests.Input;

/// <summary>Random bytes that look like input often enough to reach every branch.</summary>
internal static class RandomInput
{
    private static readonly string[] Pieces =
    [
        "\e", "\e[", "\eO", "\e]", "\eP", "\e_G", "\e\\", "\e[A", "\e[1;5C", "\e[1;2R", "\e[24;80R", "\e[3~", "\e[27;5;9~", "\e[97:65;2:3;65u", "\e[<0;10;20M", "\e[<35;1;1m",
        "\e[M !!", "\e[I", "\e[O", "\e[?62c", "\e]11;rgb:0/0/0\a", "\e]10;x\e\\", "\eP>|name\e\\", "\eP1$r0m\e\\", "\e[?2026;2$y", "\e[[A", "\e[200~", "\e[201~", "\u6f22", "\U0001F600",
        ";", ":", "1", "200", "~", "u", "M", "\a", "\r", "\0", "\u007f", "abc", "99999999999999999999",
    ];

    public static byte[] Bytes(Random random)
    {
        var bytes = new List<byte>();
        for (var count = random.Next(1, 12); count > 0; count--)
        {
            switch (random.Next(5))
            {
                case 0:
                    bytes.Add((byte)random.Next(256));
                    break;
                case 1:
                    var piece = Decoding.Bytes(Pieces[random.Next(Pieces.Length)]);
                    bytes.AddRange(piece[..random.Next(piece.Length + 1)]);
                    break;
                case 2 when random.Next(40) == 0:
                    bytes.AddRange(new byte[random.Next(6000)].Select(_ => (byte)random.Next('0', ';')));
                    break;
                default:
                    bytes.AddRange(Decoding.Bytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
