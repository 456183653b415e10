using System.Text;
using Orchestrator.Terminal.Input;
using static Orchestrator.Terminal.Tests.Input.Decoding;

namespace Orchestrator.Terminal.Tests.Input;

public sealed class InputDecoderTests
{
    [Theory]
    [InlineData("a", Key.Character, 'a', Modifiers.None)]
    [InlineData("A", Key.Character, 'A', Modifiers.None)]
    [InlineData("\u00e4", Key.Character, 0xe4, Modifiers.None)]
    [InlineData("\u6f22", Key.Character, 0x6f22, Modifiers.None)]
    [InlineData("\U0001F600", Key.Character, 0x1f600, Modifiers.None)]
    [InlineData("\u0002", Key.Character, 'b', Modifiers.Control)]
    [InlineData("\0", Key.Character, ' ', Modifiers.Control)]
    [InlineData("\u001c", Key.Character, '\\', Modifiers.Control)]
    [InlineData("\n", Key.Character, 'j', Modifiers.Control)]
    [InlineData("\r", Key.Enter, 0, Modifiers.None)]
    [InlineData("\t", Key.Tab, 0, Modifiers.None)]
    [InlineData("\u007f", Key.Backspace, 0, Modifiers.None)]
    [InlineData("\e", Key.Escape, 0, Modifiers.None)]
    [InlineData("\e\e", Key.Escape, 0, Modifiers.Alt)]
    [InlineData("\ex", Key.Character, 'x', Modifiers.Alt)]
    [InlineData("\e\u00e4", Key.Character, 0xe4, Modifiers.Alt)]
    [InlineData("\e[", Key.Character, '[', Modifiers.Alt)]
    [InlineData("\eO", Key.Character, 'O', Modifiers.Alt)]
    [InlineData("\e]", Key.Character, ']', Modifiers.Alt)]
    [InlineData("\eP", Key.Character, 'P', Modifiers.Alt)]
    [InlineData("\e\r", Key.Enter, 0, Modifiers.Alt)]
    [InlineData("\e\u007f", Key.Backspace, 0, Modifiers.Alt)]
    [InlineData("\e\u0001", Key.Character, 'a', Modifiers.Alt | Modifiers.Control)]
    [InlineData("\e[A", Key.Up, 0, Modifiers.None)]
    [InlineData("\eOA", Key.Up, 0, Modifiers.None)]
    [InlineData("\e[1;5D", Key.Left, 0, Modifiers.Control)]
    [InlineData("\e\e[C", Key.Right, 0, Modifiers.Alt)]
    [InlineData("\e[Z", Key.Tab, 0, Modifiers.Shift)]
    [InlineData("\e[H", Key.Home, 0, Modifiers.None)]
    [InlineData("\e[1~", Key.Home, 0, Modifiers.None)]
    [InlineData("\e[3~", Key.Delete, 0, Modifiers.None)]
    [InlineData("\e[3;2~", Key.Delete, 0, Modifiers.Shift)]
    [InlineData("\e[6;7~", Key.PageDown, 0, Modifiers.Alt | Modifiers.Control)]
    [InlineData("\eOP", Key.F1, 0, Modifiers.None)]
    [InlineData("\e[[A", Key.F1, 0, Modifiers.None)]
    [InlineData("\e[[E", Key.F5, 0, Modifiers.None)]
    [InlineData("\e[11~", Key.F1, 0, Modifiers.None)]
    [InlineData("\e[24~", Key.F12, 0, Modifiers.None)]
    [InlineData("\e[1;2R", Key.F3, 0, Modifiers.Shift)]
    [InlineData("\e[R", Key.F3, 0, Modifiers.None)]
    [InlineData("\eOM", Key.KeypadEnter, 0, Modifiers.None)]
    [InlineData("\eOp", Key.Keypad0, 0, Modifiers.None)]
    [InlineData("\e[27;5;9~", Key.Tab, 0, Modifiers.Control)]
    [InlineData("\e[27;2;13~", Key.Enter, 0, Modifiers.Shift)]
    [InlineData("\e[27;6;65~", Key.Character, 'a', Modifiers.Control | Modifiers.Shift)]
    [InlineData("\e[27;2;33~", Key.Character, '!', Modifiers.None)]
    [InlineData("\e[98;5u", Key.Character, 'b', Modifiers.Control)]
    [InlineData("\e[97;2u", Key.Character, 'A', Modifiers.None)]
    [InlineData("\e[49:33;2u", Key.Character, '!', Modifiers.None)]
    [InlineData("\e[49;2;33u", Key.Character, '!', Modifiers.None)]
    [InlineData("\e[97;129u", Key.Character, 'a', Modifiers.None)]
    [InlineData("\e[27u", Key.Escape, 0, Modifiers.None)]
    [InlineData("\e[13;2u", Key.Enter, 0, Modifiers.Shift)]
    [InlineData("\e[57414u", Key.KeypadEnter, 0, Modifiers.None)]
    [InlineData("\e[57376u", Key.F13, 0, Modifiers.None)]
    [InlineData("\e[1;1:1A", Key.Up, 0, Modifiers.None)]
    public void A_key_is_known(string bytes, Key key, int codePoint, Modifiers modifiers)
    {
        var decoded = Assert.IsType<KeyInput>(One(bytes));
        Assert.Equal((key, codePoint, modifiers, false), (decoded.Key, decoded.CodePoint, decoded.Modifiers, decoded.IsRelease));
        Assert.Equal(Bytes(bytes), decoded.Raw.ToArray());
    }

