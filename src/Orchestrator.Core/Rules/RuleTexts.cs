using System.Globalization;
using System.Text;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Rules;

/// <summary>The rules that roles are given: shipped texts with <c>{{names}}</c>, or the user's own from <c>.cccc/settings/prompts/NAME.md</c>.</summary>
public sealed class RuleTexts
{
    /// <summary>The rules of a peer beside another.</summary>
    public const string Peer = "peer";

    /// <summary>The rules of PeerA alone.</summary>
    public const string SinglePeer = "single-peer";

    /// <summary>What every peer is told besides: the plan and its tasks.</summary>
    public const string Plan = "plan";

    /// <summary>What a peer is told besides when there is a helper.</summary>
    public const string Helper = "helper";

    /// <summary>The rules of the helper; values from <see cref="RuleValues.OfAux"/>.</summary>
    public const string Aux = "aux";

    /// <summary>The rules of the Foreman; values from <see cref="RuleValues.OfForeman"/>.</summary>
    public const string Foreman = "foreman";

    /// <summary>What a new FOREMAN_TASK.md holds; has no names.</summary>
    public const string ForemanTask = "foreman-task";

    private readonly ProjectFolder _folder;

    public RuleTexts(ProjectFolder folder)
    {
        _folder = folder;
    }

    /// <summary>Where the user may put a prompt of his own.</summary>
    public string OverrideOf(string name) => Path.Combine(_folder.Settings, "prompts", name + ".md");

    /// <summary>The prompt with its names replaced. Values are taken as they are: a <c>{{name}}</c> in a value stays.</summary>
    /// <param name="name">As <see cref="Peer"/>: the file's name without <c>.md</c>.</param>
    /// <exception cref="RuleTextException">There is no such prompt, it cannot be read, or it has a name that no value is given for.</exception>
    public string Weave(string name, IReadOnlyDictionary<string, string> values)
    {
        (var template, var file) = Template(name);
        var woven = new StringBuilder(template.Length + 512);
        var from = 0;
        while (template.IndexOf("{{", from, StringComparison.Ordinal) is var open && open >= 0)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{1 + template.AsSpan(0, open).Count('\n')}");
            if (close < 0 || template.AsSpan(open, close - open).Contains('\n'))
            {
                throw new RuleTextException($"{place}: `{{{{` is not closed in its line; write {{{{name}}}}.");
            }

            var placeholder = template[(open + 2)..close].Trim();
            if (!values.TryGetValue(placeholder, out var value))
            {
                var nearest = NearestName.Of(placeholder, values.Keys) is { } meant ? $" Did you mean {{{{{meant}}}}}?" : string.Empty;
                throw new RuleTextException($"{place}: there is no value for {{{{{placeholder}}}}}.{nearest} There are: {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}.");
            }

            woven.Append(template, from, open - from).Append(value);
            from = close + 2;
        }

        return woven.Append(template, from, template.Length - from).ToString();
    }

    private (string Text, string File) Template(string name)
    {
        var own = OverrideOf(name);
        try
        {
            if (TextFile.Read(own) is { } text)
            {
                return (text.TrimStart('\uFEFF'), own);
            }
        }
        catch (TextFileException error)
        {
            throw new RuleTextException(error.Message, error);
        }

        using var stream = typeof(RuleTexts).Assembly.GetManifestResourceStream($"prompts/{name}.md");
        if (stream is null)
        {
            throw new RuleTextException($"There is no prompt named '{name}'.");
        }

        using var reader = new StreamReader(stream);
        return (reader.ReadToEnd(), $"shipped/{name}.md");
    }
}
