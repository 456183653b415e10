using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Console;
using Orchestrator.Tui.Dialogs;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Setup;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <summary>
/// One attached client's view of the session: panes, console, log, setup panel and dialogs. Events in, cells out; used on the event loop
/// only. It knows no terminal and no process, and does nothing by itself: without events it needs no drawing.
/// </summary>
public sealed partial class Cockpit : IDisposable
{
    private static readonly EngineSnapshot NoSession = new(SessionPhase.Running, SinglePeer: true, Paused: false, [], [], 0, null, null, default);

    private readonly CockpitContext _context;
    private readonly Theme _theme;
    private readonly TimeZoneInfo _zone;
    private readonly KeyChord _prefix;
    private readonly Requests _requests;
    private readonly ConsoleView _console;
    private readonly LogView _log;
    private readonly PaneView _paneA;
    private readonly PaneView _paneB;
    private readonly PaneView _paneRun;
    private readonly SetupView _setupView;
    private readonly PaneTiles? _tiles; // instead of console, log and agents' panes

    private SetupPanel? _setup;
    private IDialog? _dialog;
    private EngineSnapshot _snapshot;
    private TermSize _size;
    private CockpitGrid _grid;
    private Part _focus;
    private Part? _zoomed;

    /// <param name="context">The host's side.</param>
    /// <param name="size">The client's terminal. Any size: below 80x24 the cockpit says what it needs.</param>
    public Cockpit(CockpitContext context, TermSize size)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _theme = new Theme(context.Colour);
        _zone = context.Time.LocalTimeZone;
        _requests = new Requests(context.Post);
        var known = KeyChord.TryParse(context.Settings.Prefix, out _prefix);
        if (!known)
        {
            _prefix = KeyChord.Ctrl('b');
        }

        _snapshot = IsSession ? Engine.Snapshot : NoSession;
        _focus = Part.Console;
        _console = new ConsoleView(_theme, context.Time, context.ProjectName, $"{_prefix} ?", _snapshot, CommandTable.All, Submit);
        _log = new LogView(_theme, _zone);
        _paneA = new PaneView(_theme);
        _paneB = new PaneView(_theme);
        _paneRun = new PaneView(_theme);
        _tiles = IsSession ? null : new PaneTiles(_theme, context.Panes);
        _setupView = new SetupView(_theme, context.ProjectName);
        _size = size;
        if (!known)
        {
            _console.Hint($"tui.yaml: prefix {context.Settings.Prefix} is not a key; {_prefix} is used.");
        }

