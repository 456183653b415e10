using Orchestrator.Core.Settings;
using Orchestrator.Fuzz;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>A real session whose program prints the attack corpus: what reaches the client's terminal is the picture, and what the settings allow.</summary>
public sealed class AttackedSessionTests : IDisposable
{
    private static readonly TermSize Size = new(100, 30);

    private readonly string _folder = Directory.CreateTempSubdirectory("cccc-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task By_default_only_the_picture_with_its_links_and_plain_text_for_the_clipboard_get_out()
    {
        OuterStream outside = new(OuterExtras.Dialogue | OuterExtras.Clipboard | OuterExtras.Links);
        await Play(Attacks.InOneStream("THE END"), new TuiSettings(), outside);
        Assert.All(outside.Extras, extra => Assert.True(extra.StartsWith("OSC 52;c;", StringComparison.Ordinal) || extra.StartsWith("OSC 8;", StringComparison.Ordinal), extra));
    }

    [Fact]
    public async Task With_everything_off_only_the_picture_gets_out() =>
        await Play(
            Attacks.InOneStream("THE END"),
            new TuiSettings { Bell = BellSetting.Off, Notifications = NotificationSetting.Off, ClipboardWriteBytes = 0, Links = false },
            new OuterStream(OuterExtras.Dialogue));

    [Fact]
    public async Task With_everything_on_what_gets_out_is_spelled_by_us()
    {
        TuiSettings all = new() { Bell = BellSetting.Ring, Notifications = NotificationSetting.Outer, WindowTitle = true, ClipboardWriteBytes = 500_000 };
        OuterStream outside = new(OuterExtras.Dialogue | OuterExtras.Bell | OuterExtras.Notifications | OuterExtras.Title | OuterExtras.Clipboard | OuterExtras.Links);
        await Play(Attacks.InOneStream("THE END"), all, outside);
        Assert.Contains("BEL", outside.Extras);
        Assert.Contains(outside.Extras, extra => extra.StartsWith("OSC 9;cccc: ", StringComparison.Ordinal));
        Assert.Contains(outside.Extras, extra => extra.StartsWith("OSC 2;cccc: test - ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bell_marks_the_pane_until_a_key_is_typed_there()
    {
        await using var session = await PaneSession.Start("stty raw -echo; printf 'ready\\007'; dd bs=1 count=1 2>/dev/null; printf ' typed'; exec sleep 1000");
        using var terminal = await AttachedTerminal.Attach(session.Address, Size);
        await terminal.Until("bell");
        await terminal.Type("x");
        await terminal.Until("typed");
        Assert.False(terminal.Shows("bell"));
    }

    [Fact]
    public async Task A_notification_is_shown_in_the_bar_of_a_pane_that_has_no_timeline()
    {
        await using var session = await PaneSession.Start("printf '\\033]777;notify;tests;all pass\\007'; exec sleep 1000");
        using var terminal = await AttachedTerminal.Attach(session.Address, Size);
        await terminal.Until("tests: all pass");
    }

    [Fact]
    public async Task What_a_program_copies_reaches_the_clipboard_once_and_spelled_anew()
    {
        OuterStream outside = new(OuterExtras.Dialogue | OuterExtras.Clipboard);
        await Play("\e]52;pqc;Y29waWVk\a\e]52;c;?\aTHE END"u8.ToArray(), new TuiSettings(), outside);
        Assert.Equal(["OSC 52;c;Y29waWVk"], outside.Extras);
    }

    private async Task Play(byte[] bytes, TuiSettings settings, OuterStream outside)
    {
        var file = Path.Combine(_folder, "attack");
        await File.WriteAllBytesAsync(file, bytes);
        await using var session = await PaneSession.Start($"read -r go; stty raw -echo; cat '{file}'; exec sleep 1000", settings);
        using var terminal = await AttachedTerminal.Attach(session.Address, Size);
        await terminal.Type("go\r");
        await terminal.Until("THE END");
        // One more frame, so that what came with the last one is seen.
        await terminal.Resize(new TermSize(90, 28));
        await terminal.Until("THE END");
        await session.End();
        await terminal.UntilEnd();
        Assert.Null(outside.Take(terminal.Written.ToArray()));
    }
}
