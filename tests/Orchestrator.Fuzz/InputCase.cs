using System.Buffers;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Fuzz;

/// <summary>
/// Bytes of an outer terminal through decoder and encoder. In any pieces the events must be the same, every event must be encoded for any mode
/// without fault, and no answer of the outer terminal may come out for the pane.
/// </summary>
internal sealed class InputCase(byte[] bytes, int pieceSeed) : FuzzCase(bytes)
{
    // A key of one byte can become a kitty key with text, or a mouse report in another form.
    private const int MostPerByte = 64;

    private readonly ArrayBufferWriter<byte> _encoded = new();

    public override FuzzCase With(byte[] bytes) => new InputCase(bytes, pieceSeed);

    public override string ToString() => "input";

    public static InputCase Make(int seed, Recordings recordings)
    {
        var random = new Random(seed);
        var bytes = new ByteText();
        var length = random.Next(1, 60_000);
        if (random.Next(8) == 0 && recordings.Count > 0)
        {
            recordings.Write(bytes, length, random);
        }
        else
        {
            new InputGrammar(random).Write(bytes, length);
        }

        return new InputCase(bytes.Span.ToArray(), random.Next());
    }

    public override string? Play(Watchdog watchdog)
    {
        var random = new Random(pieceSeed);
        List<InputEvent> whole = [];
        List<InputEvent> pieces = [];
        var decoder = new InputDecoder();
        watchdog.Begin();
        decoder.Feed(Bytes, whole.Add);
        decoder.Flush(whole.Add);
        watchdog.End();

        decoder = new InputDecoder();
        var largest = random.Next(2) == 0 ? 4 : 3000;
        for (var at = 0; at < Bytes.Length;)
        {
            var count = Math.Min(random.Next(1, largest + 1), Bytes.Length - at);
            decoder.Feed(Bytes.AsSpan(at, count), pieces.Add);
            at += count;
        }

        decoder.Flush(pieces.Add);
        return Difference(whole, pieces) ?? Encode(whole, random);
    }

    private string? Encode(List<InputEvent> events, Random random)
    {
        var modes = new ScreenModes();
        long total = 0;
        foreach (var input in events)
        {
            modes = random.Next(20) == 0 ? ModesOf(random) : modes;
            _encoded.ResetWrittenCount();
            InputEncoder.Encode(input, modes, _encoded);
            total += _encoded.WrittenCount;
            if (input is ReplyInput && _encoded.WrittenCount > 0)
            {
                return "an answer of the outer terminal was encoded for the pane";
            }
        }

        return total > (long)Bytes.Length * MostPerByte + 1024 ? $"{Bytes.Length} bytes became {total}" : null;
    }

    private static ScreenModes ModesOf(Random random) => new()
    {
        ApplicationCursorKeys = random.Next(2) == 0,
        ApplicationKeypad = random.Next(2) == 0,
        BracketedPaste = random.Next(2) == 0,
        FocusReporting = random.Next(2) == 0,
        MouseTracking = (MouseTracking)random.Next(5),
        MouseEncoding = (MouseEncoding)random.Next(5),
        AlternateScroll = random.Next(2) == 0,
        AlternateScreen = random.Next(2) == 0,
        NewLine = random.Next(2) == 0,
        ModifyOtherKeys = (byte)random.Next(3),
        Kitty = random.Next(2) == 0 ? KittyKeyboard.None : (KittyKeyboard)random.Next(32),
    };

    // The pieces of one paste may be cut elsewhere.
    private static string? Difference(List<InputEvent> whole, List<InputEvent> pieces)
    {
        string[] a = [.. Describe(whole)];
        string[] b = [.. Describe(pieces)];
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var first = i < a.Length ? a[i] : "nothing";
            var second = i < b.Length ? b[i] : "nothing";
            if (first != second)
            {
                return $"event {i} is {first}, in pieces {second}";
            }
        }

        return null;
    }

    private static IEnumerable<string> Describe(List<InputEvent> events)
    {
        var paste = new ByteText();
        foreach (var input in events)
        {
            switch (input)
            {
                case PasteInput piece:
                    paste.Add(piece.Bytes.Span);
                    if (piece.IsLast)
                    {
                        yield return "paste " + Convert.ToHexString(paste.Span);
                        paste.Clear();
                    }

                    break;
                case KeyInput key:
                    yield return $"{key.Key} {key.CodePoint} {key.Modifiers} {key.IsRelease} {Convert.ToHexString(key.Raw.Span)}";
                    break;
                case UnknownInput unknown:
                    yield return "unknown " + Convert.ToHexString(unknown.Raw.Span);
                    break;
                case ReplyInput reply:
                    yield return "reply " + Convert.ToHexString(reply.Raw.Span);
                    break;
                default:
                    yield return input.ToString()!;
                    break;
            }
        }

        if (paste.Length > 0)
        {
            yield return "paste, not ended " + Convert.ToHexString(paste.Span);
        }
    }
}
