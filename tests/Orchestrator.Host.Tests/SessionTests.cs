using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>A session with a real program, real sockets, and clients that replay what they are sent.</summary>
public sealed class SessionTests
{
    private static readonly TermSize Large = new(80, 24);
    private static readonly TermSize Small = new(50, 12);

    [Fact]
    public async Task What_the_program_prints_is_drawn_and_what_is_typed_reaches_it()
    {
        await using var session = await PaneSession.Start("printf 'your name? '; read -r name; echo \"hello $name\"; read -r rest");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("your name?");
        await terminal.Type("Ada\r");
        await terminal.Until("hello Ada");
    }

    [Fact]
    public async Task The_end_of_the_command_ends_the_client_with_its_exit_code()
    {
        await using var session = await PaneSession.Start("read -r line; exit 7");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Type("\r");
        await session.EndWithCommand();
        Assert.Equal((7, ""), await terminal.UntilEnd());
    }

    [Fact]
    public async Task A_command_that_a_signal_killed_ends_with_128_and_its_number()
    {
        await using var session = await PaneSession.Start("kill -TERM $$");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await session.EndWithCommand();
        Assert.Equal(143, (await terminal.UntilEnd()).ExitCode);
    }

    [Fact]
    public async Task A_detached_client_is_told_how_to_come_back_and_the_program_goes_on()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line; printf 'still here'; read -r line");
        using (var terminal = await AttachedTerminal.Attach(session.Address, Large))
        {
            await terminal.Until("ready");
            await terminal.Type("\u0002d");
            (var exitCode, var sentence) = await terminal.UntilEnd();
            Assert.Equal(0, exitCode);
            Assert.Contains("cccc attach --session test", sentence, StringComparison.Ordinal);
        }

