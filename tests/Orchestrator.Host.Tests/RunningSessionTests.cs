using System.Text.Json.Nodes;

namespace Orchestrator.Host.Tests;

/// <summary>A whole session with an agent that does nothing, asked and listened to over one connection.</summary>
public sealed class RunningSessionTests
{
    [Fact]
    public async Task What_is_asked_on_a_connection_is_told_on_it()
    {
        await using var session = await ProjectSession.Start();
        using LineClient client = new(session.Address);
        await client.Send("{\"verb\":\"subscribe\",\"id\":\"news\",\"events\":[\"timeline\",\"deliveries\",\"snapshot\"]}\n");
        var snapshot = await client.Until(line => Event(line) == "snapshot");
        Assert.Equal(session.Project.Root, (await Ask(client, "{\"verb\":\"status\",\"id\":1}", 1))["data"]!["project"]!.GetValue<string>());
        Assert.Equal("running", snapshot["data"]!["phase"]!.GetValue<string>());

        await client.Send("{\"verb\":\"pause\",\"id\":2}\n");
        await client.Until(line => Event(line) == "snapshot" && line["data"]!["paused"]!.GetValue<bool>());

        var sent = await Ask(client, "{\"verb\":\"send\",\"id\":3,\"route\":\"a\",\"text\":\"hello\"}", 3);
        Assert.Equal(0, sent["exit"]!.GetValue<int>());
        var id = sent["data"]![0]!.GetValue<string>();
        await client.Send("{\"verb\":\"message\",\"do\":\"cancel\",\"id\":4,\"message\":\"" + id + "\"}\n");
        var delivery = await client.Until(line => Event(line) == "deliveries" && line["data"]!["id"]!.GetValue<string>() == id && !line["data"]!["open"]!.GetValue<bool>());
        Assert.Equal("news", delivery["id"]!.GetValue<string>());

        await client.Send("{\"verb\":\"resume\",\"id\":5}\n");
        await client.Until(line => Event(line) == "snapshot" && !line["data"]!["paused"]!.GetValue<bool>());
        await client.Send("{\"verb\":\"kill\",\"id\":6}\n");
        await client.Until(line => line["id"]?.ToString() == "6" && line["exit"]!.GetValue<int>() == 0);
    }

    [Fact]
    public async Task An_agent_is_started_again_when_it_is_asked_for()
    {
        await using var session = await ProjectSession.Start();
        using LineClient client = new(session.Address);
        var before = Process(await Ask(client, "{\"verb\":\"status\",\"id\":1}", 1));
        Assert.Equal(0, (await Ask(client, "{\"verb\":\"restart\",\"id\":2,\"role\":\"a\"}", 2))["exit"]!.GetValue<int>());
        await client.Send("{\"verb\":\"subscribe\",\"id\":3,\"events\":[\"snapshot\"]}\n");
        await client.Until(line => Event(line) == "snapshot" && Process(line) is > 0 and var now && now != before);
        Assert.Contains("no agent", (await Ask(client, "{\"verb\":\"restart\",\"id\":4,\"role\":\"c\"}", 4))["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static int? Process(JsonObject line) => line["data"]!["agents"]![0]!["process"]?.GetValue<int>();

    private static string? Event(JsonObject line) => line["event"]?.GetValue<string>();

    private static async Task<JsonObject> Ask(LineClient client, string line, int id)
    {
        await client.Send(line + "\n");
        return await client.Until(answer => answer["event"] is null && answer["id"]?.ToString() == id.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
