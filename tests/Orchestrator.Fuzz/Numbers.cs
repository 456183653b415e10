using Orchestrator.Pty;

namespace Orchestrator.Fuzz;

/// <summary>Parameters where counting goes wrong: the edges of the screen, of 16 and 32 bits, none at all, and far too many.</summary>
internal sealed class Numbers(Random random, TermSize size)
{
    private static readonly string[] Far =
    [
        "32767", "32768", "65535", "65536", "2147483646", "2147483647", "2147483648", "4294967295", "9223372036854775808", "100000000000000000000",
    ];

    public void One(ByteText output)
    {
        var side = random.Next(2) == 0 ? size.Columns : size.Rows;
        switch (random.Next(10))
        {
            case 0: break; // missing
            case 1: output.Add("0"); break;
            case 2: output.Add("1"); break;
            case 3: output.Add(side - 1); break;
            case 4: output.Add(side); break;
            case 5: output.Add(side + 1); break;
            case 6 when random.Next(3) == 0: output.Add(Far[random.Next(Far.Length)]); break;
            default: output.Add(random.Next(side + 2)); break;
        }
    }

    /// <summary>Mostly one or two, now and then more than a parser keeps, with colons in between.</summary>
    public void List(ByteText output)
    {
        var count = random.Next(8) switch { 0 => 0, < 4 => 1, < 7 => 2, _ => random.Next(3, 70) };
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                output.Add(random.Next(12) == 0 ? (byte)':' : (byte)';');
            }

            One(output);
        }
    }
}
