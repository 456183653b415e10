using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Benchmarks;

/// <summary>
/// <c>hands MESSAGES [SEED [WAY...]]</c>: messages of 1 B to 8 KB into agents that look and misbehave like real CLIs (tests/FakeAgent), in real terminals, with
/// faults at random but the same ones for every way: <c>mail</c> (a nudge for a file), <c>raw</c> (the text itself, past the gate's mail), and the peers
/// <c>send-keys</c>, <c>paste-buffer</c> and <c>paste-buffer-300</c> (tmux: the text, then Enter; the last with 300 ms in between). What counts is what the agents' own journals say.
/// </summary>
internal static class HandsRuns
{
    private static readonly string[] Personas = ["claude", "codex", "gemini", "opencode"];
    private static readonly string[] Ways = ["mail", "raw", "send-keys", "paste-buffer", "paste-buffer-300"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var messages) || messages < 4 || args.Skip(2).Any(way => !Ways.Contains(way)))
        {
            Console.Error.WriteLine($"hands MESSAGES [SEED [{string.Join('|', Ways)}]]");
            return 2;
        }

        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        var ways = args.Length > 2 ? args[2..] : Ways;
        Console.WriteLine($"{messages} messages, seed {seed}");
        foreach (var way in ways)
        {
            var tallies = await Task.WhenAll(Personas.Select((persona, i) => Task.Run(() => RunOneAsync(way, persona, messages / Personas.Length, seed + i))));
            Console.WriteLine($"{way,-17} {Tally.Sum(tallies)}");
            foreach (var (persona, tally) in Personas.Zip(tallies))
            {
                Console.WriteLine($"  {persona,-15} {tally}");
            }
        }

        return 0;
    }

    private static async Task<Tally> RunOneAsync(string way, string persona, int messages, int seed)
    {
        var folder = Directory.CreateTempSubdirectory($"cccc-hands-{persona}-").FullName;
        try
        {
            var random = new Random(seed);
            var texts = Texts(random, messages);
            var script = Path.Combine(folder, "script.json");
            await File.WriteAllTextAsync(script, Incidents(random, messages).ToJsonString());
            var project = new ProjectFolder(Directory.CreateDirectory(Path.Combine(folder, "project")).FullName);
            var journal = new JournalTail(Path.Combine(folder, "journal.jsonl"));
            string[] agent =
            [
                FakeAgent, "--name", "PeerA", "--mailbox", project.MailboxFolder, "--log", journal.Path, "--persona", persona, "--script", script, "--pace", "300", "--question-lasts", "1500",
                .. persona == "gemini" ? ["--full-redraw"] : Array.Empty<string>(), .. persona == "opencode" ? ["--repaint-every", "1000"] : Array.Empty<string>(),
            ];
            await using IWay typing = way is "mail" or "raw" ? await OwnWay.StartAsync(project, persona, agent, way == "mail") : await TmuxWay.StartAsync(agent, project.Root, way);
            var times = new List<double>();
            await journal.UntilAsync(() => journal.Count("started") > 0, TimeSpan.FromSeconds(30));
            foreach (var text in texts)
            {
                var before = journal.Count("submitted") + journal.Count("shell");
                var watch = Stopwatch.StartNew();
                await typing.TypeAsync(text);
                if (await journal.UntilAsync(() => journal.Count("submitted") + journal.Count("shell") > before, typing.Patience))
                {
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }

                // The next one comes when the agent rests: mail that comes in the midst of a turn is read in it, without a line of its own.
                await journal.UntilAsync(() => journal.Count("rested") >= journal.Count("submitted") + journal.Count("shell"), TimeSpan.FromSeconds(5));
            }

            // What comes late counts too.
            await Task.Delay(TimeSpan.FromSeconds(3));
            journal.Read();
            return typing.Judge(texts, journal, times);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string FakeAgent => NativePrograms.PathOf("fake-agent");

    // From 1 byte to 8 KB, as many short ones as long ones; all different, none with anything that a CLI takes for a command.
    private static List<string> Texts(Random random, int count)
    {
        string[] letters = ["a", "e", "n", "t", "z", "Ä", "ß", "é", "漢", "字", "か", "🚀", "👩‍💻", "0", "7", " ", " ", ".", "-", "\"", "'", "$", "\\", "{", "%"];
        var texts = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (texts.Count < count)
        {
            var size = (int)Math.Pow(8192, random.NextDouble());
            var text = new StringBuilder(letters[random.Next(letters.Length - 10)]);
            var bytes = Encoding.UTF8.GetByteCount(text.ToString());
            while (bytes < size)
            {
                var letter = letters[random.Next(letters.Length)];
                bytes += Encoding.UTF8.GetByteCount(letter);
                text.Append(letter);
            }

            var line = StrokeText.Clean(text.ToString());
            if (line.Length > 0 && known.Add(line))
            {
                texts.Add(line);
            }
            else if (size < 3 && known.Count(one => one.Length < 3) > 10)
            {
                // There are only so many of one byte.
                texts.Add(string.Create(CultureInfo.InvariantCulture, $"n{texts.Count}"));
            }
        }

        return texts;
    }

    private static JsonArray Incidents(Random random, int messages)
    {
        var incidents = new JsonArray();
        for (var after = 0; after < messages; after++)
        {
            if (random.Next(4) != 0)
            {
                continue;
            }

            var incident = new JsonObject { ["after"] = after };
            switch (random.Next(6))
            {
                case 0:
                    incident["swallowReturns"] = 1 + random.Next(2);
                    break;
                case 1:
                    incident["askAfterPaste"] = true;
                    break;
                case 2:
                    incident["askInTurn"] = true;
                    break;
                case 3:
                    incident["draft"] = "hold on, I was just";
                    break;
                case 4:
                    incident["limitMilliseconds"] = 1500;
                    break;
                default:
                    incident["slowMilliseconds"] = 400;
                    break;
            }

            incidents.Add(incident);
        }

        return incidents;
    }
}
