using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Session;

/// <summary>The plan in <c>docs/por</c>: what agents say of its tasks is written into it, and it is shown as it is on disk. Used on the engine's loop only.</summary>
/// <param name="tell">A word of the system's to an agent, unless it has had the message of that id.</param>
internal sealed class PlanDesk(SessionContext session, Func<Agent, string, string, Task> tell) : IAsyncDisposable
{
    // Of one message: more is no report but a flood.
    private const int MostMarkers = 50;

    private FolderWatch? _watch;
    private string? _fault;

    public TaskPlan? Plan { get; private set; }

    /// <summary>Tasks that are not complete; null when the project has no plan.</summary>
    public int? OpenTasks => Plan?.OpenTasks;

    /// <summary>Applies the progress markers of a mail. Done again after a crash, it changes nothing more and tells nothing twice.</summary>
    public async Task NoteMarkersAsync(Agent author, OutgoingMail mail)
    {
        var markers = ProgressMarker.FindAll(mail.Body);
        var failures = new List<string>();
        foreach (var marker in markers.Take(MostMarkers))
        {
            if (await ApplyAsync(author, mail, marker) is { } failure)
            {
                failures.Add($"\"{marker.Line}\": {failure}.");
            }
        }

        if (markers.Length > MostMarkers)
        {
            failures.Add($"The message has {markers.Length} markers; those after the first {MostMarkers} were not looked at.");
        }

        // Without file events (there was no plan yet, or it is another folder now) an agent's mail is the moment to look.
        if (markers.Length > 0 || _watch is null || _watch.Inode != LookAtFolder().Inode)
        {
            await RefreshAsync();
        }

        if (failures.Count > 0)
        {
            var list = string.Join('\n', failures.Select(failure => "- " + failure));
            await tell(
                author,
                $"Of the progress markers in your message, these had no effect:\n{list}\nPut it right and write the marker again, alone on its line.",
                MessageIds.ForMarkers(mail));
        }
    }

    /// <summary>Reads the plan anew and sees to it that its folder is watched.</summary>
    public async Task RefreshAsync()
    {
        await WatchAsync();
        // Equal plans are one: views are told of a change alone.
        if (PlanFolder.Read(session.Project) is var read && read != Plan)
        {
            Plan = read;
        }
    }

    public ValueTask DisposeAsync() => StopWatchingAsync();

    /// <returns>Why it was not applied, or null.</returns>
    private async Task<string?> ApplyAsync(Agent author, OutgoingMail mail, ProgressMarker marker)
    {
        var judged = Judge(marker);
        var outcome = judged.Outcome;
        await RecordAsync(author, mail, marker, outcome.Success, outcome.Message);
        if (outcome.Success && Write(marker, judged) is { } fault)
        {
            outcome = MarkerOutcome.Failed(fault);
            await RecordAsync(author, mail, marker, success: false, outcome.Message);
        }

        session.Show(
            outcome.Success ? TimelineKind.System : TimelineKind.Warning, author.Label,
            outcome.Success ? $"{outcome.Message}." : $"\"{marker.Line}\" had no effect: {outcome.Message}.");
        return outcome.Success ? null : outcome.Message;
    }

    private (string File, string Before, MarkerOutcome Outcome) Judge(ProgressMarker marker)
    {
        if (MarkerActions.Fault(marker) is { } fault)
        {
            return ("", "", MarkerOutcome.Failed(fault));
        }

        var (file, text, problem) = PlanFolder.ReadText(session.Project, marker.Task);
        return (file, text, problem is null ? MarkerActions.Apply(marker, text) : MarkerOutcome.Failed(problem));
    }

    /// <returns>Why it was not written, or null.</returns>
    private string? Write(ProgressMarker marker, (string File, string Before, MarkerOutcome Outcome) judged)
    {
        // The agent may have edited the file while the record was on its way to disk: then it is judged anew.
        var (_, now, problem) = PlanFolder.ReadText(session.Project, marker.Task);
        var (file, before, outcome) = problem is null && now == judged.Before ? judged : Judge(marker);
        if (!outcome.Success)
        {
            return outcome.Message;
        }

        if (outcome.Text is not { } text || text == before)
        {
            return null;
        }

        try
        {
            TextFile.Write(file, text);
            PosixFiles.SyncFolder(Path.GetDirectoryName(file)!);
            return null;
        }
        catch (TextFileException e)
        {
            session.LogError($"The state of {marker.Task} could not be written.", e);
            return $"task.yaml {e.Text.TrimEnd('.')}";
        }
        catch (IOException e)
        {
            // It is written; whether it outlives a power failure is not known.
            session.LogError($"The folder of {marker.Task} could not be flushed.", e);
            return null;
        }
    }

    private ValueTask RecordAsync(Agent author, OutgoingMail mail, ProgressMarker marker, bool success, string message) => session.Journal.RecordAsync(
        LedgerKinds.PlanMarker,
        ("from", author.Label), ("mid", MessageIds.For(mail)), ("marker", ShortText.Cut(marker.Line)), ("success", success), ("message", ShortText.Cut(message)),
        ("task_id", marker.Task), ("step_id", marker.Step));

    private async ValueTask StopWatchingAsync()
    {
        if (_watch is { } watch)
        {
            _watch = null;
            await watch.DisposeAsync();
        }
    }

    private async Task WatchAsync()
    {
        var facts = LookAtFolder();
        if (_watch is { } watch && (facts.Kind != FileKind.Folder || watch.IsBroken || watch.Inode != facts.Inode))
        {
            await StopWatchingAsync();
        }

        if (_watch is not null || facts.Kind != FileKind.Folder)
        {
            return;
        }

        try
        {
            _watch = new FolderWatch(PlanFolder.PathOf(session.Project), recursive: true, session.Time, () => session.Post(new Asked(RefreshAsync)));
            _fault = null;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            if (_fault != e.Message)
            {
                _fault = e.Message;
                session.Log(LogLevel.Warning, $"docs/por cannot be watched: {e.Message} It is read again after each mail of an agent.");
            }
        }
    }

    private FileFacts LookAtFolder()
    {
        try
        {
            return PosixFiles.Look(PlanFolder.PathOf(session.Project));
        }
        catch (IOException)
        {
            // Reading the plan says what is wrong with it.
            return FileFacts.Missing;
        }
    }
}
