using System.Text;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>The page docs/verbs.md, made from the table.</summary>
public static class VerbPage
{
    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ReplyCode.Done, "done"),
        (ReplyCode.Failed, "it was begun and failed"),
        (ReplyCode.Usage, "the request cannot be read"),
        (ReplyCode.NotRunning, "the session is ending"),
        (ReplyCode.Refused, "refused: it was not begun"),
    ];

    public static string Markdown()
    {
        StringBuilder page = new();
        page.Append($"""
            # What can be asked of a running session

            This page is made from the table in `src/Orchestrator.Host/Verbs`; a test keeps it current. The commands of `cccc`, the slash commands of the
            cockpit ([commands.md](commands.md)) and scripts ask by the same table.

            ## How it is asked

            A session listens on `$XDG_RUNTIME_DIR/cccc/NAME.sock` (`/tmp/cccc-USER/NAME.sock` without that variable), mode 0600, and serves its own user
            only. NAME is the first 16 hex digits of the SHA-256 of the project's path, or what `cccc pane` printed. A request is a JSON object on a line of at most
            {ControlRequest.MaxLine >> 20} MB, with its `verb`; so is the reply: `exit` (what a program that asked should end with), `text` (a sentence for the user), and `data` where
            there is any.

            A request without an `id` is answered, then the connection is closed. One with an `id` (a string or a number) is answered under the same `id`, and
            the connection stays: up to {OpenCalls.MostRequests} requests may be under way on it, and they are answered as the answers come.

                > {Sample("status", "1")}
                < {Answer("1", "\"exit\":0,\"text\":\"\",\"data\":{ ... }")}
                > {Sample("subscribe", "2", ",\"events\":[\"timeline\",\"snapshot\"]")}
                < {Answer("2", "\"exit\":0,\"text\":\"subscribed\"")}
                < {Answer("2", "\"event\":\"snapshot\",\"data\":{ ... }")}

            Events of a subscription have its `id`, `event` and `data`: `timeline` (first the last entries that were), `deliveries` (a message has another state, as
            `message show` tells it), `snapshot` (what `status` tells; first how it is) and `log`. Who reads slowly misses events and holds nobody up: with more than
            {Subscription.MostUnread >> 20} MB unread they are dropped, and `missed` tells their `count` once the rest has been read, followed by the newest snapshot when that was among them.
            A connection can have {OpenCalls.MostStreams} subscriptions.

            | exit | means |
            |---|---|

            """);
        foreach (var (code, meaning) in Codes)
        {
            page.Append($"| {code} | {meaning} |\n");
        }

        page.Append("\n## Verbs\n\n| verb | does | command |\n|---|---|---|\n");
        foreach (var verb in SessionVerbs.Table.Rows)
        {
            page.Append($"| [`{verb.Name}`](#{verb.Name}) | {verb.Help} | {(verb.IsCommand ? $"`cccc {verb.Name}`" : "")} |\n");
        }

        foreach (var verb in SessionVerbs.Table.Rows)
        {
            Tell(page, verb);
        }

        return page.ToString();
    }

    private static void Tell(StringBuilder page, Verb verb)
    {
        page.Append($"\n### {verb.Name}\n\n{verb.Help}\n");
        if (verb.Fields.Length > 0)
        {
            page.Append("\n| field | holds |\n|---|---|\n");
            foreach (var field in verb.Fields)
            {
                page.Append($"| `{field.Name}`{(field.Optional ? ", if any" : "")} | {field.What} |\n");
            }
        }

        if (verb.Data.Length > 0)
        {
            page.Append($"\n`data`: {verb.Data}.\n");
        }
    }

    private static string Sample(string verb, string id, string more = "") => "{\"verb\":\"" + verb + "\",\"id\":" + id + more + "}";

    private static string Answer(string id, string rest) => "{\"id\":" + id + "," + rest + "}";
}
