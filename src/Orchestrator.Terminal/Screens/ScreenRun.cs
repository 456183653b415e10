using System.Buffers;
using System.Text;
using System.Text.Json;
using Orchestrator.Pty;

namespace Orchestrator.Terminal.Screens;

/// <summary>A resize after a number of bytes of a recording.</summary>
public readonly record struct RecordedResize(TermSize Size, long Offset);

/// <summary>A recorded byte stream that is played into a <see cref="Screen"/>.</summary>
public sealed record ScreenRun
{
    public required TermSize Size { get; init; }

    public int ScrollbackLimit { get; init; } = 10_000;

    public IReadOnlyList<RecordedResize> Resizes { get; init; } = [];

    /// <summary>Bytes fed at once; 0 for as many as there are.</summary>
    public int Chunk { get; init; }

    /// <summary>Plays the bytes and writes the state at their end.</summary>
    public void Play(ReadOnlySpan<byte> bytes, Utf8JsonWriter writer)
    {
        var screen = new Screen(Size, new ScreenOptions { ScrollbackLimit = ScrollbackLimit });
        var position = 0;
        foreach (var resize in Resizes.OrderBy(r => r.Offset))
        {
            var end = (int)Math.Min(resize.Offset, bytes.Length);
            Feed(screen, bytes, ref position, end);
            screen.Resize(resize.Size);
        }

        Feed(screen, bytes, ref position, bytes.Length);
        var replies = new ArrayBufferWriter<byte>();
        screen.TakeReplies(replies);
        StateJson.Write(screen, Encoding.Latin1.GetString(replies.WrittenSpan), writer);
    }

    private void Feed(Screen screen, ReadOnlySpan<byte> bytes, ref int position, int end)
    {
        while (position < end)
        {
            var count = Chunk > 0 ? Math.Min(Chunk, end - position) : end - position;
            screen.Feed(bytes.Slice(position, count));
            position += count;
        }
    }
}
