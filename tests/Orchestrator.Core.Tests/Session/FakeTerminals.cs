using System.Text;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Tests.Session;

/// <summary>Terminals with agents in them that a test directs: what is typed is recorded, what they show is posted to the engine.</summary>
internal sealed class FakeTerminals : IAgentTerminals
{
    private readonly Dictionary<AgentRole, FakePane> _panes = [];
    private int _processes = 1000;

    public Action<EngineEvent> Post { get; set; } = _ => { };

    public List<AgentLaunch> Launches { get; } = [];

    public List<AgentRole> Stops { get; } = [];

    /// <summary>What was to be typed, whether or not the screen allowed it then.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Everything that was typed, in order.</summary>
    public List<(AgentRole Role, string Text)> Writes { get; } = [];

    /// <summary>What was not typed at the last moment, and why.</summary>
    public List<(AgentRole Role, string Why)> HeldBack { get; } = [];

    /// <summary>Why nothing is taken now, or null.</summary>
    public string? Refuses { get; set; }

    /// <summary>What happens between the engine's look at the screen and its keys.</summary>
    public Action<AgentRole>? BeforeWrite { get; set; }

    /// <summary>Told of everything that is typed, on the engine's loop.</summary>
    public Action<string>? Written { get; set; }

    public Dictionary<AgentRole, string> StartFaults { get; } = [];

    public bool AnswersStops { get; set; } = true;

    public FakePane this[AgentRole role] => _panes[role];

    public IEnumerable<string> TextsFor(AgentRole role) =>
        Writes.Where(write => write.Role == role && write.Text.Contains("[NUDGE]", StringComparison.Ordinal)).Select(write => write.Text);

    public void Start(AgentLaunch launch)
    {
        Launches.Add(launch);
        _panes[launch.Role] = new FakePane(launch.Role, Post);
        Post(StartFaults.TryGetValue(launch.Role, out var fault)
            ? new AgentStartFailed(launch.Role, fault)
            : new AgentStarted(launch.Role, _processes++));
    }

    public void Write(AgentRole role, ReadOnlyMemory<byte> bytes, TypingGuard guard, Action<string?> done)
    {
        BeforeWrite?.Invoke(role);
        var text = Encoding.UTF8.GetString(bytes.Span);
        Asked.Add(text);
        if ((Refuses ?? guard(_panes[role].Look())) is { } obstacle)
        {
            HeldBack.Add((role, obstacle));
            done(obstacle);
            return;
        }

        done(null);
        Writes.Add((role, text));
        _panes[role].Receive(text);
        Written?.Invoke(text);
    }

    public void Stop(AgentRole role)
    {
        Stops.Add(role);
        if (AnswersStops)
        {
            Post(new AgentExited(role, new AgentExit(null, 1), []));
        }
    }
}

/// <summary>An agent's screen: some output, a mark while it works, a composer.</summary>
internal sealed class FakePane(AgentRole role, Action<EngineEvent> post)
{
    private long _version;
    private string _composer = "";
    private string _output = "welcome";
    private string[] _shown = [];
    private bool _busy;
    private bool _dialog;

    public AgentRole Role { get; } = role;

    /// <summary>So many of the next returns are lost.</summary>
    public int LosesReturns { get; set; }

    public bool OpensDialogOnPaste { get; set; }

    public bool Deaf { get; set; }

    public bool IsBusy => _busy;

    public bool HasDialog => _dialog;

    public int ReturnsIntoDialog { get; private set; }

    public List<string> Submitted { get; } = [];

    public Action<string>? OnSubmitted { get; set; }

    public void Receive(string text)
    {
        if (Deaf)
        {
            return;
        }

        if (text == "\r")
        {
            Return();
        }
        else if (text == "\u0015" && !_dialog)
        {
            _composer = "";
            Show();
        }
        else if (!_dialog)
        {
            _composer += text.Replace("\e[200~", "", StringComparison.Ordinal).Replace("\e[201~", "", StringComparison.Ordinal);
            _dialog = OpensDialogOnPaste;
            OpensDialogOnPaste = false;
            Show();
        }
    }

    public void Ready()
    {
        (_busy, _dialog) = (false, false);
        Show();
    }

    public void Work(string output = "working")
    {
        (_busy, _output) = (true, output);
        Show();
    }

    public void Finish(string output = "done")
    {
        (_busy, _output) = (false, output);
        Show();
    }

    public void Ask()
    {
        _dialog = true;
        Show();
    }

    public void Show(params string[] rows)
    {
        _shown = rows;
        _version++;
        post(new ScreenObserved(Role, Look()));
    }

    /// <summary>The screen changes, and nobody has been told of it yet.</summary>
    public void AskUnseen()
    {
        _dialog = true;
        _version++;
    }

    public void ShowUnseen(params string[] rows)
    {
        _shown = rows;
        _version++;
    }

    /// <summary>The screen as it is.</summary>
    public ScreenObservation Look()
    {
        var rows = _shown;
        var screen = rows.Length > 0 ? rows
            : _dialog ? [_output, _composer, "Do you want to proceed?", " 1. Yes"]
            : _busy ? [_output, "esc to interrupt", "> " + _composer]
            : [_output, "> " + _composer];
        return new ScreenObservation([.. screen], screen.Length - 1, screen[^1].Length, null, BracketedPaste: true, _version, Settled: true);
    }

    private void Return()
    {
        if (_dialog)
        {
            ReturnsIntoDialog++;
            return;
        }

        if (LosesReturns > 0)
        {
            LosesReturns--;
            return;
        }

        if (_composer.Length == 0)
        {
            return;
        }

        var line = _composer;
        Submitted.Add(line);
        _composer = "";
        Work(line);
        OnSubmitted?.Invoke(line);
    }
}
