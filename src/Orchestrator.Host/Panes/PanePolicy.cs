using Orchestrator.Core.Settings;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Panes;

/// <summary>A clipboard write that the settings allow.</summary>
/// <param name="Primary">The selection (X11's PRIMARY) instead of the clipboard.</param>
/// <param name="Text">UTF-8 without control characters but tab, line feed and carriage return, bounded.</param>
public sealed record AllowedClipboard(bool Primary, ReadOnlyMemory<byte> Text);

/// <summary>What becomes of something that a pane's program asked for: nothing, unless one of these says otherwise.</summary>
public readonly record struct PaneVerdict
{
    /// <summary>The pane is marked until its user comes.</summary>
    public bool Mark { get; init; }

    /// <summary>The outer terminals ring.</summary>
    public bool Ring { get; init; }

    /// <summary>A clean line for the timeline or the status bar; null for none.</summary>
    public string? Notice { get; init; }

    /// <summary><see cref="Notice"/> goes to the outer terminals, too.</summary>
    public bool PassNotice { get; init; }

    /// <summary>For the outer terminals in which the pane has the keyboard.</summary>
    public AllowedClipboard? Clipboard { get; init; }
}

/// <summary>
/// Decides by settings what the program in one pane may do beyond its own cells. Bounded in rate: a program that rings or notifies without end is heard now and then.
/// </summary>
/// <param name="settings">From <c>tui.yaml</c>.</param>
/// <param name="now">A clock that only goes forward.</param>
public sealed class PanePolicy(TuiSettings settings, Func<TimeSpan> now)
{
    /// <summary>Characters of a notice.</summary>
    public const int MaxNotice = 200;

    private readonly RateLimit _bells = new(burst: 3, TimeSpan.FromSeconds(2));
    private readonly RateLimit _notices = new(burst: 3, TimeSpan.FromSeconds(10));
    private readonly RateLimit _clipboards = new(burst: 10, TimeSpan.FromSeconds(1));

    public PaneVerdict Judge(ScreenEvent screenEvent) => screenEvent switch
    {
        ScreenEvent.Bell => OfBell(),
        ScreenEvent.Notification notification => OfNotification(notification),
        ScreenEvent.ClipboardWrite write => OfClipboard(write),
        // Titles and state reports are read from the screen by those whom the settings let; nothing else has any effect.
        _ => default,
    };

    private PaneVerdict OfBell() => settings.Bell switch
    {
        BellSetting.Off => default,
        BellSetting.Mark => new PaneVerdict { Mark = true },
        _ => new PaneVerdict { Mark = true, Ring = _bells.TryTake(now()) },
    };

    private PaneVerdict OfNotification(ScreenEvent.Notification notification)
    {
        if (settings.Notifications == NotificationSetting.Off)
        {
            return default;
        }

        var title = OuterText.Line(notification.Title, MaxNotice);
        var body = OuterText.Line(notification.Body, MaxNotice);
        var line = OuterText.Line(title.Length == 0 ? body : body.Length == 0 ? title : $"{title}: {body}", MaxNotice);
        return line.Length == 0 || !_notices.TryTake(now()) ? default : new PaneVerdict { Notice = line, PassNotice = settings.Notifications == NotificationSetting.Outer };
    }

    private PaneVerdict OfClipboard(ScreenEvent.ClipboardWrite write)
    {
        // An empty write would only destroy what the user has there.
        var allowed = write.Data.Length > 0 && write.Data.Length <= settings.ClipboardWriteBytes && OuterText.IsPlain(write.Data.Span) && _clipboards.TryTake(now());
        // xterm ctlseqs: several selections may be named; the clipboard is what is meant unless only the primary selection is.
        var primary = write.Selection.Contains('p', StringComparison.Ordinal) && !write.Selection.Contains('c', StringComparison.Ordinal);
        return allowed ? new PaneVerdict { Clipboard = new AllowedClipboard(primary, write.Data) } : default;
    }

    /// <summary>So many at once, then one in each interval.</summary>
    private sealed class RateLimit(int burst, TimeSpan interval)
    {
        private TimeSpan _allowedUntil = TimeSpan.MinValue;

        public bool TryTake(TimeSpan at)
        {
            // The virtual schedule of the generic cell rate algorithm (ITU-T I.371).
            var next = (_allowedUntil > at ? _allowedUntil : at) + interval;
            if (next - at > interval * burst)
            {
                return false;
            }

            _allowedUntil = next;
            return true;
        }
    }
}
