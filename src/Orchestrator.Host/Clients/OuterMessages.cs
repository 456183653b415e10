using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Orchestrator.Host.Panes;

namespace Orchestrator.Host.Clients;

/// <summary>
/// What goes to one outer terminal beside the picture, and the only place where such bytes are made: a bell, a title, notifications, the clipboard. Everything is
/// spelled anew from checked parts. What waits for a slow terminal is bounded: the newest of each kind.
/// </summary>
public sealed class OuterMessages
{
    /// <summary>Characters of a title.</summary>
    public const int MaxTitle = 200;

    private const int MaxNotices = 4;

    private readonly Queue<string> _notices = [];
    private bool _bell;
    private bool _ownsTitle;
    private string? _title;
    private string? _writtenTitle;
    private AllowedClipboard? _clipboard;

    /// <summary>True when <see cref="Write"/> would write something.</summary>
    public bool IsWaiting => _bell || _notices.Count > 0 || _clipboard is not null || _title != _writtenTitle;

    public void Ring() => _bell = true;

    /// <param name="who">The pane's name.</param>
    /// <param name="line">As <see cref="OuterText.Line"/> makes it.</param>
    public void Notify(string who, string line)
    {
        if (_notices.Count == MaxNotices)
        {
            _notices.Dequeue();
        }

        _notices.Enqueue($"cccc: {who}: {line}");
    }

    public void Copy(AllowedClipboard clipboard) => _clipboard = clipboard;

    /// <summary>The title of the window from now on.</summary>
    public void SetTitle(string title) => _title = OuterText.Line($"cccc: {title}", MaxTitle);

    /// <summary>Writes what waits.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (_bell)
        {
            _bell = false;
            output.Write("\a"u8);
        }

        if (_title != _writtenTitle)
        {
            if (!_ownsTitle)
            {
                _ownsTitle = true;
                output.Write("\e[22;2t"u8); // XTWINOPS: the terminal keeps its title, xterm ctlseqs
            }

            _writtenTitle = _title;
            Osc(output, "2;", _title!);
        }

        while (_notices.TryDequeue(out var notice))
        {
            // iTerm2's notification. The line begins with our name: ConEmu takes OSC 9 with a number for a command, one of which starts programs.
            Osc(output, "9;", notice);
        }

        if (_clipboard is { } clipboard)
        {
            _clipboard = null;
            output.Write(clipboard.Primary ? "\e]52;p;"u8 : "\e]52;c;"u8); // xterm ctlseqs
            var encoded = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(clipboard.Text.Length));
            Base64.EncodeToUtf8(clipboard.Text.Span, encoded, out _, out var written);
            output.Advance(written);
            output.Write("\a"u8);
        }
    }

    /// <summary>Writes what gives the terminal back as it was.</summary>
    public void WriteEnd(IBufferWriter<byte> output)
    {
        if (_ownsTitle)
        {
            _ownsTitle = false;
            output.Write("\e[23;2t"u8); // XTWINOPS: the title that it had
        }
    }

    private static void Osc(IBufferWriter<byte> output, string code, string text)
    {
        output.Write("\e]"u8);
        Encoding.UTF8.GetBytes(code + OuterText.Line(text, int.MaxValue), output);
        output.Write("\a"u8);
    }
}
