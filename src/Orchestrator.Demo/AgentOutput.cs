using System.Text;
using Orchestrator.Pty;

namespace Orchestrator.Demo;

/// <summary>The scripted agent's way to its terminal: in one piece, or byte by byte where a test asks for it.</summary>
internal sealed class AgentOutput(EventLoop loop, TtyDevice tty, TimeSpan? pieceDelay)
{
    private readonly OutputQueue _queue = new(tty.OutputFd);
    private readonly Queue<byte> _pieces = new();
    private bool _dripping;

    /// <summary>Switched on while the terminal does not take more.</summary>
    public FdWatch? Watch { get; set; }

    public void Write(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (pieceDelay is null)
        {
            Send(bytes);
            return;
        }

        foreach (var piece in bytes)
        {
            _pieces.Enqueue(piece);
        }

        if (!_dripping)
        {
            Drip();
        }
    }

    public void Flush()
    {
        _queue.Flush();
        if (Watch is not null)
        {
            Watch.WantWrite = !_queue.IsEmpty && !_queue.IsBroken;
        }
    }

    private void Drip()
    {
        _dripping = _pieces.TryDequeue(out var piece);
        if (_dripping)
        {
            Send([piece]);
            loop.Schedule(pieceDelay!.Value, Drip);
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        // A terminal that has not taken a megabyte shows nothing anyway: the frame is dropped, the next one is whole.
        _queue.Enqueue(bytes);
        Flush();
    }
}
