using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

public sealed class ControlRequestTests
{
    [Fact]
    public void Every_request_is_read_as_it_was_written()
    {
        ControlRequest[] requests =
        [
            new DetachRequest(), new StatusRequest(), new KillRequest(),
            new SendRequest(Route.Both, "zwei Zeilen\n\"und\" 日本", SendOptions.Plain),
            new SendRequest(Route.PeerA, "x", new SendOptions(Urgent: true, TimeSpan.FromSeconds(90), "cccc-1-a", "key 1")),
            new MessageRequest(MessageOrder.List, null), new MessageRequest(MessageOrder.Cancel, "cccc-1-a"),
            new ExplainRequest(AgentRole.PeerB), new ReportRequest(AgentRole.PeerA, "PermissionRequest"),
            new AnswerRequest(AgentRole.PeerA, new PromptAnswer(PromptChoice.Approve), "1a2b3c4d"), new AnswerRequest(AgentRole.PeerB, new PromptAnswer(PromptChoice.Answer, 3), null),
        ];
        foreach (var request in requests)
        {
            Assert.Equal(request, SessionVerbs.Table.Read(Line(request)));
        }
    }

    [Fact]
    public void An_attach_carries_the_size_and_the_terminal_variables()
    {
        var parsed = SessionVerbs.Table.Read(Line(new AttachRequest(new TermSize(120, 40), new Dictionary<string, string> { ["TERM"] = "foot" })));
        var attach = Assert.IsType<AttachRequest>(parsed);
        Assert.Equal(new TermSize(120, 40), attach.Size);
        Assert.Equal("foot", attach.Environment["TERM"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"verb\":3}")]
    [InlineData("{\"verb\":\"fly\"}")]
    [InlineData("{\"verb\":\"send\",\"route\":\"c\",\"text\":\"x\"}")]
    [InlineData("{\"verb\":\"send\",\"route\":\"a\"}")]
    [InlineData("{\"verb\":\"explain\",\"role\":\"c\"}")]
    [InlineData("{\"verb\":\"answer\",\"role\":\"a\",\"choice\":\"maybe\"}")]
    [InlineData("{\"verb\":\"answer\",\"role\":\"a\",\"choice\":\"answer\",\"number\":0}")]
    [InlineData("{\"verb\":\"report\",\"role\":\"a\"}")]
    [InlineData("{\"verb\":\"attach\",\"columns\":0,\"rows\":5}")]
    [InlineData("{\"verb\":\"attach\",\"columns\":\"wide\",\"rows\":5}")]
    [InlineData("{\"verb\":\"attach\",\"columns\":80,\"rows\":24,\"environment\":{\"TERM\":[1]}}")]
    public void Nonsense_is_refused_with_a_sentence(string line)
    {
        var error = Assert.Throws<ControlException>(() => SessionVerbs.Table.Read(Encoding.UTF8.GetBytes(line)));
        Assert.False(string.IsNullOrWhiteSpace(error.Message));
    }

    [Fact]
    public void A_reply_is_read_as_it_was_written()
    {
        var reply = ControlReply.Parse(new ControlReply(4, "refused", new System.Text.Json.Nodes.JsonArray("m1")).ToLine());
        Assert.Equal((4, "refused"), (reply.ExitCode, reply.Text));
        Assert.Equal("[\"m1\"]", reply.Data!.ToJsonString());
        Assert.Throws<ControlException>(() => ControlReply.Parse("{\"text\":\"no exit\"}"u8));
    }

    private static byte[] Line(ControlRequest request) => Encoding.UTF8.GetBytes(request.ToLine().TrimEnd('\n'));
}
