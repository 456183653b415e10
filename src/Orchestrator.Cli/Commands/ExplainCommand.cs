using System.CommandLine;
using System.Text;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc explain</c>: what an agent is doing by its screen, and by which rule of <c>agents.yaml</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<string?> what = new("what") { Description = "peerA or peerB of the session that runs. With --agent: a saved screen, plain rows or rows with escapes; without a file, standard input.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> agent = new("--agent") { Description = "Explain a saved screen of this actor of agents.yaml.", HelpName = "ACTOR" };
        Option<string?> save = new("--save") { Description = "Also keep the screen of the agent that runs, in .cccc/screens.", HelpName = "NAME" };
        Option<string?> title = new("--title") { Description = "The window title that goes with it." };
        var set = SetOption.Create();
        Command command = new(ExplainVerb.Row.Name, ExplainVerb.Row.Help) { what, agent, title, save, set };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.Validators.Add(result =>
        {
            if (result.GetValue(agent) is null)
            {
                var who = result.GetValue(what);
                if (AgentRoles.Parse(who) is null)
                {
                    result.AddError(who is null ? "Say whose state: peerA or peerB, or --agent ACTOR with a saved screen." : $"'{who}' is no agent of a session: peerA or peerB. For a saved screen add --agent ACTOR.");
                }
                else if (result.GetValue(title) is not null)
                {
                    result.AddError("--title is for a saved screen: add --agent ACTOR.");
                }
            }
            else if (result.GetValue(save) is not null)
            {
                result.AddError("--save keeps the screen of an agent that runs: say peerA or peerB instead of --agent.");
            }

            if (result.GetValue(save) is { } name && !ScreenFixture.IsName(name))
            {
                result.AddError($"'{name}' is no name for a screen: letters, digits, '-', '_' and '.', at most 80, and no '.' at its start.");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(agent) is null)
            {
                return ExplainLive(parsed, choice, parsed.GetValue(what)!, parsed.GetValue(save));
            }

            var loaded = SettingsLoader.Load(choice.Project(parsed), SettingsSources.OfProcess(parsed.GetValue(set) ?? []));
            ActorCatalog actors = new(loaded.Settings.Actors);
            var id = parsed.GetValue(agent)!;
            if (actors.Find(id) is not { } actor)
            {
                var meant = actors.Nearest(id) is { } name ? $"; did you mean {name}?" : $"; there are {string.Join(", ", actors.Actors.Select(one => one.Id))}.";
                parsed.InvocationConfiguration.Error.WriteLine($"cccc: There is no actor '{Printable.Text(id)}' in agents.yaml{meant}");
                return ExitCode.Usage;
            }

            if (ReadText(parsed.GetValue(what), parsed.InvocationConfiguration.Error) is not { } text)
            {
                return ExitCode.Failed;
            }

            ScreenRules rules = new(actor);
            var screen = SavedScreen.Read(text, parsed.GetValue(title));
            foreach (var line in ExplanationText.Of(SavedScreen.Judge(rules, screen), rules.NearMisses(screen)))
            {
                parsed.InvocationConfiguration.Output.WriteLine(Printable.Text(line));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static int ExplainLive(ParseResult parsed, SessionChoice choice, string who, string? save)
    {
        var reply = Question.Ask(choice, parsed, new ExplainRequest(ControlRequest.ParseRole(who)));
        var code = Question.Print(reply with { Text = Printable.Lines(reply.Text) });
        if (!reply.Ok || save is null)
        {
            return code;
        }

        if (reply.Data is not { } data || data["screen"]?.GetValue<string>() is not { } screen)
        {
            parsed.InvocationConfiguration.Error.WriteLine("cccc: It has shown nothing yet, so there is nothing to save.");
            return ExitCode.Failed;
        }

        ScreenFixture fixture = new(
            Text("actor")!, SettingsSchema.StateOf(Text("state") ?? "") ?? AgentState.Starting, data["composer"]!.GetValue<bool>() ? data["draft"]!.GetValue<bool>() : null,
            Text("title"), Text("state_report"), screen);
        var path = fixture.Save(ScreenFixture.FolderOf(choice.Project(parsed)), save);
        parsed.InvocationConfiguration.Output.WriteLine($"saved    {Printable.Text(path)}");
        return ExitCode.Done;

        string? Text(string key) => data[key]?.GetValue<string>();
    }

    private static string? ReadText(string? file, TextWriter errors)
    {
        var name = file is null ? "standard input" : Printable.Text(file);
        try
        {
            using var input = file is null ? StandardStreams.OpenInput() : File.OpenRead(file);
            using StreamReader reader = new(input, Encoding.UTF8);
            var text = new char[SavedScreen.MostCharacters + 1];
            var length = reader.ReadBlock(text);
            if (length <= SavedScreen.MostCharacters)
            {
                return new string(text, 0, length);
            }

            errors.WriteLine($"cccc: {name} has more than {SavedScreen.MostCharacters} characters; that is no saved screen.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.WriteLine($"cccc: {name} cannot be read: {Printable.Text(error.Message)}");
        }

        return null;
    }
}
