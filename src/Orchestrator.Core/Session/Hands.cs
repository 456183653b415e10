using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>
/// What is typed into one process of an agent: every key passes here, and goes only if the screen is what it was meant for at that very moment.
/// Used on the engine's loop only.
/// </summary>
internal sealed class Hands(SessionContext session, Agent agent, AgentRun run, IAgentTerminals terminals)
{
    // What could not be typed is tried again when the screen has been looked at anew; less and less often, where it is held back again and again.
    private static readonly TimeSpan TypeAgainAfter = TimeSpan.FromMilliseconds(250);
    private const int MostDoublings = 7;

    /// <summary>The last line of ours, and what the composer made of it: a CLI that is interrupted puts it back there.</summary>
    private (string Line, string? Draft)? _last;

    private DateTimeOffset? _typeAgainAt;
    private int _heldBack;

    /// <summary>What is being typed, or null.</summary>
    public StrokeUnderWay? Stroke { get; private set; }

    /// <summary>When the line that is being typed wants to be looked at, or null.</summary>
    public DateTimeOffset? Due => Stroke?.Stroke.Due;

    public bool IsHumanTyping => run.HumanTypedAt is { } typed && typed + session.Settings.Delivery.HumanQuiet > session.Now;

    /// <summary>Why nothing may be typed now, or null.</summary>
    public Obstacle? Obstacle => Gate.Closed(
        new GateFacts(
            agent.Role, run.State, session.Journal.Paused, Stroke is not null, run.HumanTypedAt, session.Settings.Delivery.HumanQuiet, run.Judge.Current.Draft,
            run.Judge.Current.ResetsAt, _typeAgainAt, session.Time.Ahead), session.Now);

    /// <summary>A stroke of this text, for the screen as it is now.</summary>
    public Stroke StrokeOf(string text, TypedWhile? when = null) => new(text, agent.Actor, run.Screen!, session.Settings.Delivery.HumanQuiet, when);

    public void Begin(StrokeUnderWay underWay)
    {
        Stroke = underWay;
        Type(underWay, underWay.Stroke.Begin(session.Now));
        underWay.ToldPhase = underWay.Stroke.Phase;
    }

    /// <param name="done">Called on the loop: null when it was typed, else why not.</param>
    public void Write(byte[] bytes, TypedWhile when, Func<string?, Task> done)
    {
        var rules = run.Judge.TypingRules;
        var hook = run.Hook;
        terminals.Write(
            agent.Role, bytes, screen => when.Obstacle(rules, screen with { Hook = hook }), why => session.Post(new Asked(() => done(why))));
    }

    public void HumanTyped()
    {
        run.HumanTypedAt = session.Now;
        Stroke?.Stroke.HumanTyped(session.Now);
    }

    /// <summary>As if the user had typed it there: what stands in the composer afterwards may be the CLI's doing.</summary>
    public void AnswerTyped() => Stroke?.Stroke.HumanTyped(session.Now);

    /// <summary>A message that the line announces has left the inbox.</summary>
    public async Task AcknowledgedAsync(string messageId)
    {
        if (Stroke is { } underWay && underWay.MessageIds.Contains(messageId))
        {
            underWay.Stroke.Acknowledged();
            if (underWay.Stroke.Phase == StrokePhase.Submitted)
            {
                // Its file moved before its screen had settled: the proof that it was submitted, and told before that it was read.
                await ConcludeAsync(underWay);
            }
        }
    }

    /// <summary>The agent's process is another one from now on: who waits for the end of what was being typed is told.</summary>
    public void Abandon()
    {
        if (Stroke is { } underWay)
        {
            underWay.Stroke.Abandon("the agent was started again");
            underWay.Over?.Invoke(underWay.Stroke);
            Stroke = null;
        }
    }

    /// <summary>Moves on what is being typed.</summary>
    public async Task AdvanceAsync()
    {
        if (Stroke is not { } underWay)
        {
            return;
        }

        if (run.Screen is { } screen && session.IsRunning)
        {
            if (underWay.Stroke.Step(new StrokeLook(screen, run.Judge.Current, session.Journal.Paused), session.Now) is { } keys)
            {
                Type(underWay, keys);
            }
        }
        else
        {
            underWay.Stroke.Abandon("the agent ended while the line was being typed");
        }

        if (underWay.Stroke.Phase == underWay.ToldPhase)
        {
            return;
        }

        underWay.ToldPhase = underWay.Stroke.Phase;
        if (underWay.Stroke.IsOver)
        {
            await ConcludeAsync(underWay);
        }
        else if (underWay.Stroke.Phase == StrokePhase.Held)
        {
            session.Show(TimelineKind.Delivery, agent.Label, run.State == AgentState.Limited
                ? $"A line is being typed and waits: {agent.Label} has reached its usage limit; the return is held back until it is over."
                : $"A line is being typed and waits: {agent.Label} shows a prompt. Answer it; the return is held back until it has gone.");
        }
    }