    [Theory]
    [InlineData("\e[97;1:3u")]
    [InlineData("\e[1;1:3A")]
    [InlineData("\e[3;1:3~")]
    public void A_release_is_told_as_one(string bytes) => Assert.True(Assert.IsType<KeyInput>(One(bytes)).IsRelease);

    [Theory]
    [InlineData("\e[<0;1;1M", MouseAction.Press, MouseButton.Left, 0, 0, Modifiers.None)]
    [InlineData("\e[<2;200;50m", MouseAction.Release, MouseButton.Right, 199, 49, Modifiers.None)]
    [InlineData("\e[<32;5;6M", MouseAction.Drag, MouseButton.Left, 4, 5, Modifiers.None)]
    [InlineData("\e[<35;5;6M", MouseAction.Move, MouseButton.None, 4, 5, Modifiers.None)]
    [InlineData("\e[<64;5;6M", MouseAction.WheelUp, MouseButton.None, 4, 5, Modifiers.None)]
    [InlineData("\e[<81;5;6M", MouseAction.WheelDown, MouseButton.None, 4, 5, Modifiers.Control)]
    [InlineData("\e[<12;5;6M", MouseAction.Press, MouseButton.Left, 4, 5, Modifiers.Shift | Modifiers.Alt)]
    [InlineData("\e[M !!", MouseAction.Press, MouseButton.Left, 0, 0, Modifiers.None)]
    [InlineData("\e[M#\"#", MouseAction.Release, MouseButton.None, 1, 2, Modifiers.None)]
    [InlineData("\e[33;5;6M", MouseAction.Press, MouseButton.Middle, 4, 5, Modifiers.None)]
    public void A_mouse_event_is_known(string bytes, MouseAction action, MouseButton button, int column, int row, Modifiers modifiers) =>
        Assert.Equal(new MouseInput(action, button, column, row, modifiers), One(bytes));

    [Theory]
    [InlineData("\e[?62;4c")]
    [InlineData("\e[>41;370;0c")]
    [InlineData("\e[24;80R")]
    [InlineData("\e[1;17R")]
    [InlineData("\e[?2026;2$y")]
    [InlineData("\e[?1u")]
    [InlineData("\e[0n")]
    [InlineData("\e[8;24;80t")]
    [InlineData("\e]11;rgb:0000/0000/0000\a")]
    [InlineData("\e]10;rgb:ffff/ffff/ffff\e\\")]
    [InlineData("\eP>|xterm(370)\e\\")]
    [InlineData("\eP1$r0m\e\\")]
    [InlineData("\e_Gi=1;OK\e\\")]
    public void An_answer_of_the_terminal_is_never_for_a_pane(string bytes)
    {
        var reply = One(bytes);
        Assert.Equal(bytes, Encoding.UTF8.GetString(Assert.IsType<ReplyInput>(reply).Raw.Span));
        Assert.Empty(Encode(reply));
    }

    [Fact]
    public void A_cursor_report_that_was_asked_for_is_not_F3()
    {
        var decoder = new InputDecoder { ExpectedCursorReports = 1 };
        var events = new List<InputEvent>();
        decoder.Feed("\e[1;2R\e[1;2R"u8, events.Add);
        Assert.IsType<ReplyInput>(events[0]);
        Assert.True(Assert.IsType<KeyInput>(events[1]).Is(Key.F3, Modifiers.Shift));
    }

    [Fact]
    public void Focus_comes_and_goes()
    {
        Assert.Equal([new FocusInput(true), new FocusInput(false)], Decode("\e[I\e[O"u8));
    }

