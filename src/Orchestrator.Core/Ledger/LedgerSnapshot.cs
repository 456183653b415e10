using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Core.Files;

namespace Orchestrator.Core.Ledger;

/// <summary>
/// What the records up to a position come to, in <c>ledger.snapshot.json</c>: only a shortcut. Without it, or when it does not fit the ledger, all records
/// that are kept are read instead.
/// </summary>
internal sealed class LedgerSnapshot
{
    private const int Version = 1;

    private readonly Dictionary<string, JsonElement> _views;

    private LedgerSnapshot(LedgerPosition position, string? mark, Dictionary<string, JsonElement> views)
    {
        Position = position;
        Mark = mark;
        _views = views;
    }

    public LedgerPosition Position { get; }

    /// <summary>Of the bytes before the position: whether it is the ledger that the snapshot was made of.</summary>
    public string? Mark { get; }

    public JsonElement? Find(string view) => _views.TryGetValue(view, out var saved) ? saved : null;

    /// <summary>Puts the snapshot in the place of the last one: whole, or not at all.</summary>
    public static void Write(string path, LedgerPosition position, string mark, ImmutableArray<ILedgerView> views)
    {
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteNumber("part", position.Part);
            json.WriteNumber("offset", position.Offset);
            json.WriteString("mark", mark);
            json.WriteStartObject("views");
            foreach (var view in views)
            {
                json.WritePropertyName(view.Name);
                view.Save(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        var staged = path + ".tmp";
        var mode = OperatingSystem.IsWindows() ? (UnixFileMode?)null : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(staged, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = mode }))
        {
            file.Write(CrashPoint.Part("snapshot-write", bytes.WrittenSpan));
            CrashPoint.After("snapshot-write");
            file.Flush(flushToDisk: true);
        }

        PosixFiles.Rename(staged, path);
        PosixFiles.SyncFolder(Path.GetDirectoryName(path) ?? ".");
    }

    /// <returns>Null when there is none.</returns>
    /// <exception cref="JsonException">It is damaged or of another version.</exception>
    public static LedgerSnapshot? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Number(root, "version") != Version || Number(root, "part") is not { } part || Number(root, "offset") is not { } offset
            || !root.TryGetProperty("views", out var views) || views.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("no snapshot of this version");
        }

        var mark = root.TryGetProperty("mark", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        return new LedgerSnapshot(new LedgerPosition(part, offset), mark, views.EnumerateObject().ToDictionary(view => view.Name, view => view.Value.Clone(), StringComparer.Ordinal));
    }

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number : null;
}
