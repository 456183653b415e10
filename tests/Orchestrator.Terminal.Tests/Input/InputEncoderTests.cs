using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using static Orchestrator.Terminal.Tests.Input.Decoding;

namespace Orchestrator.Terminal.Tests.Input;

public sealed class InputEncoderTests
{
    /// <summary>All keys of xterm in its normal modes, as bytes.</summary>
    public static IEnumerable<string> XtermKeys()
    {
        for (var code = 0; code < 0x80; code++)
        {
            yield return ((char)code).ToString();
            if (code != 0x1b && code is not ('[' or 'O'))
            {
                yield return "\e" + (char)code;
            }
        }

        foreach (var key in new[] { "\e[A", "\e[B", "\e[C", "\e[D", "\e[H", "\e[F", "\e[E", "\eOP", "\eOQ", "\eOR", "\eOS", "\e[Z", "\e\e", "\e[", "\eO", "\u00e4", "\u6f22", "\U0001F600", "\e\u6f22" })
        {
            yield return key;
        }

        int[] tilde = [2, 3, 5, 6, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34];
        foreach (var number in tilde)
        {
            yield return $"\e[{number}~";
        }

        for (var modifiers = 2; modifiers <= 16; modifiers++)
        {
            foreach (var letter in "ABCDHFEPQRS")
            {
                yield return $"\e[1;{modifiers}{letter}";
            }

            foreach (var number in tilde)
            {
                yield return $"\e[{number};{modifiers}~";
            }
        }
    }

    [Fact]
    public void A_key_reaches_a_program_in_legacy_modes_byte_for_byte()
    {
        ScreenModes[] modes = [default, new ScreenModes { BracketedPaste = true, FocusReporting = true, MouseTracking = MouseTracking.Motion, CursorVisible = true, AlternateScreen = true, SynchronizedOutput = true }];
        foreach (var key in XtermKeys())
        {
            Assert.All(modes, mode => Assert.Equal(Show(key), Show(Through(key, mode))));
        }
    }

    [Theory]
    [InlineData("\e[A", "\eOA")]
    [InlineData("\e[H", "\eOH")]
    [InlineData("\e[1;5A", "\e[1;5A")]
    [InlineData("\e[5~", "\e[5~")]
    [InlineData("\eOP", "\eOP")]
    public void Cursor_keys_follow_DECCKM(string typed, string expected)
    {
        Assert.Equal(Show(expected), Show(Through(typed, new ScreenModes { ApplicationCursorKeys = true })));
    }

    [Theory]
    [InlineData("\e[[A", "\eOP")]
    [InlineData("\e[11~", "\eOP")]
    [InlineData("\e[1~", "\e[H")]
    [InlineData("\e[8~", "\e[F")]
    [InlineData("\eOA", "\e[A")]
    [InlineData("\e[97;5u", "\u0001")]
    [InlineData("\e[27;5;97~", "\u0001")]
    [InlineData("\e[97;3u", "\ea")]
    [InlineData("\e[13;2u", "\r")]
    [InlineData("\e[228u", "\u00e4")]
    [InlineData("\e[27u", "\e")]
    public void A_key_that_another_terminal_spells_otherwise_is_spelled_as_xterm_does(string typed, string expected) =>
        Assert.Equal(Show(expected), Show(Through(typed)));

    [Theory]
    [InlineData("\e[57414u", "\eOM", "\r")]
    [InlineData("\e[57400u", "\eOq", "1")]
    [InlineData("\e[57413u", "\eOk", "+")]
    public void Keypad_keys_follow_DECKPAM(string typed, string application, string numeric)
    {
        Assert.Equal(Show(application), Show(Through(typed, new ScreenModes { ApplicationKeypad = true })));
        Assert.Equal(Show(numeric), Show(Through(typed)));
    }

    [Fact]
    public void The_return_key_follows_LNM() => Assert.Equal("\r\n", Through("\r", new ScreenModes { NewLine = true }));

    [Theory]
    [InlineData(1, "\u0001", "\u0001")]
    [InlineData(1, "\ea", "\ea")]
    [InlineData(1, "\e[27;2;13~", "\e[27;2;13~")]
    [InlineData(1, "\e[13;2u", "\e[27;2;13~")]
    [InlineData(1, "\e[27;5;9~", "\e[27;5;9~")]
    [InlineData(1, "\e[Z", "\e[Z")]
    [InlineData(1, "\e[49;5u", "\e[27;5;49~")]
    [InlineData(1, "\e[1;5A", "\e[1;5A")]
    [InlineData(1, "A", "A")]
    [InlineData(2, "\u0001", "\e[27;5;97~")]
    [InlineData(2, "\ea", "\e[27;3;97~")]
    [InlineData(2, "A", "A")]
    [InlineData(2, "\r", "\r")]
    public void Modified_keys_follow_modifyOtherKeys(byte level, string typed, string expected) =>
        Assert.Equal(Show(expected), Show(Through(typed, new ScreenModes { ModifyOtherKeys = level })));

