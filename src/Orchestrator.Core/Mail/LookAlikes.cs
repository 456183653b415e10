using System.Globalization;
using System.Text;

namespace Orchestrator.Core.Mail;

/// <summary>
/// Which characters a reader takes for which: brackets and letters of other scripts and widths, and those that nobody sees. For finding forged
/// tags only, so it errs on the side of finding one.
/// </summary>
internal static class LookAlikes
{
    // Cyrillic, Greek and small-capital letters that look like the Latin letters of our tags.
    private static readonly Dictionary<int, char> Letters = Pairs(
        "АAаAΑAαAᴀAВBвBΒBʙBЕEеEΕEεEᴇEЁEМMмMΜMᴍMОOоOΟOοOᴏOРPрPΡPρPᴘPЅSѕSꜱSТTтTΤTτTᴛTУYуYΥYυYʏYҮYΙIιIІIіIɪIʀRᏒRЯRꓣRᴜUՍUᑌUᖴFϜFꓝFꜰFᴅDꓓDԀDᎠD");

    /// <summary>The ASCII character that it can be taken for; letters in upper case; 0 for one that cannot be seen.</summary>
    public static char Fold(Rune rune)
    {
        var value = rune.Value;
        if (rune.IsAscii)
        {
            return value is < 0x20 and not ('\t' or '\n' or '\v' or '\f' or '\r') or 0x7F ? '\0' : char.ToUpperInvariant((char)value);
        }

        if (value is >= 0xFF01 and <= 0xFF5E)
        {
            return Fold(new Rune(value - 0xFEE0)); // full width
        }

        if (value is >= 0x1D400 and <= 0x1D6A3)
        {
            var letter = (value - 0x1D400) % 52; // mathematical alphabets
            return (char)('A' + (letter % 26));
        }

        switch (value)
        {
            case 0x2039 or 0x27E8 or 0x3008 or 0x300A or 0xAB or 0x2329 or 0x276C or 0x276E or 0x2770 or 0x29FC or 0xFE64 or 0x1438 or 0x02C2 or 0x1F8C:
                return '<';
            case 0x203A or 0x27E9 or 0x3009 or 0x300B or 0xBB or 0x232A or 0x276D or 0x276F or 0x2771 or 0x29FD or 0xFE65 or 0x1433 or 0x02C3:
                return '>';
            case 0x2044 or 0x2215 or 0x29F8 or 0x2571 or 0x27CB:
                return '/';
            case 0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2014 or 0x2212 or 0xFE4D or 0xFE4E or 0xFE4F or 0x02CD or 0x203F:
                return '_';
            case 0xFE55 or 0x2236 or 0xA789 or 0x02D0 or 0x05C3 or 0xFE13:
                return ':';
            case 0x3010 or 0x3014 or 0x301A or 0x27E6 or 0xFE5D or 0x2045 or 0x298B:
                return '[';
            case 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800:
                return '\0'; // fillers and the blank Braille cell
            case 0x2028 or 0x2029 or 0x85:
                return '\n';
        }

        if (Letters.TryGetValue(value, out var latin))
        {
            return latin;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator => ' ',
            UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => '\0',
            _ => '\uFFFF', // Something else, like nothing of ours.
        };
    }

    private static Dictionary<int, char> Pairs(string pairs)
    {
        var table = new Dictionary<int, char>();
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            table[pairs[i]] = pairs[i + 1];
        }

        return table;
    }
}