    [Theory]
    [InlineData("\e[5;6;7;8z")]
    [InlineData("\e[?1;2h")]
    [InlineData("\e[999~")]
    [InlineData("\e[ q")]
    public void What_nobody_knows_comes_out_byte_for_byte(string bytes)
    {
        var unknown = One(bytes);
        Assert.IsType<UnknownInput>(unknown);
        Assert.Equal(bytes, Encode(unknown));
    }

    [Fact]
    public void A_lone_escape_waits_for_the_flush_and_is_then_a_key()
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Feed("\e"u8, events.Add);
        Assert.Empty(events);
        Assert.True(decoder.IsPending);
        decoder.Flush(events.Add);
        Assert.True(Assert.IsType<KeyInput>(Assert.Single(events)).Is(Key.Escape));
        Assert.False(decoder.IsPending);
        decoder.Feed("[A"u8, events.Add);
        Assert.Equal(3, events.Count);
    }

    [Fact]
    public void Escape_and_a_mouse_event_after_it_are_two_events()
    {
        var events = Decode("\e\e[<0;1;1M\e\e[200~x\e[201~"u8);
        Assert.Equal(4, events.Count);
        Assert.True(Assert.IsType<KeyInput>(events[0]).Is(Key.Escape));
        Assert.IsType<MouseInput>(events[1]);
        Assert.True(Assert.IsType<KeyInput>(events[2]).Is(Key.Escape));
        Assert.IsType<PasteInput>(events[3]);
    }

    [Fact]
    public void Half_an_answer_is_waited_for_but_never_keeps_the_users_keys()
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Feed("\e]11;rgb:00"u8, events.Add);
        Assert.False(decoder.IsPending);
        decoder.Feed("\r"u8, events.Add);
        Assert.IsType<ReplyInput>(events[0]);
        Assert.True(Assert.IsType<KeyInput>(events[1]).Is(Key.Enter));
    }

    [Fact]
    public void A_paste_comes_without_its_brackets_and_with_all_its_bytes()
    {
        var paste = Assert.IsType<PasteInput>(One("\e[200~line 1\rline \e[A \u6f22\e[201~"));
        Assert.Equal("line 1\rline \e[A \u6f22", Encoding.UTF8.GetString(paste.Bytes.Span));
        Assert.True(paste is { IsFirst: true, IsLast: true });
    }

    [Fact]
    public void A_long_paste_comes_in_bounded_pieces_of_whole_characters()
    {
        var text = string.Concat(Enumerable.Repeat("\u6f22\u5b57a", 30_000));
        var events = Decode(Bytes($"\e[200~{text}\e[201~x"));
        PasteInput[] pieces = [.. events.OfType<PasteInput>()];
        Assert.Equal(4, pieces.Length);
        Assert.All(pieces, piece => Assert.InRange(piece.Bytes.Length, 1, InputDecoder.MaxPastePiece));
        Assert.Equal(text, string.Concat(pieces.Select(piece => Encoding.UTF8.GetString(piece.Bytes.Span))));
        Assert.Equal([true, false, false, false], pieces.Select(piece => piece.IsFirst));
        Assert.Equal([false, false, false, true], pieces.Select(piece => piece.IsLast));
        Assert.IsType<KeyInput>(events[^1]);
    }

    [Fact]
    public void Bytes_cut_anywhere_give_the_same_events()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var bytes = RandomInput.Bytes(random);
            string[] whole = [.. Decode(bytes).Select(Describe)];
            Assert.Equal(whole, Decode(bytes, () => 1).Select(Describe));
            Assert.Equal(whole, Decode(bytes, () => random.Next(1, 9)).Select(Describe));
        }

        var paste = Bytes($"\e[200~{new string('x', InputDecoder.MaxPastePiece)}\e[201~\e[200~{new string('y', InputDecoder.MaxPastePiece + 1)}\e[201~z");
        Assert.Equal(Decode(paste).Select(Describe), Decode(paste, () => 4095).Select(Describe));
        Assert.Equal(Decode(paste).Select(Describe), Decode(paste, () => InputDecoder.MaxPastePiece + 9).Select(Describe));
    }

    [Fact]
    public void Arbitrary_bytes_never_throw_and_nothing_is_lost()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = [.. RandomInput.Bytes(random), 0x18]; // Ctrl-X: half an answer does not wait behind it
            var events = Decode(bytes, () => random.Next(1, 20));
            if (events.Exists(input => input is MouseInput or PasteInput) || bytes.AsSpan().IndexOf("\e[200~"u8) >= 0)
            {
                continue; // these have no bytes of their own
            }

            Assert.Equal(Convert.ToHexString(bytes), string.Concat(events.Select(input => Convert.ToHexString(RawOf(input).Span))));
        }
    }
}
