using Orchestrator.Core.Ledger;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <content>Aux: a helper that does one job when somebody asks, beside everything else.</content>
public sealed partial class Engine
{
    private const int MostAuxWaiting = 5;
    private const int MostAuxPrompt = 200_000;

    private readonly Queue<AuxRequest> _auxWaiting = new();
    private readonly Queue<DateTimeOffset> _auxStarts = new();

    /// <summary>Runs the helper once; completes when it has ended, with what it printed.</summary>
    /// <param name="asker">Who asks, for the records: <c>User</c>, <c>PeerA</c>, <c>PeerB</c>.</param>
    public async Task<CommandResult> AuxAsync(string prompt, string asker, CancellationToken cancellationToken)
    {
        var request = new AuxRequest(prompt, asker);
        var accepted = await AskAsync(() => AcceptAuxAsync(request), cancellationToken);
        return accepted.Ok ? await request.Answer.Task.WaitAsync(cancellationToken) : accepted;
    }

    private RunUnderWay? AuxRun => _runs.Values.FirstOrDefault(run => run.Launch.Kind == RunKind.Aux);

    private async Task<CommandResult> AcceptAuxAsync(AuxRequest request)
    {
        var reason = _phase != SessionPhase.Running ? "No agent is launched."
            : _choices?.Aux is null ? "Aux is set to none; it is chosen in the setup panel."
            : string.IsNullOrWhiteSpace(request.Prompt) ? "There is nothing to do: say what Aux shall do."
            : request.Prompt.Length > MostAuxPrompt ? $"The job has {request.Prompt.Length} characters; {MostAuxPrompt} are allowed. Put the text into a file and name it."
            : _pause.Paused ? "Delivery is paused; nothing is started until /resume."
            : _auxWaiting.Count >= MostAuxWaiting ? $"{MostAuxWaiting} jobs wait for Aux already; ask again later."
            : null;
        if (reason is not null)
        {
            return new CommandResult(false, reason, Refused: true);
        }

        _auxWaiting.Enqueue(request);
        await AdvanceAuxAsync();
        return new CommandResult(true, "");
    }

    private async Task AdvanceAuxAsync()
    {
        if (AuxRun is not null || _pause.Paused || !_auxWaiting.TryPeek(out var request) || AuxRestsUntil is not null)
        {
            return;
        }

        _auxWaiting.Dequeue();
        var (run, fault) = BeginRun(
            RunKind.Aux, _choices?.Aux, folder => $"{_runTexts!.Rules(RunKind.Aux, _choices!, folder.Path).Trim()}\n\n---\n\n# The job, from {request.Asker}\n\n{request.Prompt.Trim()}\n",
            RunRules.AuxMaxRun, (ended, result, output) => AuxEndedAsync(ended, request, result, output));
        if (run is null)
        {
            request.Answer.TrySetResult(new CommandResult(false, fault!, Refused: true));
            return;
        }

        try
        {
            await RecordAsync(LedgerKinds.AuxStart, ("run", run.Launch.Id), ("agent", run.Launch.ActorId), ("asker", request.Asker), ("chars", request.Prompt.Length));
        }
        catch (Exception e)
        {
            // Nothing starts without its record; whoever asked is told, and not left waiting.
            request.Answer.TrySetResult(new CommandResult(false, $"Aux was not started: it could not be recorded. {e.Message}"));
            throw;
        }

        _auxStarts.Enqueue(Now);
        Show(TimelineKind.System, "Aux", $"works for {request.Asker}: {Cut(request.Prompt.Trim())}");
        Launch(run);
    }

    /// <summary>When the next run may begin, or null: at once.</summary>
    private DateTimeOffset? AuxRestsUntil
    {
        get
        {
            while (_auxStarts.TryPeek(out var first) && first + TimeSpan.FromMinutes(1) <= Now)
            {
                _auxStarts.Dequeue();
            }

            return RunRules.AuxPerMinute > 0 && _auxStarts.Count >= RunRules.AuxPerMinute ? _auxStarts.Peek() + TimeSpan.FromMinutes(1) : null;
        }
    }

    private async Task AuxEndedAsync(RunUnderWay run, AuxRequest request, string result, string output)
    {
        // The work is done and was paid for: it is handed over whether or not its end can be recorded.
        var ok = result == "exit code 0";
        Show(ok ? TimelineKind.System : TimelineKind.Warning, "Aux", $"is done for {request.Asker} ({result}), all of it in {run.Folder.OutputFile}:\n{Cut(output.Trim())}");
        request.Answer.TrySetResult(new CommandResult(ok, output.Trim().Length > 0 ? output.TrimEnd() : $"Aux printed nothing; {result}."));
        await RecordAsync(LedgerKinds.AuxEnd, ("run", run.Launch.Id), ("asker", request.Asker), ("result", result), ("out_dir", run.Folder.Path), ("chars", output.Length));
        await AdvanceAuxAsync();
    }

    private void FailAux(string sentence)
    {
        while (_auxWaiting.TryDequeue(out var request))
        {
            request.Answer.TrySetResult(new CommandResult(false, sentence));
        }
    }

    private sealed record AuxRequest(string Prompt, string Asker)
    {
        public TaskCompletionSource<CommandResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
