using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Runs;

/// <summary>What a run leaves behind: <c>.cccc/work/foreman/20261120-112910-3fa2/</c> with its prompt, its output and how it ended.</summary>
internal sealed class RunFolder
{
    private RunFolder(string id, string path)
    {
        Id = id;
        Path = path;
    }

    public string Id { get; }

    public string Path { get; }

    public string PromptFile => System.IO.Path.Combine(Path, "prompt.md");

    public string OutputFile => System.IO.Path.Combine(Path, "output.txt");

    /// <exception cref="IOException">It cannot be made.</exception>
    public static RunFolder Create(ProjectFolder project, RunKind kind, DateTimeOffset localNow)
    {
        var word = Word(kind);
        var id = string.Create(CultureInfo.InvariantCulture, $"{word}-{localNow:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");
        var path = System.IO.Path.Combine(project.Work, word, id);
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new RunFolder(id, path);
    }

    public void WritePrompt(string prompt) => File.WriteAllText(PromptFile, prompt);

    /// <summary>How it ended, for whoever looks later. The command is left out: it holds the whole prompt.</summary>
    public void WriteEnd(string actor, DateTimeOffset startedAt, DateTimeOffset endedAt, string exit, bool timedOut, string output)
    {
        File.WriteAllText(OutputFile, output);
        using var stream = File.Create(System.IO.Path.Combine(Path, "meta.json"));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("actor", actor);
        json.WriteString("started", startedAt);
        json.WriteString("ended", endedAt);
        json.WriteString("exit", exit);
        json.WriteBoolean("timed_out", timedOut);
        json.WriteNumber("output_characters", output.Length);
        json.WriteEndObject();
    }

    /// <summary>Removes the oldest folders of a kind beyond a number.</summary>
    public static void Tidy(ProjectFolder project, RunKind kind, int keep)
    {
        var folder = System.IO.Path.Combine(project.Work, Word(kind));
        if (PosixFiles.Look(folder).Kind != FileKind.Folder)
        {
            return;
        }

        var runs = Directory.GetDirectories(folder, Word(kind) + "-*").Order(StringComparer.Ordinal).ToList();
        foreach (var old in runs.Take(Math.Max(0, runs.Count - keep)).Where(old => PosixFiles.Look(old).Kind == FileKind.Folder))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    public static string Word(RunKind kind) => kind == RunKind.Aux ? "aux" : "foreman";
}
