using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Host.Tests;

/// <summary>The table of what can be asked of a running session.</summary>
public sealed class VerbTableTests
{
    [Fact]
    public void Every_verb_is_there_once_with_a_sentence_of_help()
    {
        Assert.Equal(SessionVerbs.Table.Rows.Length, SessionVerbs.Table.Rows.Select(verb => verb.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(SessionVerbs.Table.Rows, verb =>
        {
            Assert.EndsWith(".", verb.Help, StringComparison.Ordinal);
            Assert.Same(verb, SessionVerbs.Table.Find(verb.Name));
        });
    }

    [Fact]
    public void Every_verb_of_the_folder_has_its_row()
    {
        var verbs = typeof(SessionVerbs).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Verb)));
        Assert.Equal(
            verbs.Select(type => type.Name).Order(StringComparer.Ordinal),
            SessionVerbs.Table.Rows.Select(verb => verb.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lines_as_scripts_have_them_are_still_understood()
    {
        Assert.Equal(
            new SendRequest(Route.PeerA, "x", new SendOptions(Urgent: true, TimeSpan.FromSeconds(90), "m-1", "key 1")),
            Read("{\"verb\":\"send\",\"route\":\"a\",\"text\":\"x\",\"urgent\":true,\"ttl_ms\":90000,\"reply_to\":\"m-1\",\"key\":\"key 1\"}"));
        Assert.Equal(new MessageRequest(MessageOrder.Show, "m-1"), Read("{\"verb\":\"message\",\"do\":\"show\",\"id\":\"m-1\"}"));
        Assert.Equal(new MessageRequest(MessageOrder.List, null), Read("{\"verb\":\"message\",\"do\":\"list\",\"id\":null}"));
        Assert.Equal(new AuxRequest("x", "User"), Read("{\"verb\":\"aux\",\"text\":\"x\",\"asker\":\"root\"}"));
        Assert.Equal(new ExplainRequest(AgentRole.PeerB), Read("{\"verb\":\"explain\",\"role\":\"PeerB\"}"));
    }

    [Theory]
    [InlineData("{\"verb\":\"staus\"}", "did you mean status?")]
    [InlineData("{\"verb\":\"xyzzy\"}", "known are attach, detach, status")]
    [InlineData("{}", "names no verb; known are attach")]
    [InlineData("{\"verb\":\"send\",\"route\":\"a\"}", "'send' needs 'text'")]
    [InlineData("{\"verb\":\"send\",\"route\":\"a\",\"text\":7}", "'text', which is not a string")]
    [InlineData("{\"verb\":\"send\",\"route\":\"a\",\"text\":\"x\",\"ttl_ms\":0}", "'ttl_ms', which is not a whole number between 1 and")]
    [InlineData("{\"verb\":\"foreman\",\"do\":\"1\"}", "known are status, on, off, now")]
    [InlineData("{\"verb\":\"attach\",\"columns\":0,\"rows\":5}", "'columns'")]
    [InlineData("[1]", "not a JSON object")]
    public void What_is_wrong_with_a_request_is_said(string line, string said) =>
        Assert.Contains(said, Assert.Throws<ControlException>(() => Read(line)).Message, StringComparison.Ordinal);

    private static ControlRequest Read(string line) => SessionVerbs.Table.Read(Encoding.UTF8.GetBytes(line));
}
