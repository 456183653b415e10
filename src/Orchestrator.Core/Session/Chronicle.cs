using Microsoft.Extensions.Logging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Session;

/// <summary>What the session tells of itself: entries for its user, lines for the log, and who watches. Used on the engine's loop only.</summary>
internal sealed class Chronicle
{
    private readonly SteadyClock _time;
    private readonly ILogger _logger;
    private readonly Func<string, MessageLife?> _lifeOf;
    private long _entries;

    /// <param name="lifeOf">The life so far of the message that an entry is, or null.</param>
    public Chronicle(SteadyClock time, ILogger logger, Func<string, MessageLife?> lifeOf)
    {
        _time = time;
        _logger = logger;
        _lifeOf = lifeOf;
        Audience = new Audience((_, e) => LogError("A view of the session failed and is no longer told of anything.", e));
    }

    public Audience Audience { get; }

    private DateTimeOffset WallNow => _time.GetUtcNow() - _time.Ahead;

    public void Show(TimelineKind kind, string label, string text, string? messageId = null) =>
        Audience.Append(
            new TimelineEntry(++_entries, WallNow, kind, label, text, messageId),
            messageId is null ? null : _lifeOf(messageId));

    public void Log(LogLevel level, string text)
    {
        _logger.Log(level, "{Text}", text);
        Audience.Log(new LogLine(WallNow, level.ToString(), text));
    }

    public void LogError(string text, Exception e)
    {
        _logger.LogError(e, "{Text}", text);
        Audience.Log(new LogLine(WallNow, nameof(LogLevel.Error), $"{text} {e.GetType().Name}: {e.Message}"));
    }
}
