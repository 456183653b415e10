using System.Text;

namespace Orchestrator.Core.Files;

/// <summary>Reads settings texts strictly and writes them whole: a reader never sees half a file.</summary>
internal static class TextFile
{
    private const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text with its byte order mark, if it has one; null when there is no such file.</summary>
    /// <exception cref="TextFileException">It cannot be read, is larger than 1 MiB, or is not UTF-8.</exception>
    public static string? Read(string path)
    {
        byte[] bytes;
        try
        {
            RefuseSpecial(path);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes)
            {
                throw new TextFileException(path, 0, "larger than 1 MiB; that is no settings file.");
            }

            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException error)
        {
            var why = Directory.Exists(path) ? "this is a folder; a settings file was expected." : "cannot be read: permission denied. Give yourself the right to read it (chmod u+r).";
            throw new TextFileException(path, 0, why, error);
        }
        catch (IOException error)
        {
            throw new TextFileException(path, 0, $"cannot be read: {error.Message}", error);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(error.Index, 0, bytes.Length)).Count((byte)'\n');
            throw new TextFileException(path, line, "this line is not UTF-8; save the file as UTF-8.", error);
        }
    }

    /// <summary>Opening a pipe waits for its other end for ever, and a device never ends: neither is opened.</summary>
    private static void RefuseSpecial(string path)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        if (PosixFiles.Look(target).Kind == FileKind.Special)
        {
            throw new TextFileException(path, 0, "this is a pipe, socket or device; a settings file was expected. Move it away.");
        }
    }

    /// <summary>Replaces the file in one step: a temporary file beside it, flushed to disk, renamed over it. A link's target is replaced, its mode kept.</summary>
    /// <exception cref="TextFileException">It cannot be written; what was there is untouched.</exception>
    public static void Write(string path, string text)
    {
        string? temporary = null;
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            var folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder);
            var beside = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                options.UnixCreateMode = File.GetUnixFileMode(target);
            }

            using (var stream = new FileStream(beside, options))
            {
                temporary = beside;
                stream.Write(CrashPoint.Part("settings-write", Strict.GetBytes(text)));
                CrashPoint.After("settings-write");
                stream.Flush(flushToDisk: true);
            }

            CrashPoint.Before("settings-rename");
            File.Move(beside, target, overwrite: true);
            CrashPoint.After("settings-rename");
            temporary = null;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new TextFileException(path, 0, "cannot be written: permission denied. Give yourself the right to write to its folder (chmod u+w).", error);
        }
        catch (IOException error)
        {
            throw new TextFileException(path, 0, $"cannot be written: {error.Message}", error);
        }
        finally
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
    }
}