    [Theory]
    [InlineData(1, "a", "a")]
    [InlineData(1, "\u0001", "\e[97;5u")]
    [InlineData(1, "\ea", "\e[97;3u")]
    [InlineData(1, "\e", "\e[27u")]
    [InlineData(1, "\r", "\r")]
    [InlineData(1, "\t", "\t")]
    [InlineData(1, "\u007f", "\u007f")]
    [InlineData(1, "\e[27;2;13~", "\e[13;2u")]
    [InlineData(1, "\e[Z", "\e[9;2u")]
    [InlineData(1, "\e[A", "\e[A")]
    [InlineData(1, "\e[1;5A", "\e[1;5A")]
    [InlineData(1, "\eOP", "\e[P")]
    [InlineData(1, "\eOR", "\e[13~")]
    [InlineData(1, "\e[5~", "\e[5~")]
    [InlineData(8, "a", "\e[97u")]
    [InlineData(8, "A", "\e[97;2u")]
    [InlineData(8, "\r", "\e[13u")]
    [InlineData(12, "A", "\e[97:65;2u")]
    [InlineData(24, "a", "\e[97;;97u")]
    [InlineData(28, "A", "\e[97:65;2;65u")]
    [InlineData(7, "\eA", "\e[97:65;4u")]
    [InlineData(2, "\e", "\e")]
    public void Keys_follow_the_kitty_flags(byte flags, string typed, string expected) =>
        Assert.Equal(Show(expected), Show(Through(typed, new ScreenModes { Kitty = (KittyKeyboard)flags })));

    [Fact]
    public void A_release_reaches_only_a_program_that_asked_for_releases()
    {
        Assert.Empty(Through("\e[97;5:3u"));
        Assert.Empty(Through("\e[97;5:3u", new ScreenModes { Kitty = KittyKeyboard.DisambiguateEscapeCodes }));
        Assert.Equal(Show("\e[97;5:3u"), Show(Through("\e[97;5:3u", new ScreenModes { Kitty = (KittyKeyboard)3 })));
        Assert.Equal(Show("\e[1;1:3A"), Show(Through("\e[1;1:3A", new ScreenModes { Kitty = (KittyKeyboard)3 })));
    }

    [Fact]
    public void A_paste_has_brackets_only_when_the_program_asked_for_them()
    {
        Assert.Equal("\e[200~a\nb\e[201~", Through("\e[200~a\nb\e[201~", new ScreenModes { BracketedPaste = true }));
        Assert.Equal("a\rb", Through("\e[200~a\nb\e[201~"));
    }

