using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Rhythm;

public enum KeepaliveAction
{
    /// <summary>Nothing is due.</summary>
    None,
    /// <summary>Write <see cref="KeepaliveVerdict.Text"/> to the agent's inbox now.</summary>
    Send,
    /// <summary>Due, and held back for <see cref="KeepaliveVerdict.Reason"/>.</summary>
    Hold,
    /// <summary>The last one went without new progress: it stays silent until there is some.</summary>
    Exhausted,
}

/// <param name="IsNews">For <see cref="KeepaliveAction.Hold"/>: true when this reason was not told before.</param>
public sealed record KeepaliveVerdict(KeepaliveAction Action, string? Text = null, string? Reason = null, bool IsNews = false)
{
    public static readonly KeepaliveVerdict None = new(KeepaliveAction.None);
}

/// <summary>
/// Keeps one agent going: after it reported progress and fell silent, it is told to continue. Once with two peers, a bounded number of times with one.
/// Knows no clock; the engine says what happened and asks when <see cref="Due"/> has come.
/// </summary>
public sealed class Keepalive(DeliverySettings settings, bool singlePeer)
{
    /// <summary>What single-peer keepalive says, word for word as specified.</summary>
    public const string SinglePeerText =
        """
        Continue with your current task.

        If task is complete, summarize results in to_user.md.
        If blocked or need input, ask in to_user.md.
        Otherwise, continue working and log progress in to_peer.md.
        """;

    // An agent that has just come to rest may have written mail that is still being taken: that mail decides, so it goes first.
    private static readonly TimeSpan RecheckGrace = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _delay = singlePeer ? settings.SinglePeerKeepaliveDelay : settings.KeepaliveDelay;
    private string? _next;
    private string? _heldFor;
    private DateTimeOffset _activityAt = DateTimeOffset.MinValue;

    /// <summary>When it would speak if nothing happens until then, or null when it is not armed.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>Sent since the last progress.</summary>
    public int Sent { get; private set; }

    public int Max => singlePeer ? settings.SinglePeerKeepaliveMaxNudges : 1;

    public TimeSpan Delay => _delay;

    /// <summary>When <see cref="Check"/> wants to be called although nothing happened, or null. What is held back waits for an event, not for a time.</summary>
    public DateTimeOffset? Wake => _heldFor is null ? Due : null;

    /// <summary>Why it is held back although it is due, or null.</summary>
    public string? HeldFor => _heldFor;

    /// <summary>The agent reported progress.</summary>
    /// <param name="next">What it said it would do next, or null.</param>
    public void Progress(string? next, DateTimeOffset now)
    {
        if (!settings.KeepaliveEnabled)
        {
            return;
        }

        _next = next;
        Sent = 0;
        _heldFor = null;
        _activityAt = now;
        Due = now + _delay;
    }

    /// <summary>The agent did something, or something reached it: it is not silent.</summary>
    public void Activity(DateTimeOffset now) => _activityAt = now;

    /// <summary>The user (or the user's proxy) wrote to the agent: it has been woken, so the count starts anew.</summary>
    public void UserSpoke(DateTimeOffset now)
    {
        Sent = 0;
        Activity(now);
    }

    /// <summary>The agent ended: there is nobody to keep going.</summary>
    public void Disarm()
    {
        Due = null;
        _heldFor = null;
    }

    /// <summary>Decides, when <see cref="Due"/> has come or an obstacle has gone.</summary>
    /// <param name="obstacle">Why nothing may be sent now, or null.</param>
    public KeepaliveVerdict Check(string? obstacle, DateTimeOffset now)
    {
        if (Due is not { } due)
        {
            return KeepaliveVerdict.None;
        }

        if (_heldFor is not null)
        {
            return Recheck(obstacle, now);
        }

        if (now < due)
        {
            return KeepaliveVerdict.None;
        }

        if (_activityAt + _delay > now)
        {
            Due = _activityAt + _delay;
            return new KeepaliveVerdict(KeepaliveAction.Hold, Reason: "new activity", IsNews: true);
        }

        if (Sent >= Max)
        {
            Disarm();
            return new KeepaliveVerdict(KeepaliveAction.Exhausted);
        }

        if (obstacle is not null)
        {
            _heldFor = obstacle;
            return new KeepaliveVerdict(KeepaliveAction.Hold, Reason: obstacle, IsNews: true);
        }

        return new KeepaliveVerdict(KeepaliveAction.Send, singlePeer ? SinglePeerText : DualPeerText(_next));
    }

    /// <summary>The text of the last verdict is in the agent's inbox. Not before: what could not be stored does not count.</summary>
    public void WasSent(DateTimeOffset now)
    {
        Sent++;
        // With two peers the peer's answer is the next impulse; with one, the next keepalive is.
        Due = singlePeer ? now + _delay : null;
    }

    private KeepaliveVerdict Recheck(string? obstacle, DateTimeOffset now)
    {
        if (obstacle is not null)
        {
            var isNews = obstacle != _heldFor;
            _heldFor = obstacle;
            return new KeepaliveVerdict(KeepaliveAction.Hold, Reason: obstacle, IsNews: isNews);
        }

        _heldFor = null;
        Due = now + RecheckGrace;
        return KeepaliveVerdict.None;
    }

    private static string DualPeerText(string? next) => string.IsNullOrWhiteSpace(next) ? "OK. Continue." : $"OK. Continue: {next.Trim()}";
}
