using System.Collections.Immutable;
using Orchestrator.Terminal.Input;

namespace Orchestrator.Tui.Widgets;

/// <summary>A binding as help and docs show it.</summary>
/// <param name="Keys">The keys, spelled; alternatives with a blank between. Or what to type.</param>
/// <param name="IsTyped">True when <paramref name="Keys"/> is one text to type, not alternatives.</param>
/// <param name="Verb">What it asks of the session; empty when it asks nothing.</param>
internal readonly record struct KeyHelp(string Keys, string Help, bool IsTyped = false, string Verb = "");

/// <summary>Keys that do something to a <typeparamref name="T"/>, declared once: what runs, and what the help and the docs say.</summary>
internal sealed class KeyTable<T>(string title, ImmutableArray<KeyTable<T>.Binding> bindings)
{
    /// <param name="Help">Half a sentence, in the imperative.</param>
    public sealed record Binding(ImmutableArray<KeyChord> Chords, string Help, Action<T> Run);

    public string Title { get; } = title;

    public IEnumerable<KeyHelp> Help => bindings.Select(static b => new KeyHelp(string.Join(' ', b.Chords), b.Help));

    /// <summary>What a key is bound to, or null.</summary>
    public Action<T>? Find(KeyInput input)
    {
        foreach (var binding in bindings)
        {
            foreach (var chord in binding.Chords)
            {
                if (chord.Matches(input))
                {
                    return binding.Run;
                }
            }
        }

        return null;
    }
}
