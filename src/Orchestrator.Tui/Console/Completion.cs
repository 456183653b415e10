namespace Orchestrator.Tui.Console;

/// <summary>The choices that fit what stands before the cursor, and which of them is selected.</summary>
internal sealed class Completion
{
    private readonly string _before;
    private readonly IReadOnlyList<SlashCommand> _commands;

    private Completion(string before, int tokenStart, List<Choice> choices, IReadOnlyList<SlashCommand> commands)
    {
        _before = before;
        _commands = commands;
        TokenStart = tokenStart;
        Choices = choices;
    }

    /// <summary>Where the word that is completed begins, in characters.</summary>
    public int TokenStart { get; }

    public IReadOnlyList<Choice> Choices { get; }

    /// <summary>-1: none yet.</summary>
    public int Selected { get; private set; } = -1;

    /// <summary>What can stand at the cursor: a command, or an argument of the one that is there. Null when nothing fits.</summary>
    public static Completion? For(string before, IReadOnlyList<SlashCommand> commands)
    {
        if (!before.StartsWith('/'))
        {
            return null;
        }

        var blank = before.IndexOf(' ');
        var all = blank < 0
            ? commands.Select(static c => new Choice(c.Name, c.Help))
            : Find(commands, before[..blank])?.Choices ?? Enumerable.Empty<Choice>();
        var start = blank < 0 ? 0 : blank + 1;
        var token = before[start..];
        List<Choice> fitting = [.. all.Where(c => c.Text.StartsWith(token, StringComparison.OrdinalIgnoreCase))];
        return fitting.Count == 0 ? null : new Completion(before, start, fitting, commands);
    }

    /// <summary>What all choices begin with, where that is more than stands there already.</summary>
    public string? CommonText()
    {
        var common = Choices[0].Text;
        foreach (var choice in Choices)
        {
            var same = 0;
            while (same < common.Length && same < choice.Text.Length && common[same] == choice.Text[same])
            {
                same++;
            }

            common = common[..same];
        }

        return common.Length > _before.Length - TokenStart ? _before[..TokenStart] + common : null;
    }

    public void Move(int step) => Selected = Selected < 0 && step < 0
        ? Choices.Count - 1
        : ((Selected + step) % Choices.Count + Choices.Count) % Choices.Count;

    /// <summary>The text before the cursor with a choice put in, and a blank where an argument can follow.</summary>
    public string With(int choice)
    {
        var text = Choices[choice].Text;
        var takesMore = TokenStart == 0 && Find(_commands, text) is { Argument.Length: > 0 };
        return _before[..TokenStart] + text + (takesMore ? " " : "");
    }

    private static SlashCommand? Find(IReadOnlyList<SlashCommand> commands, string name) =>
        commands.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
