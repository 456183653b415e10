using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Rules;

/// <summary>
/// The rules of each role, woven from the prompts, PROJECT.md and the user's additions in <c>.cccc/rules/local/</c>, and laid out in
/// <c>.cccc/rules/</c> for whoever wants to read them. Woven anew whenever they are asked for, so that they are never older than what they are made of;
/// a file is written only when its text changed. A file there that is not marked as ours is the user's: it is used as it is, and stays.
/// </summary>
public sealed class RulesBook
{
    private const string MarkBegin = "<!-- cccc:generated ";
    private const string Mark = MarkBegin + "from the prompts, PROJECT.md and .cccc/rules/local/*.md. What is changed here is lost: put additions into .cccc/rules/local/. Without this line the file is yours and stays. -->";

    // What is woven into a file can be so much; a file of the user may be as large.
    private const int MaxBytes = 8 << 20;

    private static readonly string[] Names = ["PEERA", "PEERB", "AUX", "FOREMAN"];

    private readonly ProjectFolder _project;
    private readonly RuleTexts _prompts;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public RulesBook(ProjectFolder project, RuleTexts prompts, ILogger logger)
    {
        _project = project;
        _prompts = prompts;
        _logger = logger;
    }

    /// <summary>Where the user's additions are: <c>all*.md</c> for every role, <c>PEERA*.md</c> and so on for one.</summary>
    public string Local => Path.Combine(_project.Rules, "local");

    /// <summary>The files in <c>.cccc/rules</c> that cccc made; links are none of them.</summary>
    internal static IEnumerable<string> Generated(ProjectFolder project) => Names
        .Select(name => Path.Combine(project.Rules, name + ".md"))
        .Where(file => PosixFiles.Look(file).Kind == FileKind.Regular && ProjectText.Read(project, file, MaxBytes).Text?.StartsWith(MarkBegin, StringComparison.Ordinal) == true);

    /// <summary>The rules of a peer, as they are now. Lays out all files of these choices.</summary>
    /// <exception cref="RuleTextException">A prompt that they are made of has a mistake, or the user's own file cannot be read.</exception>
    public string Of(AgentRole role, RoleChoices choices) => Of(role == AgentRole.PeerA ? "PEERA" : "PEERB", choices);

    /// <summary>The rules of the helper for one run.</summary>
    /// <param name="work">The folder that this run may write in.</param>
    /// <exception cref="RuleTextException">As for <see cref="Of(AgentRole, RoleChoices)"/>.</exception>
    public string OfAux(RoleChoices choices, string work)
    {
        lock (_lock)
        {
            LayOut(choices, except: null);
            return Users("AUX") ?? Weave("AUX", choices, work);
        }
    }

    /// <summary>The rules of the Foreman, without its task.</summary>
    /// <exception cref="RuleTextException">As for <see cref="Of(AgentRole, RoleChoices)"/>.</exception>
    public string OfForeman(RoleChoices choices) => Of("FOREMAN", choices);

    private string Of(string name, RoleChoices choices)
    {
        lock (_lock)
        {
            LayOut(choices, except: name);
            return HandOut(name, choices);
        }
    }

    // A mistake in the rules of one role is no reason to withhold those of another.
    private void LayOut(RoleChoices choices, string? except)
    {
        foreach ((var name, var wanted) in Roles(choices).Where(role => role.Name != except))
        {
            try
            {
                if (wanted)
                {
                    HandOut(name, choices);
                }
                else
                {
                    Remove(name);
                }
            }
            catch (RuleTextException error)
            {
                Say($"The rules of {name} could not be made: {error.Message}");
            }
        }
    }

    private static IEnumerable<(string Name, bool Wanted)> Roles(RoleChoices choices) =>
        [("PEERA", true), ("PEERB", !choices.SinglePeer), ("AUX", choices.Aux is not null), ("FOREMAN", choices.Foreman is not null)];

    private string HandOut(string name, RoleChoices choices)
    {
        if (Users(name) is { } own)
        {
            return own;
        }

        var text = Weave(name, choices, Path.Combine(_project.Work, "aux"));
        Write(name, $"{Mark}\n\n{text}\n");
        return text;
    }

