using System.Text;

namespace FakeAgent;

/// <summary>How a program writes a file.</summary>
internal enum WriteStyle
{
    /// <summary>A new file beside it, renamed over it.</summary>
    RenameOver,

    /// <summary>Truncated and written at once.</summary>
    Truncate,

    /// <summary>Truncated and written in pieces, with pauses.</summary>
    Pieces,

    /// <summary>Removed, then made anew.</summary>
    Remove,

    /// <summary>Renamed to a backup, written anew, the backup removed: vim with <c>writebackup</c>.</summary>
    Backup,

    /// <summary>Renamed over it, without the tags that say where it ends.</summary>
    Untagged,
}

internal static class FileWriting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    public static void Write(string path, string text, WriteStyle style)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (style)
        {
            case WriteStyle.RenameOver or WriteStyle.Untagged:
                var beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
                File.WriteAllBytes(beside, bytes);
                File.Move(beside, path, overwrite: true);
                break;
            case WriteStyle.Pieces:
                WriteInPieces(path, bytes);
                break;
            case WriteStyle.Remove:
                File.Delete(path);
                File.WriteAllBytes(path, bytes);
                break;
            case WriteStyle.Backup:
                var backup = path + "~";
                if (File.Exists(path))
                {
                    File.Move(path, backup, overwrite: true);
                }

                File.WriteAllBytes(path, bytes);
                File.Delete(backup);
                break;
            default:
                File.WriteAllBytes(path, bytes);
                break;
        }
    }

    private static void WriteInPieces(string path, byte[] bytes)
    {
        const int Pieces = 4;
        using ManualResetEventSlim never = new();
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        for (var piece = 0; piece < Pieces; piece++)
        {
            file.Write(bytes.AsSpan((bytes.Length * piece / Pieces)..(bytes.Length * (piece + 1) / Pieces)));
            never.Wait(Pause);
        }
    }
}
