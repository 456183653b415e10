using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The line in which the user types commands: editing, history, search in it, completion. What is entered goes to <paramref name="submit"/>.</summary>
/// <param name="submit">Gets the line; true means that it was understood and is cleared.</param>
/// <param name="commands">What can be completed.</param>
/// <param name="hint">Shows a sentence to the user.</param>
internal sealed partial class CommandLine(Func<string, bool> submit, IReadOnlyList<SlashCommand> commands, Action<string> hint)
{
    private readonly LineEditor _editor = new();
    private readonly CommandHistory _history = new();

    public LineEditor Editor => _editor;

    /// <summary>The open completion, or null.</summary>
    public Completion? Completion { get; private set; }

    /// <summary>What is searched for in the history, or null.</summary>
    public LineEditor? Search { get; private set; }

    /// <summary>The line that the search found, or null.</summary>
    public string? Found => _found >= 0 ? _history.Line(_found) : null;

    private int _found = -1;

    public void HandleKey(KeyInput key)
    {
        if (key.IsRelease)
        {
            return;
        }

        if (Search is not null)
        {
            HandleSearchKey(key);
        }
        else if (!HandleCompletionKey(key))
        {
            if (Keys.Find(key) is { } run)
            {
                run(this);
            }
            else if (Typed(key) is { } text)
            {
                Insert(text);
            }
        }
    }

    /// <summary>Inserts typed or pasted text at the cursor.</summary>
    public void Insert(string text)
    {
        Completion = null;
        var target = Search ?? _editor;
        if (!target.Insert(Search is null ? text : CleanText.OneLine(text)))
        {
            hint($"The command line takes {LineEditor.MaxLength:N0} characters. Send a longer text from a file: cccc send a < FILE");
        }

        if (Search is not null)
        {
            Find(int.MaxValue);
        }
    }

    /// <summary>The text that a key types, or null: every character without Control, Alt or Super is text, none is special.</summary>
    private static string? Typed(KeyInput key)
    {
        const Modifiers commands = Modifiers.Control | Modifiers.Alt | Modifiers.Super | Modifiers.Hyper | Modifiers.Meta;
        if ((key.Modifiers & commands) != Modifiers.None)
        {
            return null;
        }

        if (key.Key == Key.Character)
        {
            var code = KeyChord.CharacterOf(key);
            return code < ' ' ? null : new System.Text.Rune(code).ToString();
        }

        return key.Key switch
        {
            >= Key.Keypad0 and <= Key.Keypad9 => ((char)('0' + (key.Key - Key.Keypad0))).ToString(),
            Key.KeypadDecimal => ".",
            Key.KeypadDivide => "/",
            Key.KeypadMultiply => "*",
            Key.KeypadSubtract => "-",
            Key.KeypadAdd => "+",
            Key.KeypadEqual => "=",
            _ => null,
        };
    }

    private void Submit()
    {
        var line = _editor.Text;
        if (line.AsSpan().Trim().IsEmpty)
        {
            return;
        }

        _history.Add(line);
        if (submit(line))
        {
            _editor.Clear();
        }
    }

    private void Show(string? line)
    {
        if (line is not null)
        {
            _editor.Set(line);
        }
    }

    private void ClearOrHint()
    {
        if (_editor.IsEmpty)
        {
            hint("/quit ends the session, /detach leaves it running.");
        }

        _editor.Clear();
    }

    private void DeleteOrHint()
    {
        if (_editor.IsEmpty)
        {
            hint("/quit ends the session, /detach leaves it running.");
        }
        else
        {
            _editor.DeleteForward();
        }
    }
}