        AttachPanes();
        Arrange();
        OpenSetupInSetupPhase();
    }

    /// <summary>True when <see cref="Draw"/> would change the picture.</summary>
    public bool NeedsDraw => _everything || _dialog is { NeedsDraw: true } || PartsNeedDraw();

    /// <summary>The pane that has this client's keyboard, or null: the console, a dialog or the setup panel has it.</summary>
    public IPane? FocusedProgram => _dialog is null ? FocusedPane()?.Pane : null;

    private bool IsSession => _context.Layout == CockpitLayout.Session;

    private IEngine Engine => _context.Engine ?? throw new InvalidOperationException("A session's cockpit needs its engine.");

    private bool Fits => !IsSession || CockpitGrid.Fits(_size);

    /// <summary>The client's terminal has another size now.</summary>
    public void Resize(TermSize size)
    {
        if (size != _size)
        {
            _size = size;
            _dialog?.Resize(size);
            Arrange();
        }
    }

    /// <summary>A message that the timeline shows is in another state.</summary>
    public void DeliveryChanged(MessageLife life) => _console.Update(life);

    /// <summary>When something that is shown has aged so far that it reads otherwise, or null: then <see cref="RefreshAges"/>.</summary>
    public TimeSpan? NextAge => IsSession ? _console.NextAge : null;

    public void RefreshAges() => _console.RefreshAges();

    public void SnapshotChanged(EngineSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Phase == SessionPhase.Stopping && _snapshot.Phase != SessionPhase.Stopping)
        {
            _console.Hint("Ending the agents …");
        }

        var rearrange = snapshot.SinglePeer != _snapshot.SinglePeer || snapshot.Phase != _snapshot.Phase;
        _snapshot = snapshot;
        _console.Update(snapshot);
        _paneA.FrameChanged();
        _paneB.FrameChanged();
        _paneRun.FrameChanged();
        if (snapshot.Phase != SessionPhase.Setup)
        {
            rearrange |= _setup is not null;
            _setup = null;
        }

        if (rearrange)
        {
            if (snapshot.SinglePeer && _zoomed == Part.PeerB)
            {
                _zoomed = null;
            }

            if (snapshot.SinglePeer && _focus == Part.PeerB)
            {
                FocusOn(Part.PeerA);
            }

            Arrange();
            OpenSetupInSetupPhase();
        }

        AttachPanes();
    }

    public void TimelineAppended(TimelineEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _console.Append(entry);
    }

    public void Logged(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        _log.Append(line);
    }

    /// <summary>A pane's program printed, ended, or was replaced by a new one.</summary>
    public void PaneChanged(IPane pane)
    {
        AttachPanes();
        if (_tiles is not null)
        {
            for (var i = 0; i < _tiles.Views.Count; i++)
            {
                ScreenChanged(_tiles.Views[i], pane);
            }

            return;
        }

        ScreenChanged(_paneA, pane);
        ScreenChanged(_paneB, pane);
        ScreenChanged(_paneRun, pane);
    }

    /// <summary>A run of Aux or the Foreman is shown now, another one, or none any more.</summary>
    public void RunPaneChanged()
    {
        if (!IsSession)
        {
            return;
        }

        AttachPanes();
        if (!HasRun)
        {
            _zoomed = _zoomed == Part.Run ? null : _zoomed;
            if (_focus == Part.Run)
            {
                FocusOn(Part.Console);
            }
        }

        Arrange();
    }

    private bool HasRun => _paneRun.Pane is not null;

    private static void ScreenChanged(PaneView view, IPane pane)
    {
        if (ReferenceEquals(view.Pane, pane))
        {
            view.ScreenChanged();
        }
    }

    /// <summary>Answers that are still under way are dropped.</summary>
    public void Dispose() => _requests.Dispose();

    private void AttachPanes()
    {
        if (_tiles is not null)
        {
            _tiles.Attach();
            return;
        }

        _paneA.Attach(_context.Pane(AgentRole.PeerA));
        _paneB.Attach(_context.Pane(AgentRole.PeerB));
        _paneRun.Attach(_context.RunPane());
    }

    private void Arrange()
    {
        _everything = true;
        if (!Fits)
        {
            // The programs keep their sizes: every change of width costs them history, and nobody sees them now.
            return;
        }

        if (_tiles is not null)
        {
            _tiles.Arrange(new Rect(0, 0, _size.Columns, _size.Rows - BarRows));
            return;
        }

        _grid = CockpitGrid.For(_size, _snapshot.SinglePeer, _zoomed, HasRun);
        _console.Arrange(_grid.Console);
        _log.Arrange(_grid.Log);
        ArrangePane(_paneA, _grid.PeerA);
        ArrangePane(_paneB, _grid.PeerB);
        ArrangePane(_paneRun, _grid.Run);
    }

    private static void ArrangePane(PaneView view, Rect area)
    {
        // A pane that another hides keeps its size.
        if (!area.IsEmpty)
        {
            view.Arrange(area, framed: true);
        }
    }

    private void OpenSetupInSetupPhase()
    {
        if (IsSession && _snapshot.Phase == SessionPhase.Setup && _setup is null && _context.Setup is { } setup)
        {
            _setup = new SetupPanel(setup, _requests, AskQuit, AskLeftOver);
            _setup.Load();
            _everything = true;
        }
    }
}
