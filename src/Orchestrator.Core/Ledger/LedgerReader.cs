using System.Text.Json;

namespace Orchestrator.Core.Ledger;

/// <summary>Reads one part line by line. A line that is no record is reported and passed over.</summary>
internal static class LedgerReader
{
    /// <returns>Each record, and where its line begins, counted from where the stream stood.</returns>
    public static IEnumerable<(LedgerRecord Record, long Offset)> Read(Stream stream, string file, long length, Action<LedgerFault>? report)
    {
        var buffer = new byte[64 * 1024];
        int start = 0, end = 0;
        long line = 0, left = length, offset = 0;
        while (true)
        {
            var feed = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line++;
                var text = buffer.AsMemory(start, feed);
                start += feed + 1;
                if (Parse(text, file, line, report) is { } record)
                {
                    yield return (record, offset);
                }

                offset += feed + 1;

                continue;
            }

            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                end -= start;
                start = 0;
            }

            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, end, (int)Math.Min(buffer.Length - end, left));
            if (read == 0)
            {
                break;
            }

            left -= read;
            end += read;
        }

        if (end > start && Parse(buffer.AsMemory(start, end - start), file, line + 1, report) is { } last)
        {
            yield return (last, offset);
        }
    }

    private static LedgerRecord? Parse(ReadOnlyMemory<byte> text, string file, long line, Action<LedgerFault>? report)
    {
        if (text.Span.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return LedgerRecord.Parse(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException: a string that is no valid UTF-8.
            report?.Invoke(new LedgerFault(file, line, $"{file}:{line}: this line of the ledger is no record and was passed over: {e.Message}"));
            return null;
        }
    }
}
