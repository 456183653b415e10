using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Pty;

namespace Orchestrator.Cli.Output;

/// <summary>
/// Standard output and error for plain text. On a terminal not through <see cref="Console"/>, whose streams first switch the keypad to
/// application mode (<c>CSI ? 1 h</c>, <c>ESC =</c>) and leave it so for the shell.
/// </summary>
internal static class StandardStreams
{
    public static TextWriter Output { get; } = Open(1, OpenOutput);

    public static TextWriter Error { get; } = Open(2, () => OpenIfGiven(2, Console.OpenStandardError));

    /// <summary>Standard input; empty when the caller closed it.</summary>
    public static Stream OpenInput() => OpenIfGiven(0, Console.OpenStandardInput);

    /// <summary>Standard output for bytes that are no text; nothing goes anywhere when the caller closed it.</summary>
    public static Stream OpenOutput() => OpenIfGiven(1, Console.OpenStandardOutput);

    /// <summary>The width of the terminal that standard output is, or null when it is none.</summary>
    public static int? Columns
    {
        get
        {
            if (!TtyDevice.IsTty(1))
            {
                return null;
            }

            using var device = TtyDevice.Open(1, 1);
            return device.Size.Columns;
        }
    }

    // A descriptor that the caller closed has a file of the runtime's in its place: reading there would wait for ever, writing would break it.
    private static Stream OpenIfGiven(int fd, Func<Stream> open) => Descriptor.IsInherited(fd) ? open() : Stream.Null;

    /// <remarks>A FileStream writes to a terminal as it comes; in a regular file it would keep a place of its own, so there the console's stream is right.</remarks>
    private static StreamWriter Open(int fd, Func<Stream> redirected)
    {
        var stream = TtyDevice.IsTty(fd) ? new FileStream(new SafeFileHandle(fd, ownsHandle: false), FileAccess.Write, bufferSize: 0) : redirected();
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
    }
}
