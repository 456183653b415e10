using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Rules;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <content>Runs: processes that do one thing and end, each in a time-box, a PTY and a folder of its own.</content>
public sealed partial class Engine
{
    private readonly IRunTerminals? _runTerminals;
    private readonly IRunTexts? _runTexts;
    private readonly Dictionary<string, RunUnderWay> _runs = new(StringComparer.Ordinal);

    private RunSettings RunRules => _settings.Runs;

    /// <returns>Null, and the reason, when it cannot be started.</returns>
    private (RunUnderWay? Run, string? Fault) BeginRun(RunKind kind, string? actorId, Func<RunFolder, string> compose, TimeSpan maxRun, Func<RunUnderWay, string, string, Task> ended)
    {
        var name = kind.ToString();
        if (_runTerminals is null || _runTexts is null || FindActor(actorId) is not { } actor)
        {
            return (null, actorId is null ? $"{name} is set to none: choose an actor for it in the setup panel." : $"{name}: there is no actor '{actorId}' in agents.yaml.");
        }

        if (actor.RunCommand.IsDefaultOrEmpty)
        {
            return (null, $"{name}: the actor {actor.Id} has no `run_command` in agents.yaml, the command for one run without a screen.");
        }

        try
        {
            var folder = RunFolder.Create(_project, kind, LocalNow);
            var prompt = compose(folder);
            folder.WritePrompt(prompt);
            var environment = actor.Environment.SetItem("CCCC_ROLE", name).SetItem("CCCC_PROJECT", _project.Root).SetItem("CCCC_WORK", folder.Path);
            var launch = new RunLaunch(kind, folder.Id, actor.Id, RunCommand.Of(actor, _project, prompt, folder.PromptFile), _project.Root, environment);
            var run = new RunUnderWay(launch, folder, Now, maxRun, ended);
            RunFolder.Tidy(_project, kind, RunRules.KeepRuns);
            return (run, null);
        }
        catch (Exception e) when (IsStorageFault(e) || e is RuleTextException)
        {
            LogError($"A run of {name} could not be prepared.", e);
            return (null, $"{name} could not be prepared: {e.Message}");
        }
    }

    // After its record: what is on disk is that it begins.
    private void Launch(RunUnderWay run)
    {
        _runs.Add(run.Launch.Id, run);
        _runTerminals!.Start(run.Launch);
    }

    private Task OnRunStartedAsync(RunStarted started)
    {
        if (_runs.TryGetValue(started.RunId, out var run))
        {
            Log(LogLevel.Information, $"{run.Launch.Kind} ({run.Launch.ActorId}) runs, process {started.ProcessId}, until {Clock(run.Limit)} at the latest.");
        }

        return Task.CompletedTask;
    }

    private Task OnRunStartFailedAsync(RunStartFailed failed) => EndRunAsync(failed.RunId, $"did not start: {failed.Reason}", "");

    private Task OnRunEndedAsync(RunEnded ended) =>
        EndRunAsync(ended.RunId, _runs.TryGetValue(ended.RunId, out var run) && run.TimedOut ? "stopped: its time was over" : run is { Stopped: true } ? "stopped" : ended.Exit.ToString(), ended.Output);

    private async Task EndRunAsync(string id, string result, string output)
    {
        if (!_runs.Remove(id, out var run))
        {
            return;
        }

        try
        {
            run.Folder.WriteEnd(run.Launch.ActorId, run.StartedAt, Now, result, run.TimedOut, output);
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError($"What {run.Launch.Kind} printed could not be kept in {run.Folder.Path}.", e);
        }

        Log(LogLevel.Information, $"{run.Launch.Kind} ended after {(Now - run.StartedAt).TotalSeconds:0} s: {result}.");
        await run.EndedAsync(result, output);
        TellWhenAllEnded();
    }

    private void StopRunsThatTakeTooLong()
    {
        foreach (var run in _runs.Values.Where(run => !run.TimedOut && run.Limit <= Now))
        {
            run.TimedOut = true;
            Show(TimelineKind.Warning, run.Launch.Kind.ToString(), $"has run for {(Now - run.StartedAt).TotalMinutes:0} minutes and is stopped.");
            _runTerminals!.Stop(run.Launch.Id);
        }
    }

    private void StopRuns()
    {
        foreach (var run in _runs.Values)
        {
            run.Stopped = true;
            _runTerminals!.Stop(run.Launch.Id);
        }
    }

    private ImmutableArray<RunView> RunViews() => [.. _runs.Values.OrderBy(run => run.StartedAt).Select(run => run.View())];
}
