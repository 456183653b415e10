using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Fuzz;

/// <summary>What a screen may answer: our own words and numbers, in these forms and no other.</summary>
internal static partial class Answers
{
    /// <summary>The first part of the answers that is not of these forms; null when there is none.</summary>
    public static string? Stranger(ReadOnlySpan<byte> answers)
    {
        var text = Encoding.Latin1.GetString(answers);
        var end = Known().Match(text).Length;
        return end == text.Length ? null : text[end..Math.Min(text.Length, end + 80)];
    }

    // In this order: DA1-3, XTVERSION, DSR, CPR, DECDSR, DECMSR, XTSMGRAPHICS, DECREQTPARM, XTWINOPS sizes, DECRPM, kitty flags, XTQMODKEYS, colours, DECRQSS, XTGETTCAP.
    [GeneratedRegex(
        """
        \G(?:
            \e\[\?1;2c | \e\[>0;276;0c | \eP!\|00000000\e\\ | \eP>\|cccc[ 0-9A-Za-z.()-]{0,40}\e\\
          | \e\[0n | \e\[\??\d{1,5};\d{1,5}(;1)?R | \e\[\?(13|21|27;1;0;0|50|57;0|70|83|997;[12])n | \e\[0\*\{ | \e\[\?[1-3];3;0S | \e\[[23];1;1;128;128;1;0x
          | \e\[1t | \e\[3;0;0t | \e\[[45689];\d{1,6};\d{1,6}t | \e\[\??\d{1,10};[0-4]\$y | \e\[\?\d{1,2}u | \e\[>4;[0-2]m
          | \e\](4;\d{1,3}|1[0-2]);rgb:[0-9a-f]{4}/[0-9a-f]{4}/[0-9a-f]{4}(\a|\e\\)
          | \eP0\$r\e\\ | \eP1\$r[0-9;:]{0,200}(m|r|s|t|\ q|"q|"p|\$\||\*\||\*x)\e\\
          | \eP0\+r\e\\ | \eP1\+r(544E|6E616D65|436F|636F6C6F7273|524742|5463|5375|626365|696E646E|72696E
            |687061|726570|73657472676266|73657472676262|536D6F6C|536D756C78|536574756C63|5373|5365)=[0-9A-F]{0,200}\e\\
        )*
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 20_000)]
    private static partial Regex Known();
}
