using System.Buffers;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>Whatever a terminal, or a link that garbles, sends: no exception, every byte accounted for, bounded memory.</summary>
public sealed class InputFuzzTests
{
    private const int Rounds = 400;

    private static readonly string[] Tables = ["xterm-keys.tsv", "kitty-keys.tsv"];

    [Fact]
    public void Mutated_keys_of_real_terminals_are_all_told()
    {
        string[] real = [.. Tables.SelectMany(name => RecordedInput.Read(name) is { } table ? table.Modes.SelectMany(mode => table[mode]) : []).Select(fact => fact.Bytes).Distinct()];
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            for (var count = random.Next(1, 60); count > 0; count--)
            {
                var key = random.Next(6) == 0 ? RandomInput.Bytes(random) : Decoding.Bytes(real[random.Next(real.Length)]);
                for (var flips = random.Next(3) == 0 ? random.Next(1, 4) : 0; flips > 0 && key.Length > 0; flips--)
                {
                    key[random.Next(key.Length)] = (byte)random.Next(256);
                }

                bytes.AddRange(key);
            }

            bytes.Add(0x18); // Ctrl-X: half an answer does not wait behind it
            Play([.. bytes], random);
        }
    }

    [Fact]
    public void An_endless_paste_is_told_in_pieces_and_can_be_ended()
    {
        const int Total = 10 * 1024 * 1024;
        var decoder = new InputDecoder();
        long told = 0;
        decoder.Feed("\e[200~"u8, _ => Assert.Fail("nothing to tell yet"));
        var chunk = new byte[1024 * 1024];
        Array.Fill(chunk, (byte)'x');
        for (var fed = 0; fed < Total; fed += chunk.Length)
        {
            decoder.Feed(chunk, input => told += Assert.IsType<PasteInput>(input).Bytes.Length);
        }

        Assert.InRange(decoder.BufferLength, 1, 4 * InputDecoder.MaxPastePiece);
        Assert.True(decoder.IsInPaste);
        Assert.False(decoder.IsPending);
        PasteInput? last = null;
        decoder.EndPaste(input => last = Assert.IsType<PasteInput>(input));
        Assert.True(last is { IsLast: true, IsFirst: false });
        Assert.Equal(Total, told + last!.Bytes.Length);
        var after = new List<InputEvent>();
        decoder.Feed("a"u8, after.Add);
        Assert.True(Assert.IsType<KeyInput>(Assert.Single(after)).Is('a'));
    }

    [Theory]
    [InlineData("\e]11;rgb:0000/0000/0000\e\\")]
    [InlineData("\e[?62;4c")]
    [InlineData("\e[24;80R")]
    [InlineData("\eP>|xterm(379)\e\\")]
    public void An_answer_that_comes_in_two_pieces_reaches_no_pane(string answer)
    {
        // Two bytes are Alt with a key; from the third on no one has typed it.
        for (var cut = 3; cut < answer.Length; cut++)
        {
            var decoder = new InputDecoder();
            var output = new ArrayBufferWriter<byte>();
            void Sink(InputEvent input) => InputEncoder.Encode(input, default, output);
            decoder.Feed(Decoding.Bytes(answer[..cut]), Sink);
            decoder.Flush(Sink);
            decoder.Feed(Decoding.Bytes(answer[cut..]), Sink);
            Assert.Equal(0, output.WrittenCount);
        }
    }

    private static void Play(byte[] bytes, Random random)
    {
        var decoder = new InputDecoder { Keyboard = OuterKeyboard.For((OuterKeyProtocol)random.Next(3), RandomModes(random)) };
        var output = new ArrayBufferWriter<byte>();
        long accounted = 0;
        var hasMouse = false;
        void Sink(InputEvent input)
        {
            hasMouse |= input is MouseInput; // has no bytes of its own
            accounted += input switch
            {
                PasteInput paste => paste.Bytes.Length + (paste.IsFirst ? 6 : 0) + (paste.IsLast ? 6 : 0),
                _ => Decoding.RawOf(input).Length,
            };
            output.ResetWrittenCount();
            InputEncoder.Encode(input, RandomModes(random), output);
            Assert.True(output.WrittenCount <= 64 + (8 * (Decoding.RawOf(input).Length + (input is PasteInput p ? p.Bytes.Length : 0))), "more was encoded than an event can be");
            Assert.True(input is not ReplyInput || output.WrittenCount == 0);
        }

        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            var length = random.Next(1, Math.Min(rest.Length, 17) + 1);
            decoder.Feed(rest[..length], Sink);
            rest = rest[length..];
        }

        decoder.Flush(Sink);
        if (decoder.IsInPaste)
        {
            decoder.EndPaste(_ => { });
            return;
        }

        Assert.True(hasMouse || accounted == bytes.Length, $"{accounted} of {bytes.Length} bytes told: {Convert.ToHexString(bytes)}");
        Assert.InRange(decoder.BufferLength, 1, 4 * InputDecoder.MaxPastePiece);
    }

    private static ScreenModes RandomModes(Random random) => new()
    {
        ApplicationCursorKeys = random.Next(2) == 0,
        ApplicationKeypad = random.Next(2) == 0,
        BracketedPaste = random.Next(2) == 0,
        FocusReporting = random.Next(2) == 0,
        NewLine = random.Next(2) == 0,
        BackarrowSendsBackspace = random.Next(2) == 0,
        FormatOtherKeys = random.Next(2) == 0,
        ModifyOtherKeys = (byte)random.Next(3),
        Kitty = (KittyKeyboard)random.Next(32),
        AlternateScreen = random.Next(2) == 0,
        AlternateScroll = random.Next(2) == 0,
        MouseTracking = (MouseTracking)random.Next(5),
        MouseEncoding = (MouseEncoding)random.Next(5),
    };
}
