using System.Buffers;
using System.Buffers.Text;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>
/// What the outer terminal says of its colours. It is asked when it is taken, and again when it says that they have changed (mode 2031, which
/// <see cref="OuterTerminal.EnterSequence"/> sets). The last question is one that every terminal answers, DA1: what was not answered by then will not be.
/// </summary>
public sealed class OuterColors
{
    private readonly bool _canAsk;
    private Question _next;
    private ScreenColors? _heard; // in answer to the question that is out
    private bool? _scheme;

    /// <param name="canAsk">Whether questions are answered, or at least not shown (<see cref="OuterTerminal.Queries"/>).</param>
    /// <param name="variable">COLORFGBG of the client's environment: believed until the terminal itself says more.</param>
    public OuterColors(bool canAsk, string? variable)
    {
        _canAsk = canAsk;
        Known = ScreenColors.FromVariable(variable);
        Entered();
    }

    private enum Question
    {
        None,
        Colors,
        ColorsAndScheme,
    }

    /// <summary>What is known now; null for nothing.</summary>
    public ScreenColors? Known { get; private set; }

    /// <summary>True while the terminal is to be asked, or has not answered all.</summary>
    public bool IsAsking { get; private set; }

    /// <summary>True when there is something to <see cref="Write"/>.</summary>
    public bool WantsToAsk => _next != Question.None;

    /// <summary>The terminal was taken, again perhaps: its user may have given it other colours meanwhile.</summary>
    public void Entered()
    {
        IsAsking = _canAsk;
        _next = _canAsk ? Question.ColorsAndScheme : Question.None;
        (_heard, _scheme) = (null, null);
    }

    /// <summary>Appends the questions, if there are any; DA1 must follow. False when there are none.</summary>
    public bool Write(IBufferWriter<byte> output)
    {
        if (_next == Question.None)
        {
            return false;
        }

        output.Write("\e]10;?\e\\\e]11;?\e\\\e]12;?\e\\"u8);
        Span<byte> palette = stackalloc byte[] { 0x1b, (byte)']', (byte)'4', (byte)';', 0, 0, (byte)';', (byte)'?', 0x1b, (byte)'\\' };
        for (var entry = 0; entry < 16; entry++)
        {
            // The others are the same in every terminal, or nearly so. One at a time: not every terminal reads several.
            (palette[4], palette[5]) = ((byte)('0' + (entry / 10)), (byte)('0' + (entry % 10)));
            output.Write(palette);
        }

        if (_next == Question.ColorsAndScheme)
        {
            // Not after a change: it has just been told, and a terminal that answers late would have us ask for ever.
            output.Write("\e[?996n"u8);
        }

        _next = Question.None;
        return true;
    }

    /// <summary>Takes an answer. True when <see cref="Known"/> or <see cref="IsAsking"/> changed.</summary>
    public bool Hear(ReplyInput reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var raw = reply.Raw.Span;
        if (raw.StartsWith("\e]"u8))
        {
            return Color(raw[2..]) is (int slot, uint color) && Heard((_heard ?? Known ?? ScreenColors.Dark).With(slot, color));
        }

        if (raw.SequenceEqual("\e[?997;1n"u8) || raw.SequenceEqual("\e[?997;2n"u8))
        {
            Scheme(light: raw[^2] == (byte)'2');
            return false;
        }

        return IsAsking && _next == Question.None && raw.StartsWith("\e[?"u8) && raw.EndsWith("c"u8) && AllHeard();
    }

    // One that comes unasked, or too late, counts at once.
    private bool Heard(ScreenColors colors)
    {
        if (IsAsking)
        {
            _heard = colors;
            return false;
        }

        var isNews = !colors.Equals(Known);
        Known = colors;
        return isNews;
    }

    private void Scheme(bool light)
    {
        if (!IsAsking || (_scheme is { } before && before != light))
        {
            // What has been answered up to now may be of before the change.
            _next = Question.Colors;
            (IsAsking, _heard) = (true, null);
        }

        _scheme = light;
    }

    private bool AllHeard()
    {
        var heard = _scheme is { } light ? (_heard ?? Known ?? ScreenColors.Dark).WithScheme(light) : _heard;
        Known = heard ?? Known;
        IsAsking = false;
        (_heard, _scheme) = (null, null);
        return true;
    }

    // 10;rgb:ffff/ffff/ffff, 4;15;#ffffff, with BEL or ESC \ behind it.
    private static (int Slot, uint Color)? Color(ReadOnlySpan<byte> answer)
    {
        answer = answer.EndsWith("\e\\"u8) ? answer[..^2] : answer.EndsWith("\a"u8) ? answer[..^1] : answer;
        if (!Number(ref answer, out var code))
        {
            return null;
        }

        var slot = XColor.Foreground + code - 10;
        var isKnown = code == 4 ? Number(ref answer, out slot) && slot is >= 0 and <= 255 : code is >= 10 and <= 12;
        return isKnown && XColor.Parse(answer) is { } color ? (slot, color) : null;
    }

    private static bool Number(ref ReadOnlySpan<byte> answer, out int number)
    {
        var isNumber = Utf8Parser.TryParse(answer, out number, out var used) && used < answer.Length && answer[used] == (byte)';';
        answer = isNumber ? answer[(used + 1)..] : answer;
        return isNumber;
    }
}
