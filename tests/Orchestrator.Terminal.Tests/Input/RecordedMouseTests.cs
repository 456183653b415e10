using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using static Orchestrator.Terminal.Tests.Input.Decoding;
using Recorded = Orchestrator.Terminal.Tests.Input.RecordedInput.Fact;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>The mouse of a real xterm, told to us in SGR form, becomes in a pane what that xterm sent to a program with the pane's modes.</summary>
public sealed class RecordedMouseTests
{
    private const string Outer = "1003/1006";

    private static readonly RecordedInput Xterm = RecordedInput.Read("xterm-mouse.tsv");

    public static TheoryData<string> PaneModes() => [.. Xterm.Modes];

    [Theory]
    [MemberData(nameof(PaneModes))]
    public void The_mouse_reaches_a_pane_as_from_xterm(string mode)
    {
        var modes = ModesOf(mode);
        Dictionary<(string, int), Recorded> expected = Xterm[mode].ToDictionary(fact => (fact.Key, fact.Modifiers));
        var compared = 0;
        // With Shift xterm keeps the mouse for itself.
        foreach (var outer in Xterm[Outer].Where(fact => (fact.Modifiers & 1) == 0))
        {
            // Each horizontal notch is also "let go" in xterm; the last report of the two is left out.
            var wanted = expected[(outer.Key, outer.Modifiers)].Bytes;
            wanted = outer.Key.StartsWith("wheel6", StringComparison.Ordinal) || outer.Key.StartsWith("wheel7", StringComparison.Ordinal) ? FirstReport(wanted, mode) : wanted;
            // A character stands for a byte, but with 1005 for itself.
            var got = mode.EndsWith("/default", StringComparison.Ordinal) ? Latin1Through(outer.Bytes, modes) : Through(outer.Bytes, modes);
            if (mode.EndsWith("/1016", StringComparison.Ordinal))
            {
                (wanted, got) = (Cells(wanted, 6, 13), Cells(got, Screen.CellWidth, Screen.CellHeight));
            }

            Assert.True(wanted == got, $"{outer} became {Show(got)} in {mode}, not {Show(wanted)}");
            compared++;
        }

        Assert.True(compared > 200, $"only {compared} compared");
    }

    [Fact]
    public void A_pixel_report_lies_in_its_cell() => Assert.Equal("\e[<0;20;40M", Through("\e[<0;3;3M", ModesOf("1000/1016")));

    [Theory]
    [InlineData("\e[<99999;1;1M")]
    [InlineData("\e[<0;1M")]
    [InlineData("\e[<0;0;1M")]
    public void A_mouse_report_that_says_nothing_reaches_no_pane(string bytes) => Assert.Empty(Through(bytes, ModesOf("1003/1006")));

    private static string Latin1Through(string bytes, ScreenModes modes)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var input in Decode(Bytes(bytes)))
        {
            InputEncoder.Encode(input, modes, output);
        }

        return Encoding.Latin1.GetString(output.WrittenSpan);
    }

    private static string FirstReport(string bytes, string mode) => bytes.Length == 0 ? bytes
        : mode.EndsWith("/default", StringComparison.Ordinal) || mode.EndsWith("/1005", StringComparison.Ordinal) ? bytes[..6]
        : bytes[..(bytes.IndexOf('\e', 1))];

    // Pixels as the cell that they are in.
    private static string Cells(string bytes, int width, int height) => Regex.Replace(bytes, "(<\\d+);(\\d+);(\\d+)", match =>
        $"{match.Groups[1].Value};{int.Parse(match.Groups[2].Value, null) / width};{int.Parse(match.Groups[3].Value, null) / height}");

    private static ScreenModes ModesOf(string mode)
    {
        var parts = mode.Split('/');
        var screen = new Screen(new TermSize(10, 3));
        screen.Feed(Bytes($"\e[?{parts[0]}h" + (parts[1] == "default" ? "" : $"\e[?{parts[1]}h")));
        return screen.Modes;
    }
}
