using System.Buffers;
using System.Text;
using Orchestrator.Fuzz;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Panes;

namespace Orchestrator.Host.Tests;

/// <summary>The bytes that go to an outer terminal beside the picture.</summary>
public class OuterMessagesTests
{
    private readonly OuterMessages _messages = new();

    [Fact]
    public void Nothing_waits_at_first_and_nothing_after_it_was_written()
    {
        Assert.False(_messages.IsWaiting);
        _messages.Ring();
        Assert.True(_messages.IsWaiting);
        Assert.Equal("\a", Written());
        Assert.False(_messages.IsWaiting);
        Assert.Equal("", Written());
    }

    [Fact]
    public void The_window_keeps_its_own_title_for_the_end()
    {
        _messages.SetTitle("project - vim");
        Assert.Equal("\e[22;2t\e]2;cccc: project - vim\a", Written());
        _messages.SetTitle("project - less");
        _messages.SetTitle("project - top");
        Assert.Equal("\e]2;cccc: project - top\a", Written());
        _messages.SetTitle("project - top");
        Assert.False(_messages.IsWaiting);
        Assert.Equal("\e[23;2t", End());
        Assert.Equal("", End());
    }

    [Fact]
    public void A_title_that_was_never_ours_is_not_put_back() => Assert.Equal("", End());

    [Theory]
    [InlineData("\a\e]52;c;?\a")]
    [InlineData("x\u009cy\u009b31m")]
    [InlineData("\u202eevil\U000E0041")]
    [InlineData("7;/bin/sh")]
    public void No_text_gets_out_of_its_string(string text)
    {
        _messages.SetTitle(text);
        _messages.Notify(text, text);
        _messages.Copy(new AllowedClipboard(Primary: true, Encoding.UTF8.GetBytes(text)));
        var written = Written();
        var check = new OuterStream(OuterExtras.Title | OuterExtras.Notifications | OuterExtras.Clipboard);
        Assert.Null(check.Take(Encoding.UTF8.GetBytes(written)));
        Assert.Equal(3, check.Extras.Count);
        Assert.StartsWith("OSC 9;cccc: ", check.Extras[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_clipboard_the_newest_waits_and_of_notifications_four()
    {
        for (var i = 0; i < 1000; i++)
        {
            _messages.Copy(new AllowedClipboard(Primary: false, Encoding.UTF8.GetBytes($"text {i}")));
            _messages.Notify("PeerA", $"notice {i}");
            _messages.Ring();
        }

        var written = Written();
        Assert.Equal(4, written.Split("\e]9;cccc: PeerA: notice ").Length - 1);
        Assert.EndsWith($"\e]52;c;{Convert.ToBase64String("text 999"u8)}\a", written, StringComparison.Ordinal);
        Assert.Equal(1 + 4 + 1, written.Count(c => c == '\a'));
    }

    private string Written()
    {
        var output = new ArrayBufferWriter<byte>();
        _messages.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private string End()
    {
        var output = new ArrayBufferWriter<byte>();
        _messages.WriteEnd(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
