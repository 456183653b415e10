using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Tests;
using Orchestrator.Host.Clients;

namespace Orchestrator.Host.Tests;

/// <summary>The way of a key, gone some times before a user's first.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Every_round_draws_something_and_after_the_last_nothing_is_left_to_do()
    {
        var clock = new ManualTimeProvider();
        using var loop = new LoopOfTest(clock);
        using Rehearsal rehearsal = Rehearsal.Begin(loop.Loop, clock, NullLogger.Instance);
        for (int i = 0; i < 20; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        await loop.Settle();
        Assert.Equal(200, rehearsal.Done);
        Assert.Equal(0, clock.ActiveTimers);
        Assert.False(loop.HasFault);
    }
}
