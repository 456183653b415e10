using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>The agents' processes: launched, started again, ended; and who waits for them to be up. Used on the engine's loop only.</summary>
/// <param name="launched">Told when the agents are chosen and recorded, before the first process starts: mail of an earlier run is taken up there.</param>
internal sealed class Crew(SessionContext session, IAgentTerminals terminals, MailRoutes routes, MailTakeUp mail, Random random, Func<LeftOverMail, Task> launched) : IDuty
{
    // A process that ends this soon after its start never came to work: a wrong flag, a missing login.
    private static readonly TimeSpan EarlyExit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(15);

    private readonly List<PendingStart> _pending = [];

    public string Name => "start";

    public bool IsAlways => true;

    public DateTimeOffset? Due => _pending.Where(pending => !pending.IsKnown).Select(pending => (DateTimeOffset?)pending.Deadline).Min();

    public bool IsAnyUp => session.Agents.All.Any(agent => agent.IsUp);

    public async Task<StartAnswer> LaunchAsync(RoleChoices choices, LeftOverMail leftOver)
    {
        if (session.Phase != SessionPhase.Setup)
        {
            return StartAnswer.Refused(session.IsRunning ? "The session runs already; the mode and the agents are chosen at its start." : "The session is ending.");
        }

        var agents = new List<Agent>();
        foreach (var (role, id) in Wanted(choices))
        {
            if (session.Actors.Find(id) is not { } actor)
            {
                var known = string.Join(", ", session.Actors.Ids);
                return StartAnswer.Refused(id is null ? $"{role.Label()} needs an actor; known are {known}." : $"{role.Label()}: there is no actor '{id}'; known are {known}.");
            }

            agents.Add(new Agent(role, actor.Id, session, new NudgeSchedule(session.Settings.Delivery, random), new Keepalive(session.Settings.Delivery, choices.SinglePeer)));
        }

        try
        {
            agents.ForEach(agent => agent.Take(AgentRun.NotStarted(session, agent, terminals)));
        }
        catch (ArgumentException e)
        {
            session.LogError("A state rule is no regular expression.", e);
            return StartAnswer.Refused($"A state rule in agents.yaml is no regular expression: {e.Message}");
        }

        try
        {
            session.Mailbox.EnsureFolders(agents.Select(agent => agent.Role));
            if (leftOver == LeftOverMail.Ask && mail.CountLeftOver(agents.Select(agent => agent.Role)) is > 0 and var waiting)
            {
                return new StartAnswer(
                    new CommandResult(false, $"{waiting} message(s) of an earlier run wait in the inboxes: resume, archive or discard them?", LeftOver: waiting), null);
            }

            await session.Journal.RecordAsync(LedgerKinds.Launch, ("single_peer", choices.SinglePeer), ("peerA", choices.PeerA), ("peerB", choices.PeerB));
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            session.LogError("The launch could not be prepared.", e);
            return StartAnswer.Refused(e.Message);
        }

        session.Choices = choices;
        session.Phase = SessionPhase.Running;
        session.Agents.Add(agents);
        await launched(leftOver);
        var pending = AwaitStart(agents);
        foreach (var agent in agents)
        {
            await StartAsync(agent);
        }

        return new StartAnswer(null, pending.Answer);
    }

    /// <param name="role">Null: all.</param>
    public async Task<StartAnswer> RestartAsync(AgentRole? role)
    {
        if (!session.IsRunning)
        {
            return StartAnswer.Refused("No agent is launched.");
        }

        var agents = session.Agents.All.Where(agent => role is null || agent.Role == role).ToList();
        if (agents.Count == 0)
        {
            return StartAnswer.Refused($"Single-peer mode: there is no {role?.Label()}.");
        }

        var pending = AwaitStart(agents);
        foreach (var agent in agents)
        {
            await session.Journal.RecordAsync(LedgerKinds.PeerRestarted, ("peer", agent.Label), ("reason", "asked by the user"));
            if (agent.IsUp)
            {
                agent.Run.IsRestarting = true;
                terminals.Stop(agent.Role);
            }
            else
            {
                await StartAsync(agent);
            }
        }

        return new StartAnswer(null, pending.Answer);
    }

    public async Task OnStartedAsync(AgentStarted started)
    {
        if (session.Agents.Find(started.Role) is not { } agent)
        {
            return;
        }

        agent.Run.ProcessId = started.ProcessId;
        session.Log(LogLevel.Information, $"{agent.Label} ({agent.Actor.Id}) started, process {started.ProcessId}.");
        // It runs, whether or not that can be recorded: who waits for it is told.
        Tell(agent.Role, started: true, $"{agent.Label} ({agent.Actor.Id}) started.");
        await session.Journal.RecordAsync(LedgerKinds.PeerStarted, ("peer", agent.Label), ("actor", agent.Actor.Id), ("pid", started.ProcessId));
    }

    public async Task OnStartFailedAsync(AgentStartFailed failed)
    {
        if (session.Agents.Find(failed.Role) is not { } agent)
        {
            return;
        }

        Ended(agent);
        session.Log(LogLevel.Error, $"{agent.Label} ({agent.Actor.Id}) did not start: {failed.Reason}");
        session.Show(TimelineKind.Error, agent.Label, $"did not start: {failed.Reason}");
        Tell(agent.Role, started: false, $"{agent.Label} did not start: {failed.Reason}");
        await session.Journal.RecordAsync(LedgerKinds.PeerStartFailed, ("peer", agent.Label), ("reason", failed.Reason));
    }

