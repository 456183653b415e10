using System.Text;

namespace Orchestrator.Demo;

/// <summary>Something that was typed into the scripted agent.</summary>
internal abstract record AgentKey
{
    public sealed record Text(string Value) : AgentKey;

    public sealed record Paste(string Value) : AgentKey;

    public sealed record Return : AgentKey;

    public sealed record Escape : AgentKey;

    public sealed record Backspace : AgentKey;

    /// <summary>A letter held with Ctrl, in lower case.</summary>
    public sealed record Control(char Letter) : AgentKey;
}

/// <summary>
/// Cuts the bytes of the terminal into keys. Deliberately not the decoder of the panes: an agent that shared it would agree with its mistakes.
/// </summary>
internal sealed class AgentInput
{
    private const byte EscapeByte = 0x1b;

    // Bracketed paste, xterm ctlseqs "Bracketed Paste Mode".
    private static ReadOnlySpan<byte> PasteStart => "\e[200~"u8;

    private static ReadOnlySpan<byte> PasteEnd => "\e[201~"u8;

    private readonly List<byte> _pending = [];
    private List<byte>? _paste;

    /// <summary>True while an ESC waits that may be a key of its own or the beginning of a sequence.</summary>
    public bool HasPendingEscape => _paste is null && _pending is [EscapeByte, ..];

    public IReadOnlyList<AgentKey> Feed(ReadOnlySpan<byte> bytes)
    {
        _pending.AddRange(bytes);
        List<AgentKey> keys = [];
        while (_pending.Count > 0 && (_paste is null ? TakeKey(keys) : TakePasted(keys)))
        {
        }

        return keys;
    }

    /// <summary>Nothing followed the pending ESC: it was the key.</summary>
    public IReadOnlyList<AgentKey> FlushEscape()
    {
        if (!HasPendingEscape)
        {
            return [];
        }

        _pending.RemoveAt(0);
        return [new AgentKey.Escape(), .. Feed([])];
    }

    private bool TakePasted(List<AgentKey> keys)
    {
        var end = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending).IndexOf(PasteEnd);
        var count = end >= 0 ? end : Math.Max(0, _pending.Count - (PasteEnd.Length - 1));
        _paste!.AddRange(_pending.GetRange(0, count));
        _pending.RemoveRange(0, end >= 0 ? end + PasteEnd.Length : count);
        if (end < 0)
        {
            return false;
        }

        keys.Add(new AgentKey.Paste(Encoding.UTF8.GetString([.. _paste])));
        _paste = null;
        return true;
    }

    private bool TakeKey(List<AgentKey> keys)
    {
        var first = _pending[0];
        if (first == EscapeByte)
        {
            return TakeSequence();
        }

        if (first >= 0x20 && first != 0x7f)
        {
            return TakeText(keys);
        }

        _pending.RemoveAt(0);
        keys.Add(first switch
        {
            (byte)'\r' => new AgentKey.Return(),
            0x7f or 0x08 => new AgentKey.Backspace(),
            (byte)'\n' => new AgentKey.Text("\n"),
            (byte)'\t' => new AgentKey.Text("    "),
            _ => new AgentKey.Control((char)(first + 0x60)),
        });
        return true;
    }

    private bool TakeText(List<AgentKey> keys)
    {
        var end = _pending.FindIndex(b => b < 0x20 || b == 0x7f);
        var count = end < 0 ? _pending.Count : end;
        // A character that is cut off at the end waits for its rest.
        if (end < 0)
        {
            count -= Unfinished();
        }

        if (count == 0)
        {
            return false;
        }

        keys.Add(new AgentKey.Text(Encoding.UTF8.GetString([.. _pending.GetRange(0, count)])));
        _pending.RemoveRange(0, count);
        return true;
    }

    // UTF-8, RFC 3629: the first byte of a character says how many follow.
    private int Unfinished()
    {
        for (var back = 1; back <= Math.Min(3, _pending.Count); back++)
        {
            var b = _pending[^back];
            if ((b & 0xc0) != 0x80)
            {
                var length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
                return length > back ? back : 0;
            }
        }

        return 0;
    }

    // CSI and SS3 sequences, ECMA-48 5.4: nothing but the paste's start means anything to this agent.
    private bool TakeSequence()
    {
        if (_pending.Count < 2)
        {
            return false;
        }

        if (_pending[1] is not ((byte)'[' or (byte)'O'))
        {
            _pending.RemoveRange(0, 2);
            return true;
        }

        var end = _pending.FindIndex(2, b => b is >= 0x40 and <= 0x7e);
        if (end < 0)
        {
            return false;
        }

        if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending)[..(end + 1)].SequenceEqual(PasteStart))
        {
            _paste = [];
        }

        _pending.RemoveRange(0, end + 1);
        return true;
    }
}
