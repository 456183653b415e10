using System.Buffers;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Clients;

/// <summary>
/// What is said to the outer terminal beside the pictures: what it can do, how keys are to be told apart for the pane that has them, whether a pane wants to
/// see every move of the mouse, which colours it has. It is asked after the first picture; nothing that is drawn ever waits for an answer.
/// </summary>
public sealed class OuterDialogue
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly bool _takesMouse; // else it is left to the terminal, which selects text with it
    private bool _anyMotion;
    private bool _leftMouse;
    private bool _asked;

    /// <param name="environment">The client's.</param>
    /// <param name="links">False when the user wants no links in the terminal.</param>
    /// <param name="takesMouse">False leaves the mouse to the terminal (<c>tui.mouse</c>).</param>
    public OuterDialogue(IReadOnlyDictionary<string, string> environment, bool links = true, bool takesMouse = true)
    {
        _takesMouse = takesMouse;
        _environment = environment;
        var judged = OuterTerminal.FromEnvironment(environment);
        Outer = judged with { Hyperlinks = judged.Hyperlinks && links };
        Colors = new OuterColors(judged.Queries, environment.GetValueOrDefault("COLORFGBG"));
        Entered();
    }

    /// <summary>What is known of the terminal now.</summary>
    public OuterTerminal Outer { get; private set; }

    /// <summary>What it says of its colours.</summary>
    public OuterColors Colors { get; }

    /// <summary>What its keyboard was asked for last.</summary>
    public OuterKeyboard Keyboard { get; private set; }

    /// <summary>The terminal has taken <see cref="OuterTerminal.EnterSequence"/>, again perhaps: what was asked for before is forgotten there.</summary>
    public void Entered()
    {
        Keyboard = OuterKeyboard.Initial(Outer.Keys);
        Colors.Entered();
        _anyMotion = false;
        _leftMouse = false;
    }

    /// <summary>Appends what the terminal must be told now, mostly nothing.</summary>
    /// <param name="keysGoTo">The modes of the pane that gets the keys, null when the cockpit itself has them.</param>
    /// <param name="anyMotion">A pane that is shown wants mouse moves without a button (DECSET 1003).</param>
    public void Write(ScreenModes? keysGoTo, bool anyMotion, IBufferWriter<byte> output)
    {
        var keyboard = OuterKeyboard.For(Outer.Keys, keysGoTo);
        keyboard.WriteSwitch(Keyboard, output);
        Keyboard = keyboard;
        if (!_takesMouse && Outer.Mouse && !_leftMouse)
        {
            // The client, which knows no settings, has switched it on.
            output.Write("\e[?1006l\e[?1002l"u8);
            _leftMouse = true;
        }

        if (anyMotion != _anyMotion && Outer.Mouse && _takesMouse)
        {
            // xterm ctlseqs: the tracking modes exclude each other, and resetting one of them ends tracking.
            output.Write(anyMotion ? "\e[?1003h"u8 : "\e[?1003l\e[?1002h"u8);
            _anyMotion = anyMotion;
        }

        if (!_asked)
        {
            _asked = true;
            output.Write(Outer.Query.Span);
        }

        if (Colors.Write(output))
        {
            output.Write(OuterTerminal.LastQuery);
        }
    }

    /// <summary>Takes an answer. True when it told something new of <see cref="Outer"/>.</summary>
    public bool Hear(ReplyInput reply)
    {
        var known = OuterAnswers.Apply(Outer, reply, _environment);
        var news = !ReferenceEquals(known, Outer);
        Outer = known;
        return news;
    }
}
