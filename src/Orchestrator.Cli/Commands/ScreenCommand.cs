using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Orchestrator.Cli.Output;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc screen</c>: renders a recorded byte stream and prints what the screen shows as JSON.</summary>
internal static class ScreenCommand
{
    private const int Failure = 1;
    private const int MaxSide = 10_000;

    public static Command Create()
    {
        var columns = Number("--cols", "Columns of the screen.", 80, 1, MaxSide);
        var rows = Number("--rows", "Rows of the screen.", 24, 1, MaxSide);
        var scrollback = Number("--scrollback", "Lines of history to keep.", 10_000, 0, 10_000_000);
        var chunk = Number("--chunk", "Feed the bytes in pieces of this many; 0 feeds them whole.", 0, 0, int.MaxValue);
        var resize = new Option<RecordedResize[]>("--resize")
        {
            Description = "Resize to C columns and R rows after OFFSET bytes, as C,R@OFFSET. May be given more than once.",
            HelpName = "C,R@OFFSET",
            CustomParser = ParseResizes,
            DefaultValueFactory = _ => [],
        };
        var batch = new Option<FileInfo?>("--batch")
        {
            Description = "A file that names one case folder (case.json, input.bin) per line; prints one JSON line per case.",
            HelpName = "LIST",
        };
        var command = new Command("screen", "Read terminal output on standard input and print the screen that it makes as JSON.")
        {
            columns, rows, scrollback, resize, chunk, batch,
        };
        command.SetAction(parsed =>
        {
            var run = new ScreenRun
            {
                Size = new TermSize(parsed.GetValue(columns), parsed.GetValue(rows)),
                ScrollbackLimit = parsed.GetValue(scrollback),
                Resizes = parsed.GetValue(resize) ?? [],
                Chunk = parsed.GetValue(chunk),
            };
            var errors = parsed.InvocationConfiguration.Error;
            return parsed.GetValue(batch) is { } list ? PlayBatch(run, list, errors) : PlayInput(run, errors);
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "N" };
        option.Validators.Add(result =>
        {
            // A value that is no number has its error already.
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && (number < least || number > most))
            {
                result.AddError($"{name} is {number}, but must be from {least} to {most}.");
            }
        });
        return option;
    }

    private static RecordedResize[] ParseResizes(ArgumentResult result)
    {
        var resizes = new List<RecordedResize>();
        foreach (var token in result.Tokens)
        {
            var parts = token.Value.Split(',', '@');
            if (parts.Length == 3 && token.Value.IndexOf(',') < token.Value.IndexOf('@')
                && int.TryParse(parts[0], out var columns) && columns is >= 1 and <= MaxSide
                && int.TryParse(parts[1], out var rows) && rows is >= 1 and <= MaxSide
                && long.TryParse(parts[2], out var offset) && offset >= 0)
            {
                resizes.Add(new RecordedResize(new TermSize(columns, rows), offset));
            }
            else
            {
                result.AddError($"--resize '{token.Value}' is not C,R@OFFSET: give columns and rows from 1 to {MaxSide} and a byte offset, such as 100,30@4096.");
            }
        }

        return [.. resizes];
    }

    private static int PlayInput(ScreenRun run, TextWriter errors)
    {
        byte[] bytes;
        try
        {
            using var input = StandardStreams.OpenInput();
            using var all = new MemoryStream();
            input.CopyTo(all);
            bytes = all.ToArray();
        }
        catch (IOException error)
        {
            errors.WriteLine($"cccc screen: cannot read standard input ({error.GetType().Name}). Give it the recorded bytes, such as: cccc screen < recording");
            return Failure;
        }

        using var output = StandardStreams.OpenOutput();
        using (var writer = new Utf8JsonWriter(output))
        {
            run.Play(bytes, writer);
        }

        output.WriteByte((byte)'\n');
        return 0;
    }

    private static int PlayBatch(ScreenRun run, FileInfo list, TextWriter errors)
    {
        string[] folders;
        try
        {
            folders = File.ReadAllLines(list.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = list.Exists ? $"cannot be read ({error.GetType().Name})" : "does not exist";
            errors.WriteLine($"cccc screen: the list '{list}' {reason}. Give --batch a file with one case folder per line.");
            return Failure;
        }

        using var output = StandardStreams.OpenOutput();
        foreach (var folder in folders.Where(folder => folder.Length > 0))
        {
            using (var writer = new Utf8JsonWriter(output))
            {
                RecordedCase.Play(folder, run, writer);
            }

            output.WriteByte((byte)'\n');
        }

        return 0;
    }
}
