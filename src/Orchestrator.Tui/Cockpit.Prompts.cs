using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Dialogs;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <content>Prompts of agents: what the user saw when a line was begun is what the line answers.</content>
public sealed partial class Cockpit
{
    // The prompts that were shown when the line in the console was begun: a prompt that comes while an answer is typed is not answered by it.
    private readonly Dictionary<AgentRole, string?> _promptsSeen = [];

    private void LookAtPrompts()
    {
        _promptsSeen.Clear();
        foreach (var agent in _snapshot.Agents)
        {
            _promptsSeen[agent.Role] = agent.Prompt?.Id;
        }
    }

    /// <summary>Before whatever may begin a line in the console.</summary>
    private void BeforeLine()
    {
        if (_console.IsLineEmpty)
        {
            LookAtPrompts();
        }
    }

    /// <param name="what"><c>N</c>, or <c>a N</c>.</param>
    internal void AnswerPrompt(string what)
    {
        var words = what.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 1 or 2 && PromptAnswer.Parse(words[^1]) is { Choice: PromptChoice.Answer } answer)
        {
            AnswerPrompt(answer, words.Length == 2 ? words[0] : "");
        }
        else
        {
            _console.Hint("Usage: /answer [a|b] N, with the number that stands before the entry.");
        }
    }

    internal void AnswerPrompt(PromptAnswer answer, string who)
    {
        if (WhichAsks(who) is not { } agent)
        {
            return;
        }

        var seen = _promptsSeen.GetValueOrDefault(agent.Role);
        if (agent.Prompt is { } prompt && prompt.Id != seen)
        {
            // From now on this one has been seen.
            LookAtPrompts();
            _console.Hint(seen is null
                ? $"Nothing was typed: the prompt of {agent.Role.Label()} came while you were typing. Look at it, then give the command again."
                : $"Nothing was typed: {agent.Role.Label()} shows another prompt than when you began to type. Look at it, then give the command again.");
            return;
        }

        Ask(token => Engine.AnswerPromptAsync(agent.Role, answer, seen, token));
    }

    internal void TypeRaw(AgentRole role, string text) => TypeRaw(role, text, null);

    private void TypeRaw(AgentRole role, string text, string? overPrompt)
    {
        var asked = _inputs;
        _requests.Start(
            token => Engine.TypeRawAsync(role, text, overPrompt, token),
            result =>
            {
                if (result.Prompt is not { } prompt)
                {
                    _console.Say(result);
                }
                else
                {
                    // A "y" of what is being typed now would be taken for the answer.
                    OpenLate(
                        asked,
                        new PromptDialog(_theme, role, prompt, text, () => TypeRaw(role, text, prompt.Id), PassOn),
                        $"Nothing was typed into {role.Label()}: it shows a prompt. Look at it, then give the command again.");
                }
            });

        void PassOn(KeyInput key)
        {
            DialogHandled();
            HandleKey(key);
            _console.Hint($"Nothing was typed into {role.Label()}: it shows a prompt.");
        }
    }

    internal void Explain(string who)
    {
        var role = AgentRoles.Parse(who) ?? AgentRole.PeerA; // nothing, else the table would have refused it
        var asked = _inputs;
        _requests.Start(
            token => Engine.ExplainAsync(role, token),
            explanation =>
            {
                if (explanation is null)
                {
                    _console.Hint(NotThere(role));
                    return;
                }

                var lines = ExplanationText.Of(explanation, _zone).Select((line, i) => new TextRun[] { new(CleanText.OneLine(line), i == 0 ? _theme.Strong : _theme.Text) });
                OpenLate(asked, new TextDialog(_theme, $"explain {role.Label()}", [.. lines]), $"{role.Label()} was not explained: you went on typing. Give the command again.");
            });
    }

    /// <summary>Opens what the engine has answered, unless its user has gone on typing: those keys would go into it.</summary>
    /// <param name="asked">The user's inputs when it was asked for.</param>
    private void OpenLate(long asked, IDialog dialog, string instead)
    {
        if (_inputs == asked)
        {
            Open(dialog);
        }
        else
        {
            _console.Hint(instead);
        }
    }

    private string NotThere(AgentRole role) => _snapshot.SinglePeer && role == AgentRole.PeerB ? "Single-peer mode: there is no PeerB." : $"{role.Label()} is not launched.";

    // Without a name it is the one that asks.
    private AgentView? WhichAsks(string who)
    {
        if (who.Length > 0)
        {
            if (AgentRoles.Parse(who) is not { } role)
            {
                _console.Hint($"'{CleanText.OneLine(who)}' is no agent: a or b.");
                return null;
            }

            var named = _snapshot.Agents.FirstOrDefault(agent => agent.Role == role);
            if (named is null)
            {
                _console.Hint(NotThere(role));
            }

            return named;
        }

        AgentView[] asking = [.. _snapshot.Agents.Where(static agent => agent.Prompt is not null)];
        if (asking.Length != 1)
        {
            _console.Hint(asking.Length == 0 ? "No agent shows a prompt." : "Both agents show a prompt: say a or b.");
            return null;
        }

        return asking[0];
    }
}
