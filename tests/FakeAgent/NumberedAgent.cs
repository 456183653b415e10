using System.Globalization;
using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Demo;
using Orchestrator.Pty;

namespace FakeAgent;

/// <summary>
/// An agent that counts: it keeps the text of every message that it reads, and answers with numbered mail, written in the ways in which programs write files.
/// It ends when its terminal is gone, never in the midst of a write: what it began to write is whole.
/// </summary>
internal sealed class NumberedAgent : IDisposable
{
    // The beginning of what the engine leaves behind where it took mail.
    private const string Sentinel = "<!-- MAILBOX:SENT";

    private static readonly TimeSpan UntilTaken = TimeSpan.FromMilliseconds(5);

    private readonly AgentRole _role;
    private readonly string _folder;
    private readonly Journal _journal;
    private readonly Random _random;
    private readonly TtyDevice _tty;
    private readonly EventLoop _loop;
    private readonly AgentInput _input = new();
    private readonly AgentMailbox _mailbox;
    private readonly CancellationTokenSource _done = new();
    private readonly List<IDisposable> _owned = [];
    private readonly Queue<(string File, int Hops)> _toWrite = new();
    private readonly Dictionary<string, int> _numbers = [];
    private Exception? _fault;
    private string _composer = "";
    private bool _busy;
    private bool _hasRested;
    private bool _stepping;

    public NumberedAgent(AgentRole role, string folder, Journal journal, IReadOnlyList<JournaledLine> before, int seed)
    {
        _role = role;
        _folder = folder;
        _journal = journal;
        // An agent that is started again goes on with its numbers, and does something else than the last time.
        _random = new Random((seed * 31) + ((int)role * 7) + before.Count(line => line.What == "started"));
        foreach (var line in before.Where(line => line.What == "writing"))
        {
            var serial = line.Text.Split(' ')[0];
            _numbers[NumberedMail.Series(serial)] = int.Parse(serial.AsSpan(serial.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
        }

        _tty = TtyDevice.Open();
        _loop = new EventLoop(fault =>
        {
            _fault ??= fault;
            _done.Cancel();
        }, TimeProvider.System);
        _mailbox = new AgentMailbox(folder);
    }

    public int Run()
    {
        _tty.EnterRawMode();
        var watch = _loop.Watch(_tty.InputFd, Readable, () => { });
        watch.WantRead = true;
        _owned.Add(watch);
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.HangUp, _done.Cancel));
        _owned.Add(TtyDevice.OnSignal(_loop, TtySignal.Terminate, _done.Cancel));
        _journal.Write("started", _role.Label());
        Write("\e[?2004h");
        Draw();
        for (var i = _random.Next(3); i > 0; i--)
        {
            _toWrite.Enqueue(("to_peer.md", _random.Next(2)));
        }

        Step();
        _loop.Run(_done.Token);
        _journal.Write("ended", _fault?.ToString() ?? "");
        return _fault is null ? 0 : 1;
    }

    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        _loop.Dispose();
        _tty.Dispose();
        _done.Dispose();
    }

    private void Readable()
    {
        Span<byte> buffer = stackalloc byte[4096];
        var count = _tty.Read(buffer);
        if (count < 0)
        {
            _done.Cancel();
            return;
        }

        foreach (var key in _input.Feed(buffer[..count]))
        {
            switch (key)
            {
                case AgentKey.Text text:
                    _journal.Write("typed", text.Value);
                    _composer += text.Value;
                    break;
                case AgentKey.Paste paste:
                    _journal.Write("pasted", paste.Value);
                    _composer += paste.Value;
                    break;
                case AgentKey.Return when _composer.Length > 0:
                    _journal.Write("submitted", _composer);
                    _composer = "";
                    _busy = true;
                    _hasRested = false;
                    _loop.Post(Step);
                    break;
                default:
                    break;
            }
        }

        Draw();
    }

    // One thing at a time, with a look at the terminal in between: mail that is to be written first, then the inbox, oldest first.
    private void Step()
    {
        if (_done.IsCancellationRequested || _stepping)
        {
            return;
        }

        if (_toWrite.TryPeek(out var next))
        {
            if (IsTaken(Path.Combine(_folder, next.File)))
            {
                _toWrite.Dequeue();
                WriteMail(next.File, next.Hops);
                _loop.Post(Step);
                return;
            }

            _stepping = true;
            _loop.Schedule(UntilTaken, () =>
            {
                _stepping = false;
                Step();
            });
            return;
        }

        if (_busy && _mailbox.Oldest() is { } path)
        {
            ReadMail(path);
            _loop.Post(Step);
            return;
        }

        if (_busy || !_hasRested)
        {
            _busy = false;
            _hasRested = true;
            _journal.Write("rested", "");
            Draw();
        }
    }

    private void ReadMail(string path)
    {
        var text = File.ReadAllText(path);
        _journal.Write("read", Path.GetFileName(path) + "\n" + text);
        File.Move(path, Path.Combine(_mailbox.Processed, Path.GetFileName(path)));
        foreach (var mail in NumberedMail.Find(text, out _).Where(mail => mail.Hops > 0))
        {
            if (_random.Next(4) != 0)
            {
                _toWrite.Enqueue(("to_peer.md", mail.Hops - 1));
            }

            if (_random.Next(3) == 0)
            {
                _toWrite.Enqueue(("to_user.md", 0));
            }
        }
    }

    private static bool IsTaken(string path)
    {
        try
        {
            return File.ReadAllText(path).StartsWith(Sentinel, StringComparison.Ordinal);
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }

    private void WriteMail(string file, int hops)
    {
        var series = $"{_role.Label()}.{Path.GetFileNameWithoutExtension(file)}";
        var number = _numbers[series] = _numbers.GetValueOrDefault(series) + 1;
        NumberedMail mail = new(string.Create(CultureInfo.InvariantCulture, $"{series}-{number:D6}"), hops);
        var style = (WriteStyle)_random.Next(Enum.GetValues<WriteStyle>().Length);
        var text = mail.Text(_random, _random.Next(8) == 0 ? 20_000 : _random.Next(400));
        if (style != WriteStyle.Untagged)
        {
            var tag = file == "to_peer.md" ? "TO_PEER" : "TO_USER";
            text = $"<{tag}>\n{text}\n</{tag}>\n";
        }

        _journal.Write("writing", $"{mail.Serial} {style}");
        FileWriting.Write(Path.Combine(_folder, file), text, style);
        _journal.Write("wrote", mail.Serial);
    }

    private void Draw() => Write("\e[H\e[2J● counts\r\n" + (_busy ? "Working… (esc to interrupt)\r\n" : "") + "❯ " + _composer);

    private void Write(string text) => _tty.WriteAll(Encoding.UTF8.GetBytes(text), TimeSpan.FromSeconds(1));
}
