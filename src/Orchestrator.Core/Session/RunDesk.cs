using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Rules;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <summary>
/// Runs of Aux and the Foreman: processes that do one thing and end, each in a time-box, a PTY and a folder of its own. Used on the engine's loop only.
/// </summary>
/// <param name="terminals">Where they live; null: there are none.</param>
/// <param name="texts">What they are told.</param>
internal sealed class RunDesk(SessionContext session, IRunTerminals? terminals, IRunTexts? texts) : IDuty
{
    private readonly Dictionary<string, RunUnderWay> _runs = new(StringComparer.Ordinal);

    public string Name => "run";

    public DateTimeOffset? Due => _runs.Values.Where(run => !run.TimedOut).Select(run => (DateTimeOffset?)run.Limit).Min();

    public bool IsAnyUnderWay => _runs.Count > 0;

    public ImmutableArray<RunView> Views => [.. _runs.Values.OrderBy(run => run.StartedAt).Select(run => new RunView(run.Launch.Kind, run.Launch.Id, run.Launch.ActorId, session.Wall(run.StartedAt), session.Wall(run.Limit)))];

    /// <summary>The run of that kind that is under way, or null; there is one at most.</summary>
    public RunUnderWay? Of(RunKind kind) => _runs.Values.FirstOrDefault(run => run.Launch.Kind == kind);

    /// <param name="compose">What the run is told, made for its folder.</param>
    /// <returns>Null, and the reason, when it cannot be started.</returns>
    public (RunUnderWay? Run, string? Fault) Prepare(
        RunKind kind, string? actorId, Func<IRunTexts, RunFolder, string> compose, TimeSpan maxRun, Func<RunUnderWay, RunResult, string, Task> ended)
    {
        var name = kind.ToString();
        if (terminals is null || texts is null || session.Actors.Find(actorId) is not { } actor)
        {
            return (null, actorId is null ? $"{name} is set to none: choose an actor for it in the setup panel." : $"{name}: there is no actor '{actorId}' in agents.yaml.");
        }

        if (actor.RunCommand.IsDefaultOrEmpty)
        {
            return (null, $"{name}: the actor {actor.Id} has no `run_command` in agents.yaml, the command for one run without a screen.");
        }

        try
        {
            var project = session.Project;
            var folder = RunFolder.Create(project, kind, session.LocalNow);
            var prompt = compose(texts, folder);
            folder.WritePrompt(prompt);
            var environment = actor.Environment.SetItem("CCCC_ROLE", name).SetItem("CCCC_PROJECT", project.Root).SetItem("CCCC_WORK", folder.Path);
            var launch = new RunLaunch(kind, folder.Id, actor.Id, RunCommand.Of(actor, project, prompt, folder.PromptFile), project.Root, environment);
            var run = new RunUnderWay(launch, folder, session.Now, maxRun, ended);
            RunFolder.Tidy(project, kind, session.Settings.Runs.KeepRuns);
            return (run, null);
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e) || e is RuleTextException)
        {
            session.LogError($"A run of {name} could not be prepared.", e);
            return (null, $"{name} could not be prepared: {e.Message}");
        }
    }

    /// <summary>After its record: what is on disk is that it begins.</summary>
    public void Launch(RunUnderWay run)
    {
        _runs.Add(run.Launch.Id, run);
        terminals!.Start(run.Launch);
    }

    public void OnStarted(RunStarted started)
    {
        if (_runs.TryGetValue(started.RunId, out var run))
        {
            session.Log(LogLevel.Information, $"{run.Launch.Kind} ({run.Launch.ActorId}) runs, process {started.ProcessId}, until {session.Clock(run.Limit)} at the latest.");
        }
    }

    public Task OnStartFailedAsync(RunStartFailed failed) => EndAsync(failed.RunId, RunResult.NotStarted(failed.Reason), "");

    public Task OnEndedAsync(RunEnded ended)
    {
        var run = _runs.GetValueOrDefault(ended.RunId);
        var result = run is { TimedOut: true } ? RunResult.TimedOut : run is { Stopped: true } ? RunResult.Stopped : RunResult.Of(ended.Exit);
        return EndAsync(ended.RunId, result, ended.Output);
    }

    /// <summary>Stops what takes too long.</summary>
    public Task AdvanceAsync()
    {
        foreach (var run in _runs.Values.Where(run => !run.TimedOut && run.Limit <= session.Now))
        {
            run.TimedOut = true;
            session.Show(TimelineKind.Warning, run.Launch.Kind.ToString(), $"has run for {(session.Now - run.StartedAt).TotalMinutes:0} minutes and is stopped.");
            terminals!.Stop(run.Launch.Id);
        }

        return Task.CompletedTask;
    }

    public void StopAll()
    {
        foreach (var run in _runs.Values)
        {
            run.Stopped = true;
            terminals!.Stop(run.Launch.Id);
        }
    }

    private async Task EndAsync(string id, RunResult result, string output)
    {
        if (!_runs.Remove(id, out var run))
        {
            return;
        }

        try
        {
            run.Folder.WriteEnd(run.Launch.ActorId, session.Wall(run.StartedAt), session.WallNow, result.Sentence, run.TimedOut, output);
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            session.LogError($"What {run.Launch.Kind} printed could not be kept in {run.Folder.Path}.", e);
        }

        session.Log(LogLevel.Information, $"{run.Launch.Kind} ended after {(session.Now - run.StartedAt).TotalSeconds:0} s: {result}.");
        await run.EndedAsync(result, output);
    }
}
