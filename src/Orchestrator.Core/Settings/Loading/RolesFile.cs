using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Yaml;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>
/// Writes the role choices into the project's <c>cli_profiles.yaml</c>. The text is edited where the four values stand and nowhere else, so
/// comments, order, unknown keys, quotes and line ends stay as the user wrote them.
/// </summary>
public static class RolesFile
{
    private const int MostNodes = 100_000;

    /// <summary>Creates the file from the shipped text when it is missing; otherwise changes it in one step, or not at all.</summary>
    /// <exception cref="TextFileException">The file cannot be read, parsed, edited safely, or written; it is untouched then.</exception>
    /// <exception cref="ArgumentException">A choice is no actor's id.</exception>
    public static void Save(ProjectFolder folder, RoleChoices choices)
    {
        var file = Path.Combine(folder.Settings, SettingsSchema.ProfilesFile);
        var before = TextFile.Read(file);
        var after = Edit(before ?? ShippedSettings.Text(SettingsSchema.ProfilesFile), choices, file);
        if (after != before)
        {
            TextFile.Write(file, after);
        }
    }

    /// <summary>The text with the choices in it.</summary>
    /// <param name="file">For the messages.</param>
    internal static string Edit(string text, RoleChoices choices, string file)
    {
        var mark = text.StartsWith('\uFEFF') ? "\uFEFF" : string.Empty;
        var body = text[mark.Length..];
        (string Role, string? Actor)[] wanted =
        [
            ("peerA", Checked(choices.PeerA)),
            ("peerB", Checked(choices.PeerB)),
            ("aux", Checked(choices.Aux)),
            ("foreman", Checked(choices.Foreman)),
        ];

        // First on the text as it is, so that a refusal names the user's own line.
        foreach ((var role, var actor) in wanted)
        {
            _ = new RoleEdit(body, file).Set(role, actor);
        }

        // One role at a time, as each edit moves the places of the next; the last first, because a new entry comes before the others.
        var before = YamlText.Parse(body, file);
        try
        {
            foreach ((var role, var actor) in wanted.Reverse())
            {
                body = new RoleEdit(body, file).Set(role, actor);
            }

            if (IsRight(before, YamlText.Parse(body, file), wanted))
            {
                return mark + body;
            }
        }
        catch (TextFileException error)
        {
            throw ByHand(file, error);
        }

        throw ByHand(file, inner: null);
    }

    private static string? Checked(string? actor) => actor switch
    {
        null => null,
        _ when ValueCheck.IsActorId(actor) && !ValueCheck.IsOff(actor) => actor,
        _ => throw new ArgumentException($"'{actor}' is no actor's id.", nameof(actor)),
    };

    /// <summary>Reads the edited text back: it must say what was chosen, and all else as before. A text that YAML reads in an unexpected way is refused, not broken.</summary>
    private static bool IsRight(YamlNode? before, YamlNode? after, (string Role, string? Actor)[] wanted)
    {
        if (Flat(before) is not { } oldValues || Flat(after) is not { } newValues)
        {
            return false; // Aliases of aliases: more than can be compared.
        }

        var right = true;
        foreach ((var role, var actor) in wanted)
        {
            var key = $"roles/{role}/actor";
            right &= newValues.TryGetValue(key, out var value) && (actor is null ? ValueCheck.IsOff(value) : value == actor);
            oldValues.Remove(key);
            newValues.Remove(key);
        }

        return right && oldValues.Count == newValues.Count && oldValues.All(pair => newValues.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }

    private static TextFileException ByHand(string file, Exception? inner) =>
        new(file, 0, "the roles cannot be written into this file without changing something else in it; write the four `actor:` lines under `roles:` by hand.", inner);

    /// <returns>Every value by its path, aliases resolved; null when those make it more than <see cref="MostNodes"/> nodes.</returns>
    private static Dictionary<string, string>? Flat(YamlNode? root)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var nodes = 0;
        if (root is not null)
        {
            Add(root, string.Empty);
        }

        return nodes <= MostNodes ? values : null;

        void Add(YamlNode written, string path)
        {
            var node = written.Resolved;
            if (++nodes > MostNodes)
            {
                return;
            }

            if (node.Kind == YamlKind.Scalar)
            {
                // An empty group may become a full one: what is not there is no value.
                if (!node.IsNull || path.EndsWith("/actor", StringComparison.OrdinalIgnoreCase))
                {
                    values[path] = node.IsNull ? string.Empty : node.Value;
                }
            }

            foreach ((var key, var value) in node.Pairs)
            {
                Add(value, path.Length == 0 ? key.Value : $"{path}/{key.Value}");
            }

            for (var i = 0; i < node.Items.Count; i++)
            {
                Add(node.Items[i], $"{path}/{i}");
            }
        }
    }
}
