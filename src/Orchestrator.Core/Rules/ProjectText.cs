using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Rules;

/// <summary>A file of the project that is given to agents along with other text: its text, or why it is not given.</summary>
/// <param name="Text">Null when it is missing or <paramref name="Fault"/> says why not.</param>
/// <param name="Fault">The end of a sentence that begins with the file's name.</param>
internal readonly record struct ProjectText(string? Text, string? Fault)
{
    /// <summary>More would crowd out the task.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Follows links only to where the project goes on, and never waits: pipes and devices are not opened. Does not throw for what is on the disk.</summary>
    public static ProjectText Read(ProjectFolder project, string path, int maxBytes = MaxBytes)
    {
        try
        {
            var real = RealPath.Of(path);
            var facts = PosixFiles.Look(real);
            if (PosixFiles.Look(path).Kind == FileKind.Missing)
            {
                return default;
            }

            if (!RealPath.IsInside(project.Root, real))
            {
                return new ProjectText(null, "is a link that leads out of the project; it was not followed");
            }

            if (facts.Kind != FileKind.Regular)
            {
                return new ProjectText(null, facts.Kind == FileKind.Missing ? "is a link that leads nowhere" : $"is {facts.Noun}, not a text");
            }

            // By the real name and without following links: what becomes a link between the look and now is not opened.
            using var file = PosixFiles.Open(real);
            return Decode(file, maxBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ProjectText(null, $"could not be read ({error.Message.TrimEnd('.')})");
        }
    }

    private static ProjectText Decode(SafeFileHandle file, int maxBytes)
    {
        var bytes = new byte[Math.Min(maxBytes, RandomAccess.GetLength(file)) + 1];
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is var read and > 0)
        {
            length += read;
        }

        if (length > maxBytes)
        {
            return new ProjectText(null, string.Create(CultureInfo.InvariantCulture, $"is larger than {maxBytes / 1024} KB, too much to be given along; read it where it is"));
        }

        try
        {
            return new ProjectText(Strict.GetString(bytes, 0, length).TrimStart('\uFEFF').ReplaceLineEndings("\n").Trim(), null);
        }
        catch (DecoderFallbackException)
        {
            return new ProjectText(null, "is not UTF-8");
        }
    }
}
