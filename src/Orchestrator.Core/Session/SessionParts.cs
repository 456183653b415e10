using System.Collections.Immutable;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>The parts of a session, made and put together once: each owns its state, and which of them is advanced in which order stands here.</summary>
internal sealed class SessionParts
{
    private readonly RoleRules _rules;
    private readonly SystemTexts _texts;
    private readonly WatchMailbox _watch;
    private readonly TurnLimits _limits;
    private readonly DamperDuty _damper;
    private readonly QuietHoursDuty _quietHours;
    private readonly Dictionary<Agent, ScreenDuty> _screens = [];
    private IAsyncDisposable? _watching;

    /// <param name="publish">Shows the snapshot as it is now to who watches.</param>
    public SessionParts(SessionContext session, EngineSurroundings around, Random random, Action publish, CancellationToken lifetime)
    {
        Session = session;
        _rules = around.Rules;
        _texts = around.Texts ?? ((name, role, _) => $"{name} for {role.Label()}");
        _watch = around.Watch ?? StartWatcher;
        Commands = new CommandDesk(session.Post);
        var filter = new HandOffFilter(session.Settings.HandOffFilter);
        var inboxes = new InboxTransport(session, around.Rules, filter);
        Routes = new MailRoutes(session, inboxes);
        Plan = new PlanDesk(session, (agent, text, id) => Routes.TellAsync(agent.Address, text, id));
        Post = new PostOffice(session, Routes, inboxes, new MailWords(session, Routes, Plan), filter);
        InboxFiles = new InboxDesk(session, inboxes);
        Messages = new MessageDesk(session, Routes);
        User = new UserDesk(session, Routes);
        Prompts = new PromptDesk(session, Commands);
        Runs = new RunDesk(session, around.RunTerminals, around.RunTexts);
        _limits = new TurnLimits(session, () => Plan.OpenTasks);
        _damper = new DamperDuty(session, _limits);
        _quietHours = new QuietHoursDuty(session, _limits);
        Foreman = new ForemanDuty(session, Runs, new ForemanPost(session, Routes), _limits, Plan, around.Look, lifetime);
        Aux = new AuxDuty(session, Runs);
        var takeUp = new MailTakeUp(session, InboxFiles, Messages, Post);
        Crew = new Crew(session, around.Terminals, Routes, takeUp, random, leftOver => OnLaunchedAsync(takeUp, leftOver, publish));
        Duties = [Post, Messages, _quietHours, _damper, Runs, Foreman, Aux, Crew];
    }

    public SessionContext Session { get; }

    public CommandDesk Commands { get; }

    public MailRoutes Routes { get; }

    public PostOffice Post { get; }

    public InboxDesk InboxFiles { get; }

    public MessageDesk Messages { get; }

    public UserDesk User { get; }

    public PromptDesk Prompts { get; }

    public PlanDesk Plan { get; }

    public RunDesk Runs { get; }

    public ForemanDuty Foreman { get; }

    public AuxDuty Aux { get; }

    public Crew Crew { get; }

    /// <summary>In the order in which they are advanced.</summary>
    public ImmutableArray<IDuty> Duties { get; private set; }

    public ScreenDuty? ScreenOf(Agent? agent) => agent is null ? null : _screens.GetValueOrDefault(agent);

    /// <summary>Whether nothing runs any more that the session has started.</summary>
    public bool AllEnded => !Runs.IsAnyUnderWay && !Crew.IsAnyUp;

    public async Task StopWatchingAsync()
    {
        await Plan.DisposeAsync();
        if (_watching is { } watching)
        {
            _watching = null;
            await watching.DisposeAsync();
        }
    }

    private async Task OnLaunchedAsync(MailTakeUp takeUp, LeftOverMail leftOver, Action publish)
    {
        // What puts mail into an inbox comes before what tells the agent of it: no other event may follow for minutes.
        Duties = [Post, Messages, .. Session.Agents.All.SelectMany(DutiesOf), _quietHours, _damper, Runs, Foreman, Aux, Crew];
        // Before the first process starts: the mode decides how much room its terminal gets.
        publish();
        await takeUp.TakeUpAsync(leftOver);
        await Plan.RefreshAsync();
        _watching = _watch([.. Session.Agents.All.Select(agent => agent.Role)], new MailToEvents(engineEvent => Session.Post(engineEvent)));
        await Foreman.BeginAsync();
    }

    private IEnumerable<IDuty> DutiesOf(Agent agent)
    {
        _screens[agent] = new ScreenDuty(Session, agent);
        return
        [
            _screens[agent],
            new KeepaliveDuty(Session, agent, Routes, Post, _limits),
            new SelfCheckDuty(Session, agent, Routes, _limits, _rules, _texts),
            new NudgeDuty(Session, agent, _limits),
            new CompactDuty(Session, agent, _limits),
            new BudgetDuty(Session, agent),
        ];
    }

    private MailboxWatcher StartWatcher(IReadOnlyList<AgentRole> roles, IMailObserver observer)
    {
        var watcher = new MailboxWatcher(Session.Mailbox, roles, Session.Settings.Delivery, Session.Time, observer);
        watcher.Start();
        return watcher;
    }
}
