using System.Text.Json;
using Orchestrator.Pty;

namespace Orchestrator.Terminal.Screens;

/// <summary>A folder with <c>case.json</c> (size, resizes, history limit) and <c>input.bin</c> (the bytes): a case of the conformance corpus.</summary>
public static class RecordedCase
{
    /// <summary>Writes <c>{"case":folder,"result":state}</c>; a case that cannot be played has <c>{"error":reason}</c> as its result, so that the others still run.</summary>
    public static void Play(string folder, ScreenRun defaults, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("case", folder);
        writer.WritePropertyName("result");
        try
        {
            // Whole into memory first: a failure half-way must not leave half an object.
            writer.WriteRawValue(Play(folder, defaults));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            writer.WriteStartObject();
            writer.WriteString("error", Reason(folder, error));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // The type besides the message: a trimmed program has no texts for the framework's own messages.
    private static string Reason(string folder, Exception error) => error switch
    {
        DirectoryNotFoundException or FileNotFoundException => $"{folder}: case.json and input.bin must both be there",
        JsonException or KeyNotFoundException => $"{folder}: case.json must be JSON with numbers cols and rows ({error.GetType().Name})",
        _ => $"{folder}: {error.GetType().Name}: {error.Message}",
    };

    private static ReadOnlySpan<byte> Play(string folder, ScreenRun defaults)
    {
        var run = Load(Path.Combine(folder, "case.json"), defaults);
        using var state = new MemoryStream();
        using (var json = new Utf8JsonWriter(state))
        {
            run.Play(File.ReadAllBytes(Path.Combine(folder, "input.bin")), json);
        }

        return state.GetBuffer().AsSpan(0, (int)state.Length);
    }

    private static ScreenRun Load(string file, ScreenRun defaults)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        var resizes = new List<RecordedResize>();
        if (root.TryGetProperty("resizes", out var list))
        {
            foreach (var resize in list.EnumerateArray())
            {
                resizes.Add(new RecordedResize(SizeOf(resize), resize.GetProperty("offset").GetInt64()));
            }
        }

        return defaults with
        {
            Size = SizeOf(root),
            Resizes = resizes,
            ScrollbackLimit = root.TryGetProperty("history_limit", out var limit) ? limit.GetInt32() : defaults.ScrollbackLimit,
        };
    }

    private static TermSize SizeOf(JsonElement element) => new(element.GetProperty("cols").GetInt32(), element.GetProperty("rows").GetInt32());
}
