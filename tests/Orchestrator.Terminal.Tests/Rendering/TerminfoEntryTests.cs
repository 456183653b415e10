using System.Buffers.Binary;
using System.Text;
using Orchestrator.Terminal.Rendering;

namespace Orchestrator.Terminal.Tests.Rendering;

public sealed class TerminfoEntryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_entry_says_its_colours_and_what_it_can(bool wide)
    {
        var entry = TerminfoEntry.Parse(Entry(256, bce: true, smcup: true, ech: true, wide, "Tc", "Smulx=\e[4:%p1%dm", "Sync=x", "-RGB", "U8#1"))!;
        Assert.Equal(256, entry.Colors);
        Assert.True(entry is { ErasesInBackground: true, HasAlternateScreen: true, HasEraseCharacters: true });
        Assert.True(entry.Has("Tc") && entry.Has("Smulx") && entry.Has("Sync") && entry.Has("U8"));
        Assert.False(entry.Has("RGB"));
        Assert.False(entry.Has("Su"));
    }

    [Fact]
    public void An_entry_without_anything_is_one_without_colours()
    {
        var entry = TerminfoEntry.Parse(Entry(-1, bce: false, smcup: false, ech: false, wide: false))!;
        Assert.Equal(0, entry.Colors);
        Assert.False(entry.ErasesInBackground || entry.HasAlternateScreen || entry.HasEraseCharacters);
    }

    [Fact]
    public void Every_beginning_of_an_entry_and_every_broken_byte_is_refused_or_read_but_never_a_fault()
    {
        var whole = Entry(0x1000000, bce: true, smcup: true, ech: false, wide: true, "RGB", "Smulx=\e[4:%p1%dm", "Setulc=x");
        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            refused += TerminfoEntry.Parse(whole.AsSpan(0, length)) is null ? 1 : 0;
        }

        Assert.True(refused > whole.Length / 2, $"{refused} of {whole.Length} beginnings were refused");
        var random = new Random(5);
        for (var i = 0; i < 200_000; i++)
        {
            var broken = whole.ToArray();
            for (var change = random.Next(6); change >= 0; change--)
            {
                broken[random.Next(random.Next(2) == 0 ? 12 : broken.Length)] = (byte)random.Next(256);
            }

            TerminfoEntry.Parse(broken.AsSpan(0, random.Next(8) == 0 ? random.Next(broken.Length) : broken.Length));
        }

        var noise = new byte[TerminfoEntry.MaxLength];
        for (var i = 0; i < 2000; i++)
        {
            random.NextBytes(noise);
            (noise[0], noise[1]) = (0x1a, 0x01);
            TerminfoEntry.Parse(noise.AsSpan(0, random.Next(noise.Length)));
        }
    }

    [Fact]
    public void The_client_s_own_folders_come_first_and_a_broken_file_counts_as_none()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "m"));
            Directory.CreateDirectory(Path.Combine(folder.FullName, "6d"));
            var file = Path.Combine(folder.FullName, "m", "mine");
            File.WriteAllBytes(Path.Combine(folder.FullName, "6d", "mac"), Entry(16, false, false, false, false));
            var environment = new Dictionary<string, string> { ["TERM"] = "mine", ["TERMINFO"] = folder.FullName };
            Assert.Null(TerminfoEntry.Find(environment));
            File.WriteAllBytes(file, Entry(0x1000000, false, true, true, true, "RGB"));
            Assert.Equal(0x1000000, TerminfoEntry.Find(environment)!.Colors);
            Assert.Equal(ColorDepth.TrueColor, OuterTerminal.FromEnvironment(environment).Colors);
            Assert.Equal(16, TerminfoEntry.Find(new Dictionary<string, string> { ["TERM"] = "mac", ["TERMINFO_DIRS"] = "/nowhere::" + folder.FullName })!.Colors);
            File.WriteAllText(file, "not an entry");
            Assert.Null(TerminfoEntry.Find(environment));
            Assert.Equal(ColorDepth.Ansi16, OuterTerminal.FromEnvironment(environment).Colors);
            File.WriteAllBytes(file, new byte[100_000]);
            Assert.Null(TerminfoEntry.Find(environment));
            File.Delete(file);
            Directory.CreateDirectory(file);
            Assert.Null(TerminfoEntry.Find(environment));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a\0b")]
    public void A_name_that_is_none_is_not_looked_for(string term) =>
        Assert.Null(TerminfoEntry.Find(new Dictionary<string, string> { ["TERM"] = term, ["TERMINFO"] = "/" }));

    [Theory]
    [InlineData("xterm-256color", 256, true)]
    [InlineData("linux", 8, true)]
    [InlineData("screen-256color", 256, false)]
    [InlineData("vt100", 0, false)]
    public void Entries_of_this_machine_are_read_as_infocmp_reads_them(string term, int colors, bool bce)
    {
        var entry = TerminfoEntry.Find(new Dictionary<string, string> { ["TERM"] = term });
        Assert.SkipWhen(entry is null, $"no terminfo entry for {term} on this machine");
        Assert.Equal((colors, bce), (entry!.Colors, entry.ErasesInBackground));
    }

    /// <param name="extended"><c>Name</c> is a flag, <c>-Name</c> one that is off, <c>Name#n</c> a number, <c>Name=text</c> a string.</param>
    private static byte[] Entry(int colors, bool bce, bool smcup, bool ech, bool wide, params string[] extended)
    {
        var file = new MemoryStream();
        void Short(int value)
        {
            var two = new byte[2];
            BinaryPrimitives.WriteInt16LittleEndian(two, (short)value);
            file.Write(two);
        }

        void Number(int value)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(four, value);
            file.Write(four, 0, wide ? 4 : 2);
        }

        void Align()
        {
            if (file.Length % 2 == 1)
            {
                file.WriteByte(0);
            }
        }

        var names = "mine|an entry of a test\0"u8.ToArray();
        var table = "in\0out\0"u8.ToArray();
        foreach (var value in new[] { wide ? 0x21e : 0x11a, names.Length, 29, 14, 38, table.Length })
        {
            Short(value);
        }

        file.Write(names);
        var flags = new byte[29];
        flags[28] = (byte)(bce ? 1 : 0);
        file.Write(flags);
        Align();
        for (var i = 0; i < 14; i++)
        {
            Number(i == 13 ? colors : -1);
        }

        for (var i = 0; i < 38; i++)
        {
            Short((i == 28 && smcup) || (i == 37 && ech) ? 3 : -1);
        }

        file.Write(table);
        if (extended.Length == 0)
        {
            return file.ToArray();
        }

        Align();
        string[] booleans = [.. extended.Where(name => !name.Contains('=') && !name.Contains('#'))];
        string[] numbers = [.. extended.Where(name => name.Contains('#'))];
        string[] strings = [.. extended.Where(name => name.Contains('='))];
        var values = string.Concat(strings.Select(text => text[(text.IndexOf('=') + 1)..] + '\0'));
        string[] allNames = [.. booleans.Concat(numbers).Concat(strings).Select(name => name.TrimStart('-').Split('=', '#')[0])];
        var extendedTable = Encoding.ASCII.GetBytes(values + string.Concat(allNames.Select(name => name + '\0')));
        foreach (var value in new[] { booleans.Length, numbers.Length, strings.Length, strings.Length + allNames.Length, extendedTable.Length })
        {
            Short(value);
        }

        foreach (var name in booleans)
        {
            file.WriteByte((byte)(name[0] == '-' ? 0 : 1));
        }

        Align();
        foreach (var name in numbers)
        {
            Number(int.Parse(name.Split('#')[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        var offset = 0;
        foreach (var text in strings)
        {
            Short(offset);
            offset += text.Length - text.IndexOf('=');
        }

        offset = 0;
        foreach (var name in allNames)
        {
            Short(offset);
            offset += name.Length + 1;
        }

        file.Write(extendedTable);
        return file.ToArray();
    }
}
