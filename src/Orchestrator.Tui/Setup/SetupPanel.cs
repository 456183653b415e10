using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Setup;

/// <summary>The choice of actors before launch: four lists and two buttons.</summary>
/// <param name="setup">Where the choices come from and go to.</param>
/// <param name="requests">For answers that come later.</param>
/// <param name="askQuit">Opens the question.</param>
/// <param name="askLeftOver">Opens the question what becomes of so many messages of an earlier run, and gives the answer.</param>
internal sealed class SetupPanel(ISetup setup, Requests requests, Action askQuit, Action<int, Action<LeftOverMail>> askLeftOver)
{
    public const int LaunchButton = 4;
    public const int QuitButton = 5;

    private const int PeerA = 0;
    private const int PeerB = 1;
    private const int Aux = 2;
    private const int Foreman = 3;

    private CommandResult? _refused;

    public static KeyTable<SetupPanel> Keys { get; } = new("Setup panel",
    [
        new([KeyChord.Of(Key.Up), KeyChord.Char('k')], "the actor above", static s => s.Choose(-1)),
        new([KeyChord.Of(Key.Down), KeyChord.Char('j')], "the actor below", static s => s.Choose(1)),
        new([KeyChord.Of(Key.Tab)], "the next list or button", static s => s.MoveFocus(1)),
        new([KeyChord.Of(Key.Tab, Modifiers.Shift)], "the list or button before", static s => s.MoveFocus(-1)),
        new([KeyChord.Of(Key.Left), KeyChord.Of(Key.Right)], "the list or button beside", static s => s.Focus ^= 1),
        new([KeyChord.Of(Key.Enter), KeyChord.Of(Key.KeypadEnter)], "launch, or press the button", static s => s.Press()),
        new([KeyChord.Of(Key.Escape), KeyChord.Char('q')], "quit; asks first", static s => s.Quit()),
    ]);

    /// <summary>Empty until the actors are known.</summary>
    public RoleList[] Lists { get; private set; } = [];

    /// <summary>0 to 3: a list; then the buttons.</summary>
    public int Focus { get; set; }

    /// <summary>What is being waited for, or null.</summary>
    public string? Busy { get; private set; }

    public bool NeedsDraw { get; private set; } = true;

    public bool SinglePeer => Lists.Length > 0 && Lists[PeerB].IsNone;

    public bool ForemanIsNone => Lists.Length > 0 && Lists[Foreman].IsNone;

    public void Invalidate() => NeedsDraw = true;

    public void Drawn() => NeedsDraw = false;

    public void Load()
    {
        Busy = "Looking for the agents' programs on PATH …";
        requests.Start(setup.LoadAsync, Show);
    }

    /// <summary>The sentence for the red line, or null when all is well.</summary>
    public string? Fault()
    {
        if (_refused is { } refused)
        {
            return refused.Text;
        }

        if (Lists.Length > 0 && Lists[PeerA].IsNone)
        {
            return "agents.yaml has no actors. Add one, or remove the file to get the shipped ones.";
        }

        return Lists.Select(static l => l.Fault()).FirstOrDefault(static f => f is not null);
    }

    public void HandleKey(KeyInput key)
    {
        if (Keys.Find(key) is { } run)
        {
            run(this);
            NeedsDraw = true;
        }
    }

    public void Select(int list, int choice)
    {
        if (Busy is null && list < Lists.Length)
        {
            Focus = list;
            Lists[list].Select(choice);
            _refused = null;
        }

        NeedsDraw = true;
    }

    /// <summary>Enter launches from anywhere but the Quit button.</summary>
    public void Press()
    {
        if (Focus == QuitButton)
        {
            Quit();
        }
        else if (Busy is null && Lists.Length > 0)
        {
            _refused = null;
            if (Fault() is null)
            {
                Launch();
            }
        }

        NeedsDraw = true;
    }

    private void Quit() => askQuit();

    private void Choose(int step)
    {
        if (Focus < Lists.Length)
        {
            Select(Focus, Lists[Focus].Selected + step);
        }
    }

    private void MoveFocus(int step) => Focus = (Focus + step + QuitButton + 1) % (QuitButton + 1);

    private void Show(SetupState state)
    {
        Busy = null;
        var chosen = state.Choices;
        var first = state.Actors.FirstOrDefault(static a => a.Found)?.Actor.Id;
        Lists =
        [
            new RoleList("PeerA", mayBeNone: false, state.Actors, chosen.PeerA, first),
            new RoleList("PeerB", mayBeNone: true, state.Actors, chosen.PeerB, fallback: null),
            new RoleList("Aux", mayBeNone: true, state.Actors, chosen.Aux, fallback: null),
            new RoleList("Foreman", mayBeNone: true, state.Actors, chosen.Foreman, fallback: null),
        ];
        // A name that agents.yaml does not have is shown as another choice: that must not go unsaid.
        var unknown = Lists.Zip([chosen.PeerA, chosen.PeerB, chosen.Aux, chosen.Foreman])
            .Where(pair => pair.Second is { } id && state.Actors.All(a => a.Actor.Id != id))
            .Select(pair => $"{pair.First.Title}: there is no actor '{CleanText.OneLine(pair.Second!)}' in agents.yaml; choose another.").ToArray();
        _refused = unknown.Length > 0 ? new CommandResult(false, string.Join(' ', unknown)) : null;
        NeedsDraw = true;
    }

    private void Launch() => Launch(leftOver: null);

    private void Launch(LeftOverMail? leftOver)
    {
        string? Id(int list) => Lists[list].Actor?.Actor.Id;
        var choices = new RoleChoices(Id(PeerA), Id(PeerB), Id(Aux), Id(Foreman));
        Busy = "Launching …";
        requests.Start(token => setup.SaveAndLaunchAsync(choices, leftOver, token), Launched);
    }

    private void Launched(CommandResult result)
    {
        Busy = null;
        _refused = result.Ok ? null : result;
        NeedsDraw = true;
        if (result.LeftOver > 0)
        {
            askLeftOver(result.LeftOver, decision => Launch(decision));
        }
    }
}
