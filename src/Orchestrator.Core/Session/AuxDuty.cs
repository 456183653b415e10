using Orchestrator.Core.Ledger;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <summary>Aux: a helper that does one job when somebody asks, beside everything else. Used on the engine's loop only.</summary>
internal sealed class AuxDuty(SessionContext session, RunDesk runs) : IDuty
{
    private const int MostWaiting = 5;
    private const int MostPrompt = 200_000;

    private readonly Queue<AuxRequest> _waiting = new();
    private readonly Queue<DateTimeOffset> _starts = new();

    public string Name => "aux";

    public DateTimeOffset? Due => _waiting.Count > 0 && runs.Of(RunKind.Aux) is null ? RestsUntil : null;

    /// <summary>When the next run may begin, or null: at once.</summary>
    private DateTimeOffset? RestsUntil
    {
        get
        {
            while (_starts.TryPeek(out var first) && first + TimeSpan.FromMinutes(1) <= session.Now)
            {
                _starts.Dequeue();
            }

            var most = session.Settings.Runs.AuxPerMinute;
            return most > 0 && _starts.Count >= most ? _starts.Peek() + TimeSpan.FromMinutes(1) : null;
        }
    }

    public async Task<CommandResult> AcceptAsync(AuxRequest request)
    {
        var reason = !session.IsRunning ? "No agent is launched."
            : session.Choices?.Aux is null ? "Aux is set to none; it is chosen in the setup panel."
            : string.IsNullOrWhiteSpace(request.Prompt) ? "There is nothing to do: say what Aux shall do."
            : request.Prompt.Length > MostPrompt ? $"The job has {request.Prompt.Length} characters; {MostPrompt} are allowed. Put the text into a file and name it."
            : session.Journal.Paused ? "Delivery is paused; nothing is started until /resume."
            : _waiting.Count >= MostWaiting ? $"{MostWaiting} jobs wait for Aux already; ask again later."
            : null;
        if (reason is not null)
        {
            return new CommandResult(false, reason, Refused: true);
        }

        _waiting.Enqueue(request);
        await AdvanceAsync();
        return new CommandResult(true, "");
    }

    /// <summary>Starts the job that has waited longest, if one may start.</summary>
    public async Task AdvanceAsync()
    {
        if (runs.Of(RunKind.Aux) is not null || session.Journal.Paused || !_waiting.TryPeek(out var request) || RestsUntil is not null)
        {
            return;
        }

        _waiting.Dequeue();
        var (run, fault) = runs.Prepare(
            RunKind.Aux, session.Choices?.Aux,
            (texts, folder) => $"{texts.Rules(RunKind.Aux, session.Choices!, folder.Path).Trim()}\n\n---\n\n# The job, from {request.Asker}\n\n{request.Prompt.Trim()}\n",
            session.Settings.Runs.AuxMaxRun, (ended, result, output) => EndedAsync(ended, request, result, output));
        if (run is null)
        {
            request.Answer.TrySetResult(new CommandResult(false, fault!, Refused: true));
            return;
        }

        try
        {
            await session.Journal.RecordAsync(
                LedgerKinds.AuxStart, ("run", run.Launch.Id), ("agent", run.Launch.ActorId), ("asker", request.Asker), ("chars", request.Prompt.Length));
        }
        catch (Exception e)
        {
            // Nothing starts without its record; whoever asked is told, and not left waiting.
            request.Answer.TrySetResult(new CommandResult(false, $"Aux was not started: it could not be recorded. {e.Message}"));
            throw;
        }

        _starts.Enqueue(session.Now);
        session.Show(TimelineKind.System, "Aux", $"works for {request.Asker}: {ShortText.Cut(request.Prompt.Trim())}");
        runs.Launch(run);
    }

    public void FailAll(string sentence)
    {
        while (_waiting.TryDequeue(out var request))
        {
            request.Answer.TrySetResult(new CommandResult(false, sentence));
        }
    }

    private async Task EndedAsync(RunUnderWay run, AuxRequest request, RunResult result, string output)
    {
        // The work is done and was paid for: it is handed over whether or not its end can be recorded.
        var ok = result.Ending == RunEnding.Done;
        session.Show(
            ok ? TimelineKind.System : TimelineKind.Warning, "Aux",
            $"is done for {request.Asker} ({result}), all of it in {run.Folder.OutputFile}:\n{ShortText.Cut(output.Trim())}");
        request.Answer.TrySetResult(new CommandResult(ok, output.Trim().Length > 0 ? output.TrimEnd() : $"Aux printed nothing; {result}."));
        await session.Journal.RecordAsync(
            LedgerKinds.AuxEnd, ("run", run.Launch.Id), ("asker", request.Asker), ("result", result.Sentence), ("out_dir", run.Folder.Path), ("chars", output.Length));
        await AdvanceAsync();
    }
}

/// <summary>A job for Aux, and who waits for what it prints.</summary>
/// <param name="Asker">For the records: <c>User</c>, <c>PeerA</c>, <c>PeerB</c>.</param>
internal sealed record AuxRequest(string Prompt, string Asker)
{
    public TaskCompletionSource<CommandResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
