using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>
/// Sessions of real agent CLIs as asciicast v2, with the screen at every mark as another terminal emulator saw it
/// (<c>*.screens.json</c>). They are not part of the repository: <c>../shared/agents/casts</c> beside it.
/// </summary>
internal static class RecordedAgents
{
    /// <summary>Null when the recordings are not there.</summary>
    public static string? Folder()
    {
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            var candidate = Path.Combine(up.FullName, "shared", "agents", "casts");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>What our screen shows at each mark.</summary>
    public static List<MarkedScreen> Play(string cast)
    {
        var lines = File.ReadAllLines(cast);
        using var head = JsonDocument.Parse(lines[0]);
        var screen = new Screen(new TermSize(head.RootElement.GetProperty("width").GetInt32(), head.RootElement.GetProperty("height").GetInt32()));
        List<MarkedScreen> marks = [];
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            using var record = JsonDocument.Parse(line);
            var text = record.RootElement[2].GetString()!;
            switch (record.RootElement[1].GetString())
            {
                case "o":
                    screen.Feed(Encoding.UTF8.GetBytes(text));
                    screen.Replies();
                    break;
                case "r":
                    Assert.True(TermSize.TryParse(text, out var size));
                    screen.Resize(size);
                    break;
                case "m":
                    marks.Add(MarkedScreen.Of(screen, text));
                    break;
            }
        }

        return marks;
    }

    /// <summary>What the other emulator showed.</summary>
    public static List<MarkedScreen> Expected(string cast)
    {
        using var screens = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(cast, ".screens.json")));
        return [.. screens.RootElement.EnumerateArray().Select(MarkedScreen.Read)];
    }
}

/// <summary>A screen at a mark of a recording.</summary>
internal sealed record MarkedScreen(string Mark, string Facts, string[] Rows)
{
    public static MarkedScreen Of(Screen screen, string mark) => new(
        mark,
        Describe(screen.Size, screen.Modes.AlternateScreen, screen.Cursor, screen.Title ?? "", screen.Modes),
        [.. Enumerable.Range(0, screen.Size.Rows).Select(screen.RowText)]);

    public static MarkedScreen Read(JsonElement json)
    {
        var size = new TermSize(json.GetProperty("cols").GetInt32(), json.GetProperty("rows").GetInt32());
        var cursor = json.GetProperty("cursor");
        // A cursor behind the last column is how that emulator tells a pending wrap.
        var column = cursor[0].GetInt32();
        var position = new CursorPosition(cursor[1].GetInt32(), Math.Min(column, size.Columns - 1), column == size.Columns);
        var modes = new ScreenModes
        {
            BracketedPaste = json.GetProperty("bracketedPaste").GetBoolean(),
            FocusReporting = json.GetProperty("focus").GetBoolean(),
            SynchronizedOutput = json.GetProperty("sync").GetBoolean(),
            MouseTracking = json.GetProperty("mouse").GetString() switch
            {
                "x10" => MouseTracking.X10,
                "vt200" => MouseTracking.Buttons,
                "drag" => MouseTracking.Drag,
                "any" => MouseTracking.Motion,
                _ => MouseTracking.None,
            },
        };
        string[] rows = [.. json.GetProperty("lines").EnumerateArray().Select(row => row.GetString()!.TrimEnd(' '))];
        Array.Resize(ref rows, size.Rows);
        return new MarkedScreen(
            json.GetProperty("mark").GetString()!,
            Describe(size, json.GetProperty("alt").GetBoolean(), position, json.GetProperty("title").GetString()!, modes),
            [.. rows.Select(row => row ?? "")]);
    }

    // One text, so that a failure shows all of it.
    private static string Describe(TermSize size, bool alternate, CursorPosition cursor, string title, ScreenModes modes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{size} {(alternate ? "alternate" : "main")} cursor {cursor.Column},{cursor.Row}{(cursor.PendingWrap ? " wrap" : "")} title '{title}' paste {modes.BracketedPaste} focus {modes.FocusReporting} sync {modes.SynchronizedOutput} mouse {modes.MouseTracking}");
}
