using Orchestrator.Core.Settings;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Panes;

/// <summary>
/// The colours that the programs of a session are told of: those of the terminal that was used last, of the last one when none is attached, or what the
/// settings say. Lives on the event loop.
/// </summary>
public sealed class PaneColors : IDisposable
{
    // From a program's first question. A terminal answers within milliseconds, over a slow line within some hundred; what comes later is a change.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly LoopTimer _timer;
    private readonly bool _isForced;
    private ScreenColors? _unsure;

    public PaneColors(EventLoop loop, BackgroundSetting setting)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _timer = loop.CreateTimer(() => Decide(_unsure));
        _isForced = setting != BackgroundSetting.Auto;
        Current = setting == BackgroundSetting.Light ? ScreenColors.Light : ScreenColors.Dark;
    }

    /// <summary>Null while a client is expected whose terminal may still say: programs that ask must wait, at most a second.</summary>
    public ScreenColors? Current { get; private set; }

    /// <summary>COLORFGBG for programs, where the settings say what is so; null leaves them the one of who started the host.</summary>
    public string? Variable => !_isForced ? null : Current!.IsLight ? "0;15" : "15;0";

    /// <summary><see cref="Current"/> is another.</summary>
    public event Action? Changed;

    /// <summary>A client is about to attach, and its terminal will be asked; for a session that begins.</summary>
    public void ExpectClient()
    {
        if (!_isForced)
        {
            Current = null;
        }
    }

    /// <summary>A program has asked for what is not known.</summary>
    public void Asked()
    {
        if (Current is null && !_timer.IsSet)
        {
            _timer.Set(Patience);
        }
    }

    /// <summary>What the terminal of the client that is in use has said. One that says nothing changes nothing.</summary>
    public void Hear(OuterColors colors)
    {
        ArgumentNullException.ThrowIfNull(colors);
        if (!colors.IsAsking)
        {
            Decide(colors.Known ?? Current);
        }
        else if (Current is null)
        {
            _unsure = colors.Known ?? _unsure;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Decide(ScreenColors? colors)
    {
        _timer.Cancel();
        colors ??= ScreenColors.Dark;
        if (!_isForced && !colors.Equals(Current))
        {
            Current = colors;
            Changed?.Invoke();
        }
    }
}
