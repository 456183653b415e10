using System.Globalization;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Plan;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The states of the messages that the timeline shows, each with its age: <c>· waiting 15s (PeerA is busy)</c>, <c>✓ read after 40s</c>.</summary>
internal sealed class MessageChips(ScrollingText timeline, Theme theme, TimeProvider time)
{
    private const int MaxReason = 40;

    // Of an age under a minute: a second hand would draw for ever what nobody reads.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Chip> _chips = new(StringComparer.Ordinal);

    /// <summary>An entry of the timeline is that message.</summary>
    /// <param name="number">As <see cref="ScrollingText.Add"/> gave it.</param>
    public void Follow(string messageId, long number, TextRun[] head)
    {
        if (_chips.Count > 2 * ConsoleView.MaxEntries)
        {
            foreach (var gone in _chips.Where(chip => !timeline.Has(chip.Value.Entry)).Select(static chip => chip.Key).ToArray())
            {
                _chips.Remove(gone);
            }
        }

        _chips[messageId] = new Chip(number, head, null);
    }

    /// <returns>True when the timeline looks otherwise now.</returns>
    public bool Update(MessageLife life)
    {
        if (!_chips.TryGetValue(life.Id, out var chip))
        {
            return false;
        }

        _chips[life.Id] = chip with { Life = life };
        return Show(chip with { Life = life });
    }

    /// <summary>The ages have grown.</summary>
    public void Refresh()
    {
        foreach (var chip in _chips.Values.Where(IsGrowing))
        {
            Show(chip);
        }
    }

    /// <summary>When an age that is shown reads otherwise, or null when none grows.</summary>
    public TimeSpan? NextChange
    {
        get
        {
            var now = time.GetUtcNow();
            TimeSpan? next = null;
            foreach (var chip in _chips.Values.Where(IsGrowing))
            {
                var age = now - chip.Life!.Since;
                var step = age < TimeSpan.FromMinutes(1) ? Step : age < TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1);
                var rest = age < TimeSpan.Zero ? step : step - TimeSpan.FromTicks(age.Ticks % step.Ticks);
                next = next is { } other && other < rest ? other : rest;
            }

            return next;
        }
    }

    private bool IsGrowing(Chip chip) => chip.Life is { } life && !life.State.IsFinal() && timeline.Has(chip.Entry);

    private bool Show(Chip chip) => timeline.SetHead(chip.Entry, chip.Life is { } life && Run(life) is { } run ? [.. chip.Head, run] : chip.Head);

    private TextRun? Run(MessageLife life)
    {
        var took = Age(life.Since - life.StoredAt);
        var quiet = theme.Quiet;
        return life.State switch
        {
            DeliveryState.Shown or DeliveryState.Intercepted => null,
            DeliveryState.Read or DeliveryState.Replied => new TextRun($"✓ {life.State.Word()} after {took}  ", theme.Ok),
            DeliveryState.Removed or DeliveryState.Expired or DeliveryState.Cancelled or DeliveryState.Refused => new TextRun($"✗ {life.State.Word()} after {took}  ", theme.Warning),
            DeliveryState.Waiting => new TextRun($"· waiting {Growing(life)} ({TextWrap.Cut(CleanText.OneLine(life.Note ?? ""), MaxReason)})  ", theme.Warning),
            _ => new TextRun($"· {life.State.Word()} {Growing(life)}  ", quiet),
        };
    }

    private string Growing(MessageLife life)
    {
        var age = time.GetUtcNow() - life.Since;
        return Age(age < TimeSpan.FromMinutes(1) ? TimeSpan.FromTicks(age.Ticks - (age.Ticks % Step.Ticks)) : age);
    }

    private static string Age(TimeSpan age) => age < TimeSpan.Zero ? "0s"
        : age.TotalSeconds < 10 && age.Ticks % Step.Ticks != 0 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.0}s")
        : age.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalSeconds)}s")
        : age.TotalMinutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalMinutes)}m")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalHours)}h");

    private sealed record Chip(long Entry, TextRun[] Head, MessageLife? Life);
}
