using System.Buffers;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Fuzz;

/// <summary>A change of size after a share of the stream.</summary>
internal readonly record struct FuzzResize(double After, TermSize Size);

/// <summary>
/// Bytes into a screen in random pieces, with changes of size in between. After every piece the screen must be sound; at every change of size
/// it must equal a screen that got the same bytes at once.
/// </summary>
internal sealed class ScreenCase(byte[] bytes, TermSize size, ScreenOptions options, FuzzResize[] resizes, int pieceSeed) : FuzzCase(bytes)
{
    private const int LargestPiece = 64 * 1024;

    public TermSize Size => size;

    public override FuzzCase With(byte[] bytes) => new ScreenCase(bytes, size, options, resizes, pieceSeed);

    public override string ToString() =>
        $"screen {size}, history {options.ScrollbackLimit}, clusters {options.GraphemeClusters}, {string.Join(' ', resizes.Select(r => $"{r.After:F2}:{r.Size}"))}";

    public override string? Play(Watchdog watchdog)
    {
        var pieces = new Screen(size, options);
        var whole = new Screen(size, options);
        var random = new Random(pieceSeed);
        var largest = random.Next(4) switch { 0 => 3, 1 => 50, 2 => 4096, _ => LargestPiece };
        var at = 0;
        for (var i = 0; i <= resizes.Length; i++)
        {
            var end = i < resizes.Length ? (int)(resizes[i].After * Bytes.Length) : Bytes.Length;
            var fault = FeedPieces(pieces, Bytes.AsSpan(at, end - at), random, largest, watchdog);
            watchdog.Begin();
            FeedWhole(whole, Bytes.AsSpan(at, end - at));
            watchdog.End();
            fault ??= pieces.Fault(history: true) ?? Difference(pieces, whole);
            if (fault is not null)
            {
                return $"{fault} (before byte {end})";
            }

            at = end;
            if (i < resizes.Length)
            {
                watchdog.Begin();
                pieces.Resize(resizes[i].Size);
                watchdog.End();
                whole.Resize(resizes[i].Size);
                if (pieces.Fault(history: true) is { } resized)
                {
                    return $"{resized} (after the change to {resizes[i].Size} at byte {end})";
                }
            }
        }

        return null;
    }

    private static string? FeedPieces(Screen screen, ReadOnlySpan<byte> bytes, Random random, int largest, Watchdog watchdog)
    {
        // Looking at a whole screen, or at the clock, after every byte would leave no time for bytes.
        var untilLook = 0;
        watchdog.Begin();
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(random.Next(1, largest + 1), bytes.Length);
            screen.Feed(bytes[..count]);
            bytes = bytes[count..];
            untilLook -= count;
            if (untilLook <= 0)
            {
                watchdog.End();
                untilLook = random.Next(screen.Size.Columns * screen.Size.Rows / 2);
                if (screen.Fault(history: false) is { } fault)
                {
                    return fault;
                }

                watchdog.Begin();
            }
        }

        watchdog.End();
        return null;
    }

    private static void FeedWhole(Screen screen, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > LargestPiece; bytes = bytes[LargestPiece..])
        {
            screen.Feed(bytes[..LargestPiece]);
        }

        screen.Feed(bytes);
    }

    private static string? Difference(Screen a, Screen b)
    {
        if (a.Cursor != b.Cursor || a.CursorShape != b.CursorShape || a.Modes != b.Modes || a.Title != b.Title || a.ScrollbackCount != b.ScrollbackCount || a.ScrollbackTotal != b.ScrollbackTotal)
        {
            return $"in pieces the cursor, the modes, the title or the length of the history differ: {a.Cursor} {b.Cursor}";
        }

        var first = new Cell[a.Size.Columns];
        var second = new Cell[a.Size.Columns];
        const int HistoryRows = 50;
        for (var y = -Math.Min(a.ScrollbackCount, HistoryRows); y < a.Size.Rows; y++)
        {
            a.CopyRow(y, first);
            b.CopyRow(y, second);
            if (a.IsWrapped(y) != b.IsWrapped(y) || !first.AsSpan().SequenceEqual(second))
            {
                return $"in pieces row {y} differs";
            }
        }

        return Answers(a).AsSpan().SequenceEqual(Answers(b)) ? DifferentEvent(a, b) : "in pieces the answers differ";
    }

    private static string? DifferentEvent(Screen a, Screen b)
    {
        while (a.TryTakeEvent(out var first))
        {
            if (!b.TryTakeEvent(out var second) || !AreEqual(first!, second!))
            {
                return $"in pieces the events differ: {first}, {second}";
            }
        }

        return b.TryTakeEvent(out var more) ? $"in pieces the events differ: none, {more}" : null;
    }

    private static bool AreEqual(ScreenEvent a, ScreenEvent b) =>
        a is ScreenEvent.ClipboardWrite first && b is ScreenEvent.ClipboardWrite second
            ? first.Selection == second.Selection && first.Data.Span.SequenceEqual(second.Data.Span)
            : a == b;

    private static byte[] Answers(Screen screen)
    {
        var answers = new ArrayBufferWriter<byte>();
        screen.TakeReplies(answers);
        return answers.WrittenSpan.ToArray();
    }
}
