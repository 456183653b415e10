using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Tui.Console;
using Orchestrator.Tui.Dialogs;

namespace Orchestrator.Tui;

/// <content>What the command line and the keys can do.</content>
public sealed partial class Cockpit
{
    private bool _setupHidden;

    // True when the line was understood: then the command line is cleared. Otherwise it stays, to be mended.
    private bool Submit(string line)
    {
        _console.ClearNotice();
        var text = line.Trim();
        if (CommandTable.ReadPrefix(text) is { } message)
        {
            var same = CommandTable.Find($"/{(message.Route == Route.PeerA ? "a" : message.Route == Route.PeerB ? "b" : "both")}")!;
            return Run(same, message.Text);
        }

        if (!text.StartsWith('/'))
        {
            _console.Hint(_snapshot.SinglePeer ? "Send it with /a TEXT or a: TEXT." : "Say who gets it: /a TEXT, /b TEXT or /both TEXT.");
            return false;
        }

        var end = text.AsSpan().IndexOfAny(" \t\n");
        var name = end < 0 ? text : text[..end];
        if (CommandTable.Find(name) is { } command)
        {
            return Run(command, end < 0 ? "" : text[end..].Trim());
        }

        var nearest = CommandTable.Nearest(name) is { } meant ? $" Did you mean {meant.Usage}?" : " /help lists the commands.";
        _console.Hint($"Unknown command {name}.{nearest}");
        return false;
    }

    private bool Run(CockpitCommand command, string argument)
    {
        var known = command.Choices.IsEmpty || argument.Length == 0 || command.Choices.Any(c => c.Text.Equals(argument, StringComparison.OrdinalIgnoreCase));
        var missing = command.Argument == "TEXT" && argument.Length == 0;
        var excess = command.Argument.Length == 0 && argument.Length > 0;
        if (!known || missing || excess)
        {
            _console.Hint($"Usage: {command.Usage}");
            return false;
        }

        command.Run(this, argument);
        return true;
    }

    internal void Send(Route route, string text) => Ask(token => Engine.SendAsync(route, text, token));

    internal void Pause() => Ask(Engine.PauseAsync);

    internal void Resume() => Ask(Engine.ResumeAsync);

    internal void Aux(string text)
    {
        _console.Hint("Aux is asked; what it finds comes into the timeline.");
        _requests.Start(token => Engine.AuxAsync(text, "User", token), result =>
        {
            if (!result.Ok)
            {
                _console.Say(result);
            }
        });
    }

    internal void Foreman(string order) => Ask(token => Engine.ForemanAsync(Enum.TryParse(order, ignoreCase: true, out ForemanOrder known) ? known : ForemanOrder.Status, token));

    internal void Restart(string which)
    {
        AgentRole? role = which.ToLowerInvariant() switch
        {
            "a" => AgentRole.PeerA,
            "b" => AgentRole.PeerB,
            _ => null,
        };
        Ask(token => Engine.RestartAsync(role, token));
    }

    internal void Verbose(string value)
    {
        if (value.Length > 0)
        {
            _log.SetVerbose(value.Equals("on", StringComparison.OrdinalIgnoreCase));
        }

        _console.Say(new CommandResult(Ok: true, _log.Verbose ? "The log shows all lines." : "The log hides details."));
    }

    internal void ShowStatus() => Open(new TextDialog(_theme, "status", StatusText.Of(_snapshot, _theme, _zone)));

    internal void ShowTasks(string id)
    {
        if (_snapshot.Plan is not { } plan)
        {
            _console.Hint("No plan: this project has no docs/por.");
        }
        else if (id.Length == 0)
        {
            Open(new TextDialog(_theme, "plan", PlanText.Of(plan, _theme)));
        }
        else if (plan.Find(id) is { IsEmpty: false } tasks)
        {
            Open(new TextDialog(_theme, tasks[0].Id, PlanText.Of(tasks, _theme)));
        }
        else
        {
            _console.Hint($"There is no task {id}; /task lists those that there are.");
        }
    }

    internal void ShowHelp() => Open(new TextDialog(_theme, "keys and commands", HelpText.Lines(_theme, _prefix.ToString(), IsSession, _tiles?.AreMany ?? false)));

    internal void AskQuit() => Open(new QuitDialog(_theme, IsSession ? "agents" : "program", _context.Quit, _context.Detach));

    internal void AskLeftOver(int messages, Action<LeftOverMail> decide) => Open(new LeftOverDialog(_theme, messages, decide));

    internal void Detach() => _context.Detach();

    internal void OpenSetup()
    {
        if (_setup is null)
        {
            _console.Hint("Agents are chosen before launch. To change them: /quit, then start cccc again.");
            return;
        }

        _setupHidden = false;
        _everything = true;
    }

    // Before launch, focusing a part shows the session behind the panel; /setup brings the panel back.
    private void HideSetup()
    {
        if (ShowsSetup)
        {
            _setupHidden = true;
            _everything = true;
            _console.Hint("/setup goes back to the choice of agents.");
        }
    }

    private void Ask(Func<CancellationToken, Task<CommandResult>> ask) => _requests.Start(ask, _console.Say);

    internal void Open(IDialog dialog)
    {
        _dialog = dialog;
        dialog.Resize(_size);
        _everything = true; // it may replace a larger one
    }

    private void DialogHandled()
    {
        if (_dialog is { IsClosed: true })
        {
            _dialog = null;
            _everything = true;
        }
    }
}