        using var again = await AttachedTerminal.Attach(session.Address, Large);
        await again.Until("ready");
        await again.Type("\r");
        await again.Until("still here");
    }

    [Fact]
    public async Task The_client_that_was_used_last_decides_the_size()
    {
        await using var session = await PaneSession.Start("printf ready; while read -r line; do stty size; done");
        using var large = await AttachedTerminal.Attach(session.Address, Large);
        await large.Until("ready");
        using var small = await AttachedTerminal.Attach(session.Address, Small);
        await small.Until("ready");
        Assert.Equal(Small.Columns, (await session.PaneSize()).Columns);

        await large.Type("\r");
        await large.Until(" 80");
        Assert.Equal(Large.Columns, (await session.PaneSize()).Columns);

        await small.Type("\r");
        await small.Until(" 50");
        Assert.Equal(Small.Columns, (await session.PaneSize()).Columns);
    }

    [Fact]
    public async Task When_the_client_in_use_goes_the_other_one_has_its_size_back()
    {
        await using var session = await PaneSession.Start("printf ready; while read -r line; do stty size; done");
        using var large = await AttachedTerminal.Attach(session.Address, Large);
        await large.Until("ready");
        using (var small = await AttachedTerminal.Attach(session.Address, Small))
        {
            await small.Until("ready");
            await small.Type("\r");
            await small.Until(" 50");
        }

        await large.Until("ready");
        while (await session.Loop.On(() => session.Clients.Count) > 1)
        {
        }

        Assert.Equal(Large.Columns, (await session.PaneSize()).Columns);
    }

    [Fact]
    public async Task A_resize_of_the_terminal_reaches_the_program()
    {
        await using var session = await PaneSession.Start("trap 'stty size' WINCH; printf ready; while :; do read -r line; done");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        await terminal.Resize(new TermSize(64, 20));
        await terminal.Until(" 64");
    }

    [Fact]
    public async Task A_terminal_of_absurd_size_costs_no_more_than_a_large_one()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line");
        using var terminal = await AttachedTerminal.Attach(session.Address, new TermSize(10_000, 10_000));
        await terminal.Until("ready");
        var size = await session.PaneSize();
        Assert.InRange(size.Columns * size.Rows, 1, 500_000);
    }

    [Fact]
    public async Task A_client_that_sends_nonsense_is_sent_away_and_the_other_one_goes_on()
    {
        await using var session = await PaneSession.Start("printf ready; while read -r line; do echo \"got $line\"; done");
        using var good = await AttachedTerminal.Attach(session.Address, Large);
        await good.Until("ready");
        foreach ((var type, var payload) in new[] { ((WireFrameType)'z', "?"u8.ToArray()), (WireFrameType.Resize, [1, 2, 3]) })
        {
            using var bad = await AttachedTerminal.Attach(session.Address, Large);
            await bad.Send(type, payload);
            (var exitCode, var sentence) = await bad.UntilEnd();
            Assert.Equal(2, exitCode);
            Assert.Contains("frame", sentence, StringComparison.Ordinal);
        }

        await good.Type("mail\r");
        await good.Until("got mail");
        Assert.False(session.Loop.HasFault);
    }

    [Fact]
    public async Task A_client_that_stands_still_in_a_flood_gets_the_newest_picture_and_holds_up_nobody()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line; i=0; while [ $i -lt 20000 ]; do echo flood-$i; i=$((i+1)); done; echo the-end; read -r line");
        using var still = await AttachedTerminal.Attach(session.Address, Large);
        using var quick = await AttachedTerminal.Attach(session.Address, Large);
        await quick.Until("ready");
        await quick.Type("\r");
        await quick.Until("the-end");
        await still.Until("the-end");
    }

    [Fact]
    public async Task Output_costs_no_memory_until_a_frame_is_drawn()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        await session.AllocatedBy(1000);
        Assert.InRange(await session.AllocatedBy(10_000), 0, 64 * 1024);
    }

    [Fact]
    public async Task Kill_is_answered_when_everything_has_ended()
    {
        await using var session = await PaneSession.Start("printf ready; exec sleep 1000");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        using var killer = HostConnection.TryConnect(session.Address)!;
        var reply = await Task.Run(() => killer.Ask(new KillRequest()), TestContext.Current.CancellationToken).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken);
        Assert.Equal((0, "The agents and the host have ended."), (reply.ExitCode, reply.Text));
        Assert.Contains("cccc kill", (await terminal.UntilEnd()).Sentence, StringComparison.Ordinal);
        await session.Loop.Wait(session.Session.Ended);
        Assert.Null(HostConnection.TryConnect(session.Address));
    }

    [Fact]
    public async Task A_pane_takes_no_mail_and_says_why()
    {
        await using var session = await PaneSession.Start("read -r line");
        using var asking = HostConnection.TryConnect(session.Address)!;
        var reply = await Task.Run(() => asking.Ask(new SendRequest(Core.Session.Route.PeerA, "hello", Core.Session.SendOptions.Plain)), TestContext.Current.CancellationToken).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(4, reply.ExitCode);
        Assert.Contains("no agents", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_were_typed_before_the_terminal_was_handed_over_are_not_lost()
    {
        await using var session = await PaneSession.Start("read -r line; echo \"got $line\"; read -r line");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large, typedAhead: "early\r");
        await terminal.Until("got early");
    }

    [Fact]
    public async Task Keys_are_keys_again_after_a_paste_whose_end_was_lost()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line; echo \"got $line\"; read -r line");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        await terminal.Type("\u001b[200~pasted");
        await terminal.Until("pasted");
        await terminal.Type(" typed\r");
        await terminal.Until("got pasted typed");
    }

    [Fact]
    public async Task A_client_without_a_terminal_is_refused_with_a_sentence()
    {
        await using var session = await PaneSession.Start("read -r line");
        using var host = HostConnection.TryConnect(session.Address)!;
        var reply = await Task.Run(() => host.Ask(new AttachRequest(Large, new Dictionary<string, string>())), TestContext.Current.CancellationToken).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, reply.ExitCode);
        Assert.Contains("hands over its terminal", reply.Text, StringComparison.Ordinal);
        Assert.Equal(0, await session.Loop.On(() => session.Clients.Count));
    }

    [Fact]
    public async Task A_terminal_that_is_held_is_neither_read_nor_drawn_on_until_it_is_given_again()
    {
        await using var session = await PaneSession.Start("printf ready; while read -r line; do echo \"got $line\"; done");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        await terminal.Hold();
        await terminal.Type("while held\r");
        await session.Loop.Settle();
        Assert.Equal(0, terminal.BytesWaiting());

        await terminal.Resize(Large);
        await terminal.Until("got while held");
    }

    [Fact]
    public async Task A_client_that_says_goodbye_has_its_terminal_back_before_the_host_hangs_up()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        await terminal.Send(WireFrameType.Bye, []);
        Assert.Equal("", await terminal.DrawnUntilEnd());
        Assert.Equal(0, await session.Loop.On(() => session.Clients.Count));
    }

    [Fact]
    public async Task The_terminal_of_a_client_that_was_killed_is_given_back_to_its_shell()
    {
        await using var session = await PaneSession.Start("printf ready; read -r line");
        using var terminal = await AttachedTerminal.Attach(session.Address, Large);
        await terminal.Until("ready");
        terminal.HangUp();
        Assert.Contains("\e[?1049l", await terminal.DrawnUntilEnd(), StringComparison.Ordinal);
    }
}
