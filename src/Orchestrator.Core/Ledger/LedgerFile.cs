using System.Buffers;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
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
    private long _number;
    private long _length;
    private bool _uncut;
    private Task _compression = Task.CompletedTask;

    // Where the last snapshot ends; records behind it are needed. Null: nobody made views of this ledger.
    private LedgerPosition? _saved;
    private long _savedAt;
    private long _written;

    private LedgerFile(string path, LedgerSettings settings, LedgerDisk disk, SafeFileHandle owner, SafeFileHandle file, LedgerFault? torn, Action<LedgerFault>? report)
    {
        _path = path;
        _settings = settings;
        _disk = disk;
        _report = report;
        _owner = owner;
        _file = file;
        _number = LedgerParts.NumberOfCurrent(path);
        _length = RandomAccess.GetLength(file);
        Torn = torn;
        CompressClosedParts(removeOld: false); // Not before the snapshot has said what it covers.
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
            throw new LedgerException($"The ledger {path} cannot be opened: {e.Message} Nothing is delivered without it; check the folder's rights, the free space, the limit of open files (`ulimit -n`) and that no other session runs here.", e);
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
        var streams = new List<(Stream Stream, string File, long Length)>();
        try
        {
            lock (_parts)
            {
                foreach (var part in AllParts())
                {
                    streams.Add((LedgerCompression.Open(part, 0), part.Path, part.Path == _path ? _length : long.MaxValue));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            streams.ForEach(part => part.Stream.Dispose());
            throw new LedgerException($"The ledger {_path} cannot be read: {e.Message}", e);
        }

        return Enumerate(streams, report);
    }

    /// <summary>Brings new views to the state that the ledger tells: from the snapshot and the records behind it. From now on no part is removed that a snapshot does not cover.</summary>
    /// <exception cref="LedgerException">A part cannot be read.</exception>
    public void Recover(ImmutableArray<ILedgerView> views, Action<LedgerFault>? report = null)
    {
        try
        {
            lock (_parts)
            {
                _saved = LedgerRecovery.Bring(views, _path, AllParts(), _length, report) ?? LedgerPosition.Beginning;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new LedgerException($"The ledger {_path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Enough was recorded since the last snapshot that the next one is worth its writing.</summary>
    public bool WantsSnapshot => Interlocked.Read(ref _written) - _savedAt >= _settings.SnapshotBytes;

    /// <summary>Saves what the views come to. Called when every record that was appended has been applied to them, and no append is under way.</summary>
    /// <exception cref="LedgerException">It could not be saved; the last one still holds.</exception>
    public void SaveSnapshot(ImmutableArray<ILedgerView> views)
    {
        try
        {
            lock (_parts)
            {
                var position = new LedgerPosition(_number, _length);
                using (var stream = LedgerCompression.Open(new LedgerPart(_number, _path, Compressed: false), 0))
                {
                    LedgerSnapshot.Write(LedgerParts.Snapshot(_path), position, LedgerRecovery.Mark(stream, _length), views);
                }

                _saved = position;
                _savedAt = Interlocked.Read(ref _written);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _savedAt = Interlocked.Read(ref _written); // Not again at once: at the next megabyte.
            throw new LedgerException($"The snapshot of the ledger could not be written: {e.Message} Nothing is lost; the next start takes longer.", e);
        }
    }

    /// <summary>Brings views to the state of a ledger that nobody writes now, without touching it.</summary>
    /// <exception cref="LedgerException">A part cannot be read.</exception>
    public static void Look(ProjectFolder folder, ImmutableArray<ILedgerView> views, Action<LedgerFault>? report = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = folder.LedgerFile;
        try
        {
            var parts = LedgerParts.Closed(path);
            if (File.Exists(path))
            {
                parts = parts.Add(new LedgerPart(LedgerParts.NumberOfCurrent(path), path, Compressed: false));
            }

            LedgerRecovery.Bring(views, path, parts, long.MaxValue, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new LedgerException($"The ledger {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes what was appended before, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writer;
        await _compression;
        _file.Dispose();
        _owner.Dispose();
    }

    private static IEnumerable<LedgerRecord> Enumerate(List<(Stream Stream, string File, long Length)> parts, Action<LedgerFault>? report)
    {
        try
        {
            foreach (var (stream, file, length) in parts)
            {
                foreach (var (record, _) in LedgerReader.Read(stream, file, length, report))
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

    private ImmutableArray<LedgerPart> AllParts() => LedgerParts.Closed(_path).Add(new LedgerPart(_number, _path, Compressed: false));

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

            Interlocked.Add(ref _written, bytes.Length);

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
            var closed = LedgerParts.Named(_path, _number);
            PosixFiles.Rename(_path, closed);
            try
            {
                var next = OpenPart(_path);
                _file.Dispose();
                _file = next;
                _length = 0;
                _number++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                PosixFiles.Rename(closed, _path); // The old part goes on.
                throw;
            }

            PosixFiles.SyncFolder(Path.GetDirectoryName(_path) ?? ".");
        }

        CompressClosedParts(removeOld: true);
    }

    // Beside the writing: a part takes longer to compress than anybody may wait for his record.
    private void CompressClosedParts(bool removeOld) => _compression = CompressAsync(_compression, removeOld);

    private async Task CompressAsync(Task before, bool removeOld)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var part in LedgerParts.Closed(_path).Where(part => !part.Compressed))
        {
            TryOn(part, "compressed", () =>
            {
                LedgerCompression.Compress(part.Path);
                lock (_parts)
                {
                    PosixFiles.Delete(part.Path);
                }
            });
        }

        if (!removeOld)
        {
            return;
        }

        lock (_parts)
        {
            var parts = LedgerParts.Closed(_path);
            foreach (var part in parts.Take(Math.Max(0, parts.Length - _settings.KeepParts)).Where(part => _saved is not { } saved || part.Number < saved.Part))
            {
                TryOn(part, "removed", () => PosixFiles.Delete(part.Path));
            }
        }
    }

    private void TryOn(LedgerPart part, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _report?.Invoke(new LedgerFault(part.Path, 0, $"The old ledger part {part.Path} could not be {what}: {e.Message}"));
        }
    }

    private sealed record Entry(ReadOnlyMemory<byte> Line, TaskCompletionSource Done);
}
