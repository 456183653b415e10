using System.Collections.Immutable;
using System.Text;

namespace Orchestrator.Core.Settings;

/// <summary>Splits a command that is written as one text. No shell: nothing is expanded, and <c>| &gt; ; $</c> are letters like others.</summary>
internal static class CommandWords
{
    /// <summary>Blanks part words; single and double quotes keep them; a backslash outside single quotes takes the next letter as it is.</summary>
    /// <returns>False when a quote is not closed.</returns>
    public static bool TrySplit(string text, out ImmutableArray<string> words)
    {
        var result = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                inWord = true;
            }
            else if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                inWord = true;
            }
            else if (char.IsWhiteSpace(c))
            {
                if (inWord)
                {
                    result.Add(word.ToString());
                    word.Clear();
                    inWord = false;
                }
            }
            else
            {
                word.Append(c);
                inWord = true;
            }
        }

        if (inWord)
        {
            result.Add(word.ToString());
        }

        words = result.ToImmutable();
        return quote == '\0';
    }
}
