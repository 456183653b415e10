using System.Globalization;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>
/// Which prompt an agent shows. It is shown once it has been drawn whole: some CLIs draw the frame and its buttons first and what they ask about up to
/// 200 ms later, and nobody can answer a question that is not there yet.
/// </summary>
internal sealed class PromptWatch
{
    /// <summary>What a prompt says has been the same for so long when it counts as drawn.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    /// <summary>One that never rests counts nevertheless after this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private string? _drawing;
    private DateTimeOffset _drawingSince;
    private DateTimeOffset _changingSince;
    private PromptView? _last;
    private int _count;

    public PromptView? Shown { get; private set; }

    /// <summary>When the screen must be looked at again although nothing moves, or null.</summary>
    public DateTimeOffset? Due => _drawing is null ? null : _drawingSince + Rest < _changingSince + Patience ? _drawingSince + Rest : _changingSince + Patience;

    /// <summary>The screen shows a prompt.</summary>
    /// <returns>True when another one than before is shown from now on.</returns>
    public bool Look(ScreenObservation screen, string? begins, ScreenRule? rule, DateTimeOffset now)
    {
        var identity = PromptIdentity.Of(screen, begins);
        if (Shown?.Identity == identity)
        {
            _drawing = null;
            return false;
        }

        if (_drawing is null)
        {
            _changingSince = now;
        }

        if (_drawing != identity)
        {
            _drawing = identity;
            _drawingSince = now;
        }

        if (now < Due)
        {
            return false;
        }

        // One that was away only while its screen was drawn again is the same; one that asks the same once more is not.
        Shown = _last?.Identity == identity
            ? _last
            : PromptView.Of(string.Create(CultureInfo.InvariantCulture, $"{identity}-{++_count}"), identity, now, screen, begins, rule);
        _last = Shown;
        _drawing = null;
        return true;
    }

    /// <summary>The screen shows none.</summary>
    public void LookAway(ScreenObservation screen)
    {
        Shown = null;
        _drawing = null;
        if (screen.Settled)
        {
            Forget();
        }
    }

    /// <summary>The one that is shown has been answered: should the same be asked after it, it is another one.</summary>
    public void Forget() => _last = null;

    /// <summary>There is no screen any more.</summary>
    public void Clear()
    {
        Shown = null;
        _drawing = null;
        Forget();
    }
}