    public async Task OnExitedAsync(AgentExited exited)
    {
        if (session.Agents.Find(exited.Role) is not { IsUp: true } agent)
        {
            return;
        }

        var restarts = agent.Run.IsRestarting;
        var wanted = restarts || session.Phase == SessionPhase.Stopping;
        var lived = session.Now - agent.Run.StartedAt;
        var crashed = !wanted && (exited.Exit.ExitCode != 0 || lived < EarlyExit);
        Ended(agent);
        session.Log(crashed ? LogLevel.Warning : LogLevel.Information, $"{agent.Label} ended after {lived.TotalSeconds:0.0} s: {exited.Exit}.");
        if (!wanted)
        {
            session.Show(crashed ? TimelineKind.Error : TimelineKind.Warning, agent.Label, ExitText(agent, exited, lived));
        }

        try
        {
            await session.Journal.RecordAsync(
                crashed ? LedgerKinds.PeerCrashDetected : LedgerKinds.PeerExited,
                ("peer", agent.Label), ("exit", exited.Exit.ToString()), ("lived_s", (long)lived.TotalSeconds));
        }
        finally
        {
            if (restarts && session.IsRunning)
            {
                await StartAsync(agent);
            }
        }
    }

    /// <summary>The session ends: nothing starts any more, and what runs is told to end.</summary>
    public void StopAll()
    {
        _pending.ForEach(pending => pending.GiveUp(_ => "The session is ending."));
        foreach (var agent in session.Agents.All.Where(agent => agent.IsUp))
        {
            terminals.Stop(agent.Role);
        }
    }

    /// <summary>Who has waited long enough for an agent is told so.</summary>
    public Task AdvanceAsync()
    {
        foreach (var pending in _pending.Where(pending => session.Now >= pending.Deadline))
        {
            pending.GiveUp(role => session.Agents[role].Run.IsRestarting
                ? $"{role.Label()} was told to end and has not ended after {StartBound.TotalSeconds:0} s."
                : $"{role.Label()} has not started after {StartBound.TotalSeconds:0} s.");
        }

        return Task.CompletedTask;
    }

    /// <summary>Gives the answers that are known, after the views have been told.</summary>
    public void Release()
    {
        _pending.ForEach(pending => pending.Release());
        _pending.RemoveAll(pending => pending.IsKnown);
    }

    private static IEnumerable<(AgentRole Role, string? Actor)> Wanted(RoleChoices choices) =>
        choices.SinglePeer ? [(AgentRole.PeerA, choices.PeerA)] : [(AgentRole.PeerA, choices.PeerA), (AgentRole.PeerB, choices.PeerB)];

    private static string ExitText(Agent agent, AgentExited exited, TimeSpan lived)
    {
        var mail = agent.InboxCount > 0 ? $" Its inbox keeps {agent.InboxCount} message(s)." : "";
        var rows = exited.LastRows.IsDefaultOrEmpty ? "" : "\n" + string.Join('\n', exited.LastRows);
        return $"ended after {lived.TotalSeconds:0} s ({exited.Exit}). /restart {agent.Role.ShortName()} starts it again.{mail}{rows}";
    }

    private PendingStart AwaitStart(IEnumerable<Agent> agents)
    {
        var pending = new PendingStart(agents.Select(agent => agent.Role), session.Now + StartBound);
        _pending.Add(pending);
        return pending;
    }

    private async Task StartAsync(Agent agent)
    {
        agent.Run.Hands.Abandon();
        agent.Take(AgentRun.Starting(session, agent, terminals));
        agent.Nudges.ForgetAnnouncements();
        await GiveRulesForOldMailAsync(agent);
        terminals.Start(LaunchOf(agent));
    }

    private AgentLaunch LaunchOf(Agent agent)
    {
        var project = session.Project;
        var mailbox = project.MailboxOf(agent.Role);
        var command = agent.Actor.Command.Select(part => part
            .Replace("{mailbox}", mailbox, StringComparison.Ordinal)
            .Replace("{project}", project.Root, StringComparison.Ordinal)
            .Replace("{role}", agent.Label, StringComparison.Ordinal));
        var environment = agent.Actor.Environment
            .SetItem("CCCC_ROLE", agent.Label)
            .SetItem("CCCC_MAILBOX", mailbox)
            .SetItem("CCCC_PROJECT", project.Root);
        return new AgentLaunch(agent.Role, agent.Actor.Id, [.. command], project.Root, environment);
    }

    // Old mail was written before this start, so nothing else would bring the rules to the agent before it acts on it.
    private async Task GiveRulesForOldMailAsync(Agent agent)
    {
        if (agent.Nudges.Open == 0)
        {
            return;
        }

        try
        {
            await routes.TellAsync(agent.Address, $"{agent.Nudges.Open} message(s) from before this start wait in your inbox. Read this one first, then handle them, oldest first.");
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            session.LogError($"The rules for {agent.Label} could not be stored; they go with its next message.", e);
        }
    }

    private void Ended(Agent agent)
    {
        agent.Run.End(session.Now);
        agent.Keepalive.Disarm();
    }

    private void Tell(AgentRole role, bool started, string sentence) => _pending.ForEach(pending => pending.Tell(role, started, sentence));
}
