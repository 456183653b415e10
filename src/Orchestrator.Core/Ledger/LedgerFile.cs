using System.Buffers;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Ledger;

/// <summary>
/// The append-only record of what happened to mail. An append is complete when its record is on disk; many appends share one flush. One process
/// writes it at a time. Thread-safe.
/// </summary>
public sealed class LedgerFile : IAsyncDisposable
{
    private const int BatchBytes = 1024 * 1024;

    private readonly string _path;
    private readonly LedgerSettings _settings;
    private readonly LedgerDisk _disk;
    private readonly Action<LedgerFault>? _report;
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _parts = new();
    private readonly SafeFileHandle _owner;
    private readonly Task _writer;
    private SafeFileHandle _file;
    private long _length;
    private bool _uncut;

    private LedgerFile(string path, LedgerSettings settings, LedgerDisk disk, SafeFileHandle owner, SafeFileHandle file, LedgerFault? torn, Action<LedgerFault>? report)
    {
        _path = path;
        _settings = settings;
        _disk = disk;
        _report = report;
        _owner = owner;
        _file = file;
        _length = RandomAccess.GetLength(file);
        Torn = torn;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>What was cut off the end when the ledger was opened (a write that a crash had interrupted), or null.</summary>
    public LedgerFault? Torn { get; }

    /// <summary>Opens or creates the ledger of a project.</summary>
    /// <param name="report">Told, on the writer's task, of faults that no caller waits for (an old part that cannot be removed).</param>
    /// <exception cref="LedgerException">It cannot be opened, or another process has it.</exception>
    public static LedgerFile Open(ProjectFolder folder, TimeProvider time, LedgerSettings? settings = null, Action<LedgerFault>? report = null) =>
        Open(folder, time, settings, report, new LedgerDisk());

    internal static LedgerFile Open(ProjectFolder folder, TimeProvider time, LedgerSettings? settings, Action<LedgerFault>? report, LedgerDisk disk)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(time);
        var path = folder.LedgerFile;
        SafeFileHandle? file = null;
        SafeFileHandle? owner = null;
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            owner = File.OpenHandle(Path.ChangeExtension(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); // flock(2), for as long as it is open
            file = OpenPart(path);
            var torn = LedgerTear.Mend(file, path, time.GetUtcNow(), disk);
            PosixFiles.SyncFolder(folder.State);
            return new LedgerFile(path, settings ?? new LedgerSettings(), disk, owner, file, torn, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            owner?.Dispose();
            throw new LedgerException($"The ledger {path} cannot be opened: {e.Message} Nothing is delivered without it; check the folder's rights, the free space and that no other session runs here.", e);
        }
    }

    /// <summary>Completes when the record is on disk.</summary>
    /// <exception cref="LedgerException">It is not on disk, and no part of it is. Later appends are tried anew.</exception>
    public ValueTask AppendAsync(LedgerRecord record) => AppendAsync([record]);

    /// <summary>Completes when all of the records are on disk; they stand one after the other.</summary>
    /// <exception cref="LedgerException">None of them is on disk. Later appends are tried anew.</exception>
    public ValueTask AppendAsync(ImmutableArray<LedgerRecord> records)
    {
        var lines = new ArrayBufferWriter<byte>(256 * records.Length);
        foreach (var record in records)
        {
            record.WriteTo(lines);
            lines.Write("\n"u8);
        }

        var entry = new Entry(lines.WrittenMemory, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _entries.Writer.TryWrite(entry)
            ? new ValueTask(entry.Done.Task)
            : throw new LedgerException($"The ledger {_path} is closed; {string.Join(", ", records.Select(record => record.Kind))} was not recorded.");
    }

    /// <summary>Every record that is on disk now, oldest first, through all parts that are kept.</summary>
    /// <param name="report">Told of lines that are no records.</param>
    /// <exception cref="LedgerException">A part cannot be opened.</exception>
    public IEnumerable<LedgerRecord> ReadAll(Action<LedgerFault>? report = null)
    {
        var streams = new List<(FileStream Stream, string File, long Length)>();
        try
        {
            lock (_parts)
            {
                foreach (var part in LedgerParts.Closed(_path))
                {
                    streams.Add((OpenToRead(part), part, long.MaxValue));
                }

                streams.Add((OpenToRead(_path), _path, _length));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            streams.ForEach(part => part.Stream.Dispose());
            throw new LedgerException($"The ledger {_path} cannot be read: {e.Message}", e);
        }

        return Enumerate(streams, report);
    }

    /// <summary>Writes what was appended before, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writer;
        _file.Dispose();
        _owner.Dispose();
    }

    private static IEnumerable<LedgerRecord> Enumerate(List<(FileStream Stream, string File, long Length)> parts, Action<LedgerFault>? report)
    {
        try
        {
            foreach (var (stream, file, length) in parts)
            {
                foreach (var record in LedgerReader.Read(stream, file, length, report))
                {
                    yield return record;
                }
            }
        }
        finally
        {
            parts.ForEach(part => part.Stream.Dispose());
        }
    }

    private static FileStream OpenToRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static SafeFileHandle OpenPart(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>();
        var bytes = new ArrayBufferWriter<byte>(4096);
        while (await _entries.Reader.WaitToReadAsync())
        {
            batch.Clear();
            bytes.ResetWrittenCount();
            while (bytes.WrittenCount < BatchBytes && _entries.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
                bytes.Write(entry.Line.Span);
            }

            var failure = Write(bytes.WrittenSpan);
            foreach (var entry in batch)
            {
                _ = failure is null ? entry.Done.TrySetResult() : entry.Done.TrySetException(failure);
            }
        }
    }

    private LedgerException? Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_uncut)
            {
                _disk.Cut(_file, _length);
                _uncut = false;
            }

            if (_length > 0 && _length + bytes.Length > _settings.PartBytes)
            {
                Rotate();
            }

            _uncut = true;
            _disk.Write(_file, bytes, _length);
            _disk.Flush(_file);
            _uncut = false;
            lock (_parts)
            {
                _length += bytes.Length;
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var left = CutBack();
            return new LedgerException($"The ledger {_path} could not be written: {e.Message} What it was to record was not done{left}; free some space or mend the disk, and it goes on.", e);
        }
    }

    /// <summary>Takes back what a failed write left; when that fails too, the next write does it first.</summary>
    private string CutBack()
    {
        if (!_uncut)
        {
            return "";
        }

        try
        {
            _disk.Cut(_file, _length);
            _uncut = false;
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $", and the unfinished line could not be cut off yet ({e.Message.TrimEnd('.')})";
        }
    }

    private void Rotate()
    {
        lock (_parts)
        {
            var closed = LedgerParts.Next(_path);
            PosixFiles.Rename(_path, closed);
            try
            {
                var next = OpenPart(_path);
                _file.Dispose();
                _file = next;
                _length = 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                PosixFiles.Rename(closed, _path); // The old part goes on.
                throw;
            }

            PosixFiles.SyncFolder(Path.GetDirectoryName(_path) ?? ".");
            RemoveOldParts();
        }
    }

    private void RemoveOldParts()
    {
        var parts = LedgerParts.Closed(_path);
        foreach (var part in parts.Take(Math.Max(0, parts.Length - _settings.KeepParts)))
        {
            try
            {
                File.Delete(part);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _report?.Invoke(new LedgerFault(part, 0, $"The old ledger part {part} could not be removed: {e.Message}"));
            }
        }
    }

    private sealed record Entry(ReadOnlyMemory<byte> Line, TaskCompletionSource Done);
}