    private string Weave(string name, RoleChoices choices, string work)
    {
        IReadOnlyDictionary<string, string> values = name switch
        {
            "AUX" => RuleValues.OfAux(_project, choices, work),
            "FOREMAN" => RuleValues.OfForeman(_project, choices, _project.ForemanTask),
            _ => RuleValues.OfPeer(_project, name == "PEERA" ? AgentRole.PeerA : AgentRole.PeerB, choices),
        };
        string[] prompts = name switch
        {
            "AUX" => [RuleTexts.Aux],
            "FOREMAN" => [RuleTexts.Foreman],
            _ => [choices.SinglePeer ? RuleTexts.SinglePeer : RuleTexts.Peer, RuleTexts.Plan, .. choices.Aux is null ? Array.Empty<string>() : [RuleTexts.Helper]],
        };
        var text = new StringBuilder().AppendJoin("\n\n", prompts.Select(prompt => _prompts.Weave(prompt, values).Trim()));
        Append(text, "The project, as PROJECT.md tells it", Path.Combine(_project.Root, "PROJECT.md"));
        foreach (var addition in Additions(name))
        {
            Append(text, $"Additions of the user ({Path.GetRelativePath(_project.Root, addition)})", addition);
        }

        return Envelope.DefuseRules(text.ToString());
    }

    private void Append(StringBuilder text, string title, string path)
    {
        var read = ProjectText.Read(_project, path);
        var given = read.Text;
        if (read.Fault is { } fault)
        {
            var sentence = $"{Path.GetRelativePath(_project.Root, path)} {fault}.";
            Say(sentence);
            given = $"({sentence})";
        }

        if (!string.IsNullOrWhiteSpace(given))
        {
            text.Append("\n\n## ").Append(title).Append("\n\n").Append(given);
        }
    }

    private IEnumerable<string> Additions(string name)
    {
        string[] files;
        try
        {
            files = Directory.GetFileSystemEntries(Local, "*.md");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say($"The additions in {Local} could not be looked through: {error.Message}");
            return [];
        }

        string[] audiences = ["ALL", .. Names];
        bool Begins(string file, string audience) => Path.GetFileName(file).StartsWith(audience, StringComparison.OrdinalIgnoreCase);
        foreach (var file in files.Where(file => !audiences.Any(audience => Begins(file, audience))))
        {
            Say($"{file} is not used: its name begins with none of {string.Join(", ", audiences)}.");
        }

        return files.Where(file => Begins(file, "ALL") || Begins(file, name)).Order(StringComparer.Ordinal);
    }

    private string FileOf(string name) => Path.Combine(_project.Rules, name + ".md");

    /// <summary>The text of a file of that name that the user put there; null when there is none, or ours.</summary>
    private string? Users(string name)
    {
        var file = FileOf(name);
        var read = ProjectText.Read(_project, file, MaxBytes);
        if (read.Fault is { } fault)
        {
            throw new RuleTextException($"{file} {fault}. Move it away, and the rules are made from the prompts again.");
        }

        if (read.Text is null || read.Text.StartsWith(MarkBegin, StringComparison.Ordinal))
        {
            return null;
        }

        Say($"{file} is not made by cccc: it is used as it is, and nothing is woven into it.");
        return Envelope.DefuseRules(read.Text);
    }

    private void Write(string name, string text)
    {
        var file = FileOf(name);
        try
        {
            // A link in our folder's place could put the file anywhere.
            if (!RealPath.IsInside(_project.Root, file))
            {
                Say($"{file} is not written: {_project.Rules} leads out of the project.");
            }
            else if (ProjectText.Read(_project, file, MaxBytes).Text != text.Trim())
            {
                TextFile.Write(file, text);
            }
        }
        catch (TextFileException error)
        {
            // The file is for readers; the agents get the text all the same.
            Say($"The rules could not be laid out: {error.Message}");
        }
    }

    private void Remove(string name)
    {
        var file = FileOf(name);
        if (ProjectText.Read(_project, file, MaxBytes).Text?.StartsWith(MarkBegin, StringComparison.Ordinal) != true)
        {
            return;
        }

        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say($"{file} is out of date and could not be removed: {error.Message}");
        }
    }

    // They are made before many messages: one sentence of a kind is enough.
    private void Say(string sentence)
    {
        if (_said.Add(sentence))
        {
            _logger.LogWarning("{Sentence}", sentence);
        }
    }
}
