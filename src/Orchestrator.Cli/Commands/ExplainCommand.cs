using System.CommandLine;
using System.Globalization;
using System.Text;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc explain</c>: what an agent is doing by its screen, and by which rule of <c>agents.yaml</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<string?> file = new("file") { Description = "A saved screen: plain rows, or rows with escapes. Without it, standard input.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> agent = new("--agent") { Description = "Whose screen it is: an actor of agents.yaml.", HelpName = "ACTOR", Required = true };
        Option<string?> title = new("--title") { Description = "The window title that goes with it." };
        Option<string?> project = ProjectOption.Create();
        Option<string[]> set = SetOption.Create();
        Command command = new("explain", "Tells what an agent is doing by its screen, and which rule says so.") { file, agent, title, project, set };
        command.SetAction(parsed =>
        {
            LoadedSettings loaded = SettingsLoader.Load(ProjectOption.Resolve(parsed, project), SettingsSources.OfProcess(parsed.GetValue(set) ?? []));
            ActorCatalog actors = new(loaded.Settings.Actors);
            string id = parsed.GetValue(agent)!;
            if (actors.Find(id) is not { } actor)
            {
                string meant = actors.Nearest(id) is { } name ? $"; did you mean {name}?" : $"; there are {string.Join(", ", actors.Actors.Select(one => one.Id))}.";
                parsed.InvocationConfiguration.Error.WriteLine($"cccc: There is no actor '{Printable.Text(id)}' in agents.yaml{meant}");
                return ExitCode.Usage;
            }

            if (ReadText(parsed.GetValue(file), parsed.InvocationConfiguration.Error) is not { } text)
            {
                return ExitCode.Failed;
            }

            Print(actor, SavedScreen.Read(text, parsed.GetValue(title)), parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static string? ReadText(string? file, TextWriter errors)
    {
        string name = file is null ? "standard input" : Printable.Text(file);
        try
        {
            using Stream input = file is null ? StandardStreams.OpenInput() : File.OpenRead(file);
            using StreamReader reader = new(input, Encoding.UTF8);
            char[] text = new char[SavedScreen.MostCharacters + 1];
            int length = reader.ReadBlock(text);
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

    private static void Print(ActorDefinition actor, ScreenObservation screen, TextWriter output)
    {
        ScreenRules rules = new(actor);
        Judgement judgement = SavedScreen.Judge(rules, screen);
        string draft = judgement.Composer is null ? "" : judgement.Draft is null ? " nodraft" : " draft";
        output.WriteLine(SettingsSchema.NameOf(judgement.State) + draft);
        output.WriteLine(judgement.Rule is { } rule
            ? $"rule     {rule.Name}: /{Printable.Text(rule.Pattern)}/ in {Place(judgement.Row, rule)}: {Printable.Text(judgement.Evidence!)}"
            : $"rule     none: {judgement.Why}");
        if (judgement.Composer is { } composer)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"composer rows {composer.First + 1} to {composer.Last + 1}: {(composer.Draft.Length == 0 ? "empty" : Printable.Text(composer.Draft))}"));
        }

        foreach (NearMiss miss in rules.NearMisses(screen))
        {
            output.WriteLine($"not      {miss.Match.Rule.Name} ({SettingsSchema.NameOf(miss.Match.Rule.State)}) in {Place(miss.Match.Row, miss.Match.Rule)}: {miss.Why}: {Printable.Text(miss.Match.Evidence)}");
        }
    }

    private static string Place(int? row, ScreenRule rule) =>
        row is { } at ? string.Create(CultureInfo.InvariantCulture, $"row {at + 1}") : rule.Region == ScreenRegion.Title ? "the title" : "the state report";
}
