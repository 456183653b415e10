using System.Text;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>A table that tools/record-keys.py wrote: what a terminal sends for a key in a mode, with each combination of modifiers held.</summary>
internal sealed class RecordedInput
{
    private readonly Dictionary<string, List<Fact>> _byMode = [];

    /// <param name="Modifiers">1 Shift, 2 Alt, 4 Control, 8 the fourth; of the mouse 2 is Meta and 4 Control.</param>
    public sealed record Fact(string Key, string Mode, int Modifiers, string Bytes)
    {
        public override string ToString() => $"{Key} with {Modifiers} in {Mode}: {Decoding.Show(Bytes)}";
    }

    public IEnumerable<string> Modes => _byMode.Keys;

    public IReadOnlyList<Fact> this[string mode] => _byMode.TryGetValue(mode, out var facts) ? facts : [];

    public int Count => _byMode.Values.Sum(facts => facts.Count);

    public static RecordedInput Read(string name)
    {
        var table = new RecordedInput();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Input", "Recorded", name)).Where(line => !line.StartsWith("# ", StringComparison.Ordinal)))
        {
            var fields = line.Split('\t');
            foreach (var mode in fields[1].Split(','))
            {
                if (!table._byMode.TryGetValue(mode, out var facts))
                {
                    table._byMode[mode] = facts = [];
                }

                for (var modifiers = 0; modifiers < fields.Length - 2; modifiers++)
                {
                    facts.Add(new Fact(fields[0], mode, modifiers, Unescape(fields[modifiers + 2])));
                }
            }
        }

        return table;
    }

    // \e, \xHH, \\; a lone - is nothing. Each char of the result is a byte or, above 0xff, a code point that was spelled out.
    private static string Unescape(string text)
    {
        if (text == "-")
        {
            return "";
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
            }
            else if (text[++i] == 'x')
            {
                result.Append((char)Convert.ToInt32(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                result.Append(text[i] == 'e' ? '\e' : text[i]);
            }
        }

        return result.ToString();
    }
}