    /// <summary>
    /// An interrupted CLI puts the line that began the turn back into its composer, where the next one would be appended to it. When it is a line of ours, whole
    /// and nothing else, it is taken out again.
    /// </summary>
    public void TakeBackOwnLine()
    {
        if (agent.Actor.WithdrawKeys is not { } keys || _last is not { } last || run.Judge.Current is not { State: AgentState.Idle, Draft: { } draft }
            || !(ComposerTrace.SameLetters(draft, last.Line) || draft == last.Draft) || Stroke is not null || session.Journal.Paused || IsHumanTyping)
        {
            return;
        }

        // Once: what it does not take out is the user's to look at.
        _last = null;
        session.Log(LogLevel.Information, $"{agent.Label} shows a line of ours in its composer again; it is taken out.");
        Write(Encoding.UTF8.GetBytes(keys), TypedWhile.DraftIs(draft), _ => Task.CompletedTask);
    }

    private void Type(StrokeUnderWay underWay, StrokeKeys keys) =>
        Write(keys.Bytes, keys.While, why => why is null ? Task.CompletedTask : OnNotTypedAsync(underWay, why));

    private async Task OnNotTypedAsync(StrokeUnderWay underWay, string why)
    {
        if (Stroke != underWay)
        {
            return;
        }

        session.Log(LogLevel.Debug, $"{underWay.What} was held back from {agent.Label} at the last moment: {why}.");
        underWay.Stroke.WereNotTyped(why, session.Now);
        if (underWay.Stroke.Phase == StrokePhase.NotTyped)
        {
            _typeAgainAt = session.Now + (TypeAgainAfter * (1 << Math.Min(_heldBack++, MostDoublings)));
            await ConcludeAsync(underWay);
        }
    }

    private async Task ConcludeAsync(StrokeUnderWay underWay)
    {
        Stroke = null;
        underWay.Over?.Invoke(underWay.Stroke);
        var phase = underWay.Stroke.Phase;
        _heldBack = phase == StrokePhase.NotTyped ? _heldBack : 0;
        // What the user typed past the gate is the user's, wherever it stands.
        if (phase != StrokePhase.NotTyped && underWay.Over is null)
        {
            _last = (underWay.Stroke.Line, phase == StrokePhase.Unproven ? underWay.Stroke.ShownDraft : null);
        }

        if (phase == StrokePhase.Submitted)
        {
            var submitted = session.Journal.Deliveries.Before(agent.Label, underWay.MessageIds, DeliveryState.Submitted);
            await session.Journal.RecordDeliveryAsync(agent.Label, LedgerKinds.Submitted, submitted, ("returns", underWay.Stroke.Returns));
            return;
        }

        if (phase == StrokePhase.NotTyped)
        {
            // Another line than a nudge changes nothing about what has been announced.
            if (underWay.MessageIds.Count > 0)
            {
                agent.Nudges.WasNotTyped();
            }

            await session.Journal.RecordAsync(
                LedgerKinds.NotTyped, ("to", agent.Label), ("mids", underWay.MessageIds), ("why", $"held back at the last moment: {underWay.Stroke.Trouble}"));
            return;
        }

        session.Log(LogLevel.Warning, $"{underWay.What} was typed into {agent.Label} and not proven: {underWay.Stroke.Trouble}.");
        TellUnproven(underWay);
        await session.Journal.RecordDeliveryAsync(agent.Label, LedgerKinds.Unproven, underWay.MessageIds, ("reason", underWay.Stroke.Trouble));
    }

    private void TellUnproven(StrokeUnderWay underWay)
    {
        if (underWay.Over is not null)
        {
            // Who typed it knows.
        }
        else if (underWay.Stroke.Phase == StrokePhase.Withdrawn)
        {
            session.Show(TimelineKind.Warning, agent.Label, $"{underWay.What} was typed, but {underWay.Stroke.Trouble}. Its mail stays in the inbox; a reminder follows.");
        }
        else if (run.IsUp && session.IsRunning)
        {
            session.Show(
                TimelineKind.Warning, agent.Label,
                $"{underWay.What} was typed, but {underWay.Stroke.Trouble}. Please look at its pane and press Enter there if the line still stands in the composer.");
        }
    }
}
