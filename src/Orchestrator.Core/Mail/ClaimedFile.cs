using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Files;

namespace Orchestrator.Core.Mail;

/// <summary>
/// A claimed file until nobody can write into it any more. The writer may still have it open: then it is mail when it is complete and still,
/// and what is written after that is mail of its own.
/// </summary>
internal sealed class ClaimedFile : IDisposable
{
    /// <summary>How long an untagged file that its writer keeps open must be still.</summary>
    public static readonly TimeSpan OpenWriterPatience = TimeSpan.FromSeconds(5);

    /// <summary>Bytes; so much at most is read of a file that its writer keeps open for ever.</summary>
    private const int LargestLater = 64 * 1024 * 1024;

    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan SlowestLook = TimeSpan.FromMilliseconds(100);

    private readonly SafeFileHandle _handle;
    private readonly Stillness _stillness;
    private byte[]? _handedOver;
    private FileFacts _factsHandedOver;
    private TimeSpan _next = FirstLook;

    public ClaimedFile(Claim claim, TimeProvider time)
    {
        Claim = claim;
        _handle = PosixFiles.Open(claim.Path);
        _stillness = new Stillness(time);
    }

    public Claim Claim { get; }

    /// <summary>False, null when unknown: only a file that somebody had open when it was handed over is looked at again.</summary>
    public bool? HasWriter { get; private set; }

    public FileFacts Facts { get; private set; }

    /// <summary>Something was written since it was handed over.</summary>
    public bool HasChanged => Facts != _factsHandedOver;

    /// <summary>Whether the file is whole now. When not, <paramref name="again"/> is the time to the next look.</summary>
    public bool IsComplete(TimeSpan stillTime, int maxBytes, out TimeSpan again)
    {
        // In this order: what nobody has open after the question cannot change before the reading.
        HasWriter = PosixFiles.HasWriter(_handle);
        Facts = PosixFiles.LookAt(_handle);
        again = TimeSpan.Zero;
        var still = _stillness.Since(Facts);
        if (HasWriter is false || Facts.Length > maxBytes)
        {
            return true;
        }

        var text = MailDecoding.Decode(ReadAll(maxBytes)).Text;
        var empty = string.IsNullOrWhiteSpace(text);
        var needed = MailTags.EndsComplete(text, Claim.Channel) || (HasWriter is null && !empty) ? stillTime : OpenWriterPatience;
        if (still >= needed && !(empty && HasWriter is true))
        {
            return true;
        }

        again = _next;
        _next = _next + _next < SlowestLook ? _next + _next : SlowestLook;
        return false;
    }

    public byte[] ReadAll(int maxBytes) => Mailbox.ReadAll(_handle, maxBytes);

    /// <summary>Remembers what was handed over, so that <see cref="Later"/> can tell what came after it.</summary>
    public void HandedOver(byte[] bytes)
    {
        _handedOver = bytes;
        _factsHandedOver = Facts;
        _next = FirstLook;
    }

    /// <summary>What the writer added (or wrote anew) after the file had been handed over; <paramref name="all"/> is to be handed over with it.</summary>
    public ReadOnlyMemory<byte> Later(out byte[] all)
    {
        all = ReadAll(LargestLater);
        return _handedOver is { } before && all.AsSpan().StartsWith(before) ? all.AsMemory(before.Length) : all;
    }

    public void Dispose() => _handle.Dispose();
}
