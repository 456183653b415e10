using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Rendering;

namespace Orchestrator.Terminal.Tests.XtermHeadless;

/// <summary>
/// The renderer's bytes replayed by xterm.js, which shares no line with us, show exactly the picture that was meant. It joins no clusters and knows the
/// widths of Unicode 11, so the pictures are of characters that both measure alike; combining marks, wide characters and emoji are among them.
/// </summary>
[Long]
public sealed class XtermHeadlessProof
{
    [Theory]
    [MemberData(nameof(RendererProof.Terminals), MemberType = typeof(RendererProof))]
    public void Xterm_js_shows_exactly_the_picture(ColorDepth colors, bool backColorErase, bool extras)
    {
        const int Seeds = 10;
        const int Frames = 20;
        var outer = RendererProof.Outer(colors, backColorErase, extras);
        using var node = Start();
        for (var seed = 3000; seed < 3000 + Seeds; seed++)
        {
            var random = new RandomSurfaces(seed) { Plain = true };
            var size = RandomSize(random);
            var surface = new Surface(size);
            var renderer = new FrameRenderer(outer);
            for (var frame = 0; frame < Frames; frame++)
            {
                if (random.Next(12) == 0)
                {
                    size = RandomSize(random);
                    surface.Resize(size);
                    surface.Cursor = null;
                }

                RendererProof.ChangeSome(random, surface, renderer);
                var bytes = FrameRendererTests.Render(renderer, surface);
                var shown = Replay(node, size, frame == 0 ? [.. outer.EnterSequence.Span, .. bytes] : bytes, isNew: frame == 0);
                var where = $"seed {seed}, frame {frame}";
                Picture.Check(surface, [.. shown["rows"]!.AsArray().Select(row => Row(row!))], outer, where);
                var cursor = shown["cursor"]!.AsArray();
                Assert.True(surface.Cursor is not null == cursor[2]!.GetValue<bool>(), where);
                if (surface.Cursor is { } meant)
                {
                    Assert.Equal((meant.Row, meant.Column), (cursor[0]!.GetValue<int>(), cursor[1]!.GetValue<int>()));
                }
            }
        }
    }

    private static TermSize RandomSize(RandomSurfaces random) => new(2 + random.Next(50), 1 + random.Next(8));

    private static JsonNode Replay(Process node, TermSize size, byte[] bytes, bool isNew)
    {
        node.StandardInput.WriteLine(JsonSerializer.Serialize(new { columns = size.Columns, rows = size.Rows, reset = isNew, data = Convert.ToBase64String(bytes) }));
        return JsonNode.Parse(node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended: " + node.StandardError.ReadToEnd()))!;
    }

    private static Picture.Shown[] Row(JsonNode runs) =>
        [.. runs.AsArray().SelectMany(run => run![1]!.AsArray().Select(text => new Picture.Shown(text!.GetValue<string>(), StyleOf(run[0]!.GetValue<string>()))))];

    // As replay.js writes it: foreground, background, flags, underline, its colour, link.
    private static Style StyleOf(string text)
    {
        var parts = text.Split(' ');
        var attributes = Attributes.None;
        for (var i = 0; i < parts[2].Length; i++)
        {
            attributes |= parts[2][i] == '1' ? (Attributes)(1 << i) : Attributes.None;
        }

        return new Style
        {
            Foreground = ColorOf(parts[0]),
            Background = ColorOf(parts[1]),
            Attributes = attributes,
            Underline = (UnderlineStyle)(parts[3][0] - '0'),
            UnderlineColor = ColorOf(parts[4]),
            Link = parts[5].Length == 0 ? null : new Hyperlink(parts[5], ""),
        };
    }

    private static Color ColorOf(string text) => text switch
    {
        "default" => default,
        ['#', ..] => Color.Rgb(Convert.ToByte(text[1..3], 16), Convert.ToByte(text[3..5], 16), Convert.ToByte(text[5..7], 16)),
        _ => Color.Indexed(byte.Parse(text.AsSpan(4), provider: System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static Process Start()
    {
        var folder = Path.GetDirectoryName(SourceFile())!;
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "@xterm", "headless")), $"no @xterm/headless in {folder}; `npm ci` there brings it");
        var hasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => path.Length > 0 && File.Exists(Path.Combine(path, "node")));
        Assert.SkipUnless(hasNode, "node is not installed");
        return Process.Start(new ProcessStartInfo("node", "replay.js")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