    [Theory]
    [InlineData("rm -rf /\e[201~\r")]
    [InlineData("\u009b201~x")]
    [InlineData("\e\e[201~[201~")]
    [InlineData("\u0003\u0004\u0016\b\u007f\0")]
    public void A_paste_cannot_leave_its_brackets_or_press_control_keys(string attack)
    {
        var bytes = Encode(new PasteInput(Bytes(attack)), new ScreenModes { BracketedPaste = true });
        Assert.StartsWith("\e[200~", bytes, StringComparison.Ordinal);
        Assert.EndsWith("\e[201~", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(bytes[6..^6], c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'));
    }

    [Theory]
    [InlineData(MouseTracking.None, MouseEncoding.Sgr, "\e[<0;3;4M", "")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Sgr, "\e[<0;3;4M", "\e[<0;3;4M")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Sgr, "\e[<2;3;4m", "\e[<2;3;4m")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Sgr, "\e[<32;3;4M", "")]
    [InlineData(MouseTracking.Drag, MouseEncoding.Sgr, "\e[<32;3;4M", "\e[<32;3;4M")]
    [InlineData(MouseTracking.Drag, MouseEncoding.Sgr, "\e[<35;3;4M", "")]
    [InlineData(MouseTracking.Motion, MouseEncoding.Sgr, "\e[<35;3;4M", "\e[<35;3;4M")]
    [InlineData(MouseTracking.Motion, MouseEncoding.Sgr, "\e[<128;3;4M", "\e[<128;3;4M")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Sgr, "\e[<81;3;4M", "\e[<81;3;4M")]
    [InlineData(MouseTracking.X10, MouseEncoding.Default, "\e[<16;3;4M", "\e[M #$")]
    [InlineData(MouseTracking.X10, MouseEncoding.Default, "\e[<0;3;4m", "")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Default, "\e[<2;3;4m", "\e[M##$")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Default, "\e[<0;300;4M", "\e[M \0$")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Utf8, "\e[<0;300;4M", "\e[M \u014c$")]
    [InlineData(MouseTracking.Buttons, MouseEncoding.Urxvt, "\e[<1;3;4M", "\e[33;3;4M")]
    public void The_mouse_follows_the_tracking_and_encoding(MouseTracking tracking, MouseEncoding encoding, string typed, string expected)
    {
        var got = string.Concat(Decode(Bytes(typed)).OfType<MouseInput>().Select(mouse => Encode(mouse, new ScreenModes { MouseTracking = tracking, MouseEncoding = encoding })));
        Assert.Equal(Show(expected), Show(got));
    }

    [Fact]
    public void The_wheel_moves_the_cursor_of_a_pager_that_knows_no_mouse()
    {
        var modes = new ScreenModes { AlternateScreen = true, AlternateScroll = true };
        Assert.Equal(Show("\e[A\e[A\e[A"), Show(Through("\e[<64;3;4M", modes)));
        Assert.Equal(Show("\eOB\eOB\eOB"), Show(Through("\e[<65;3;4M", modes with { ApplicationCursorKeys = true })));
        Assert.Empty(Through("\e[<64;3;4M", modes with { AlternateScreen = false }));
    }

    [Theory]
    [InlineData("\e[[A", "\eOP")]
    [InlineData("\e[[E", "\e[15~")]
    [InlineData("\e[1~", "\e[H")]
    [InlineData("\e[4~", "\e[F")]
    [InlineData("\e[G", "\e[G")]
    [InlineData("\e[7~", "\e[H")]
    [InlineData("\e[8~", "\e[F")]
    [InlineData("\e[11~", "\eOP")]
    [InlineData("\e\e[A", "\e[1;3A")]
    [InlineData("\e[3$", "\e[3$")]
    [InlineData("\e[3^", "\e[3^")]
    public void The_keys_of_the_Linux_console_and_of_rxvt_become_xterms_where_we_know_them(string bytes, string expected) =>
        Assert.Equal(Show(expected), Show(Through(bytes)));

    [Fact]
    public void Focus_is_told_only_to_a_program_that_asked()
    {
        Assert.Empty(Through("\e[I\e[O"));
        Assert.Equal("\e[I\e[O", Through("\e[I\e[O", new ScreenModes { FocusReporting = true }));
    }

    [Fact]
    public void What_is_encoded_for_a_pane_decodes_to_the_same_key()
    {
        ScreenModes[] all =
        [
            default, new ScreenModes { ApplicationCursorKeys = true, ApplicationKeypad = true }, new ScreenModes { ModifyOtherKeys = 1 }, new ScreenModes { ModifyOtherKeys = 2 },
            .. Enumerable.Range(1, 31).Select(flags => new ScreenModes { Kitty = (KittyKeyboard)flags }),
        ];
        foreach (var bytes in XtermKeys())
        {
            var key = Assert.IsType<KeyInput>(One(bytes));
            foreach (var modes in all)
            {
                var again = Assert.IsType<KeyInput>(One(Encode(key, modes)));
                // Alt with a capital letter is the letter with Shift to the protocols.
                var isCapital = key.Key == Key.Character && char.IsAsciiLetterUpper((char)key.CodePoint) && key.Modifiers != Modifiers.None;
                Assert.True(
                    (key.Key, key.CodePoint, key.Modifiers) == (again.Key, again.CodePoint, again.Modifiers)
                        || (isCapital && (again.Key, again.CodePoint, again.Modifiers) == (key.Key, key.CodePoint + 32, key.Modifiers | Modifiers.Shift)),
                    $"{Show(bytes)} in {modes} became {Show(Encode(key, modes))}: {key} is not {again}");
            }
        }
    }

    [Fact]
    public void Any_input_can_be_encoded_for_any_modes()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var modes = new ScreenModes
            {
                ApplicationCursorKeys = random.Next(2) == 0,
                ApplicationKeypad = random.Next(2) == 0,
                BracketedPaste = random.Next(2) == 0,
                NewLine = random.Next(2) == 0,
                ModifyOtherKeys = (byte)random.Next(3),
                Kitty = (KittyKeyboard)random.Next(32),
                MouseTracking = (MouseTracking)random.Next(5),
                MouseEncoding = (MouseEncoding)random.Next(5),
            };
            foreach (var input in Decode(RandomInput.Bytes(random)))
            {
                Assert.DoesNotContain(Encode(input, modes), c => input is ReplyInput);
            }
        }
    }

    private static string Show(string text) => text.Replace("\e", "ESC ", StringComparison.Ordinal);
}
