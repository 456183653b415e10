namespace Orchestrator.Core.Files;

internal enum FileKind
{
    Missing,
    Regular,
    Folder,
    Link,
    /// <summary>A FIFO, a socket or a device: opening it could block or do something.</summary>
    Special,
}

/// <summary>What is at a path, links not followed. Two equal facts of a regular file mean that nothing was written between them.</summary>
internal readonly record struct FileFacts(FileKind Kind, long Length, long ModifiedSeconds, uint ModifiedNanoseconds, ulong Inode)
{
    public static readonly FileFacts Missing;

    public bool IsMail => Kind == FileKind.Regular && Length > 0;

    public DateTimeOffset Modified =>
        DateTimeOffset.UnixEpoch.AddSeconds(ModifiedSeconds).AddTicks(ModifiedNanoseconds / TimeSpan.NanosecondsPerTick);

    public string Noun => Kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Link => "a symbolic link",
        FileKind.Special => "a pipe, socket or device",
        FileKind.Regular => "a file",
        _ => "missing",
    };
}
