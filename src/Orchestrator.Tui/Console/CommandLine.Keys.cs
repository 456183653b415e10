using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <content>The keys of the command line. Only these are not text.</content>
internal sealed partial class CommandLine
{
    public static KeyTable<CommandLine> Keys { get; } = new("Command line",
    [
        new([KeyChord.Of(Key.Enter), KeyChord.Of(Key.KeypadEnter)], "run the line", static l => l.Submit()),
        new([KeyChord.Of(Key.Enter, Modifiers.Alt), KeyChord.Of(Key.Enter, Modifiers.Shift), KeyChord.Ctrl('j')], "begin a new line in the message", static l => l.Insert("\n")),
        new([KeyChord.Of(Key.Tab)], "complete a command or its argument", static l => l.Complete()),
        new([KeyChord.Of(Key.Up), KeyChord.Ctrl('p')], "older line", static l => l.Show(l._history.Older(l._editor.Text))),
        new([KeyChord.Of(Key.Down), KeyChord.Ctrl('n')], "newer line", static l => l.Show(l._history.Newer())),
        new([KeyChord.Ctrl('r')], "search older lines", static l => l.StartSearch()),
        new([KeyChord.Of(Key.Left)], "one character left", static l => l._editor.Left()),
        new([KeyChord.Of(Key.Right), KeyChord.Ctrl('f')], "one character right", static l => l._editor.Right()),
        new([KeyChord.Of(Key.Left, Modifiers.Control), KeyChord.Of(Key.Left, Modifiers.Alt), KeyChord.Alt('b')], "one word left", static l => l._editor.WordLeft()),
        new([KeyChord.Of(Key.Right, Modifiers.Control), KeyChord.Of(Key.Right, Modifiers.Alt), KeyChord.Alt('f')], "one word right", static l => l._editor.WordRight()),
        new([KeyChord.Of(Key.Home), KeyChord.Ctrl('a')], "start of the line", static l => l._editor.Home()),
        new([KeyChord.Of(Key.End), KeyChord.Ctrl('e')], "end of the line", static l => l._editor.End()),
        new([KeyChord.Of(Key.Backspace), KeyChord.Of(Key.Backspace, Modifiers.Shift), KeyChord.Ctrl('h')], "delete backwards", static l => l._editor.Backspace()),
        new([KeyChord.Of(Key.Delete)], "delete forwards", static l => l._editor.DeleteForward()),
        new([KeyChord.Ctrl('w'), KeyChord.Of(Key.Backspace, Modifiers.Alt), KeyChord.Of(Key.Backspace, Modifiers.Control)], "delete the word before", static l => l._editor.DeleteWordBack()),
        new([KeyChord.Alt('d'), KeyChord.Of(Key.Delete, Modifiers.Control)], "delete the word after", static l => l._editor.DeleteWordForward()),
        new([KeyChord.Ctrl('u')], "delete to the start of the line", static l => l._editor.DeleteToStart()),
        new([KeyChord.Ctrl('k')], "delete to the end of the line", static l => l._editor.DeleteToEnd()),
        new([KeyChord.Ctrl('c')], "clear the line; never quits", static l => l.ClearOrHint()),
        new([KeyChord.Ctrl('d')], "delete forwards; on an empty line says how to leave", static l => l.DeleteOrHint()),
    ]);

    private void Complete()
    {
        var completion = Completion.For(_editor.TextBeforeCursor, commands);
        if (completion is null)
        {
            return;
        }

        if (completion.Choices.Count == 1)
        {
            ReplaceBeforeCursor(completion.With(0));
            return;
        }

        if (completion.CommonText() is { } common)
        {
            ReplaceBeforeCursor(common);
            completion = Completion.For(common, commands);
        }

        Completion = completion;
    }

    // True when the key was for the popup: Tab and arrows choose, Enter takes the choice, Escape closes. Any other key goes on to the line.
    private bool HandleCompletionKey(KeyInput key)
    {
        if (Completion is not { } completion)
        {
            return false;
        }

        if (key.Is(Key.Tab) || key.Is(Key.Down))
        {
            completion.Move(1);
            return true;
        }

        if (key.Is(Key.Tab, Modifiers.Shift) || key.Is(Key.Up))
        {
            completion.Move(-1);
            return true;
        }

        if (key.Is(Key.Escape))
        {
            Completion = null;
            return true;
        }

        if (key.Is(Key.Enter) && completion.Selected >= 0)
        {
            Choose(completion.Selected);
            return true;
        }

        var typing = Typed(key) is not null and not " " || key.Is(Key.Backspace);
        Completion = null;
        if (!typing)
        {
            return false;
        }

        if (key.Is(Key.Backspace))
        {
            _editor.Backspace();
        }
        else
        {
            Insert(Typed(key)!);
        }

        Completion = Completion.For(_editor.TextBeforeCursor, commands);
        return true;
    }

    /// <summary>Closes the open completion and puts a choice of it into the line; -1 is none of them.</summary>
    public void Choose(int choice)
    {
        if (Completion is { } completion)
        {
            Completion = null;
            if (choice >= 0)
            {
                ReplaceBeforeCursor(completion.With(choice));
            }
        }
    }

    private void ReplaceBeforeCursor(string before)
    {
        var after = string.Concat(_editor.Clusters.Skip(_editor.Cursor));
        _editor.Set(after);
        while (_editor.Cursor > 0)
        {
            _editor.Left();
        }

        _editor.Insert(before);
    }

    private void StartSearch()
    {
        Search = new LineEditor();
        _found = -1;
    }

    private void HandleSearchKey(KeyInput key)
    {
        if (key.Is(Key.Escape) || KeyChord.Ctrl('g').Matches(key) || KeyChord.Ctrl('c').Matches(key))
        {
            Search = null;
        }
        else if (KeyChord.Ctrl('r').Matches(key))
        {
            Find(_found >= 0 ? _found : int.MaxValue);
        }
        else if (key.Is(Key.Backspace))
        {
            Search!.Backspace();
            Find(int.MaxValue);
        }
        else if (Typed(key) is { } text)
        {
            Insert(text);
        }
        else
        {
            // Enter, arrows, Tab ...: the line that was found is taken, to be edited or run.
            Show(Found);
            Search = null;
        }
    }

    private void Find(int before)
    {
        var text = Search!.Text;
        var found = text.Length == 0 ? -1 : _history.Search(text, before);

        // No older match: the one that is shown stays, unless the text itself has changed.
        _found = found >= 0 || before == int.MaxValue ? found : _found;
    }
}
