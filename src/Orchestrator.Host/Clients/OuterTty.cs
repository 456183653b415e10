using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Host.Clients;

/// <summary>
/// The terminal of an attached client, which handed it over (as tmux's clients do): the host reads its keys and writes its frames itself, with no process
/// in between. The client keeps the terminal's modes and gives it back at the end. Lives on the event loop.
/// </summary>
public sealed class OuterTty : IDisposable
{
    // A whole screen of 1000 x 500 cells in full colour fits.
    private const int MostQueued = 8 << 20;

    private readonly EventLoop _loop;
    private readonly int _inputFd;
    private readonly int _outputFd;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly OutputQueue _output;
    private readonly Received _received;
    private readonly Action _drained;
    private readonly Action _gone;
    private FdWatch? _inputWatch;
    private FdWatch? _outputWatch;
    private bool _disposed;

    public delegate void Received(ReadOnlySpan<byte> bytes);

    /// <param name="descriptors">What came with the request: the terminal to read from and the one to write to. This owns them.</param>
    /// <param name="drained">The terminal has taken all that was written.</param>
    /// <param name="gone">The terminal is no more.</param>
    /// <exception cref="ControlException">They are no terminals.</exception>
    public OuterTty(EventLoop loop, ReadOnlySpan<int> descriptors, Received received, Action drained, Action gone)
    {
        if (descriptors.Length != 2 || !TtyDevice.IsTty(descriptors[0]) || !TtyDevice.IsTty(descriptors[1]))
        {
            throw new ControlException("A client that attaches hands over its terminal; this one did not. It may be of another version: end the session with `cccc kill`, or attach with the cccc that started it.");
        }

        _loop = loop;
        (_inputFd, _outputFd) = (descriptors[0], descriptors[1]);
        Descriptor.SetNonBlocking(_inputFd);
        Descriptor.SetNonBlocking(_outputFd);
        _output = new OutputQueue(_outputFd, MostQueued);
        _received = received;
        _drained = drained;
        _gone = gone;
    }

    /// <summary>True while the terminal has not taken all that was written: a newer frame must wait.</summary>
    public bool IsBusy => !_output.IsEmpty;

    /// <summary>True between <see cref="Take"/> and <see cref="Release"/>.</summary>
    public bool IsTaken => _inputWatch is not null;

    /// <summary>The client has set the terminal's modes: it is read and written from now on.</summary>
    public void Take()
    {
        if (!IsTaken && !_disposed)
        {
            _inputWatch = _loop.Watch(_inputFd, Readable);
            _outputWatch = _loop.Watch(_outputFd, static () => { }, Flush);
            _outputWatch.WantRead = false;
        }
    }

    /// <summary>The client wants its terminal back: not a byte is read or written after this. What waited is dropped.</summary>
    public void Release()
    {
        _inputWatch?.Dispose();
        _outputWatch?.Dispose();
        _inputWatch = _outputWatch = null;
        _output.Clear();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!IsTaken)
        {
            return;
        }

        if (_output.Enqueue(bytes))
        {
            Flush();
        }
        else
        {
            _gone();
        }
    }

    /// <summary>The client died without a word: what the terminal takes at once of the sequences that give it back.</summary>
    public void GiveBackFor(ReadOnlySpan<byte> leave)
    {
        if (IsTaken)
        {
            Release();
            _ = Descriptor.Write(_outputFd, leave);
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            Release();
            _disposed = true;
            Descriptor.Close(_inputFd);
            Descriptor.Close(_outputFd);
        }
    }

    private void Readable()
    {
        var count = Descriptor.Read(_inputFd, _buffer);
        if (count < 0)
        {
            _gone();
        }
        else if (count > 0)
        {
            _received(_buffer.AsSpan(0, count));
        }
    }

    private void Flush()
    {
        var wasBusy = IsBusy;
        _output.Flush();
        if (_output.IsBroken)
        {
            _gone();
            return;
        }

        if (_outputWatch is not null)
        {
            _outputWatch.WantWrite = IsBusy;
        }

        if (wasBusy && !IsBusy)
        {
            _drained();
        }
    }
}
