using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Session;

/// <content>The plan in <c>docs/por</c>: what agents say of its tasks is written into it, and it is shown as it is on disk.</content>
public sealed partial class Engine
{
    // Of one message: more is no report but a flood.
    private const int MostMarkers = 50;

    private TaskPlan? _plan;
    private FolderWatch? _planWatch;
    private string? _planFault;

    /// <summary>Tasks that are not complete; null when the project has no plan.</summary>
    internal int? OpenTasks => _plan?.OpenTasks;

    /// <summary>Applies the progress markers of a mail. Done again after a crash, it changes nothing more and tells nothing twice.</summary>
    private async Task NoteMarkersAsync(AgentSeat author, OutgoingMail mail)
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
        if (markers.Length > 0 || _planWatch is null || _planWatch.Inode != LookAtPlanFolder().Inode)
        {
            await RefreshPlanAsync();
        }

        if (failures.Count > 0)
        {
            await TellAuthorAsync(
                author.Role,
                $"Of the progress markers in your message, these had no effect:\n{string.Join('\n', failures.Select(failure => "- " + failure))}\nPut it right and write the marker again, alone on its line.",
                MessageIds.ForMarkers(mail));
        }
    }

    /// <returns>Why it was not applied, or null.</returns>
    private async Task<string?> ApplyAsync(AgentSeat author, OutgoingMail mail, ProgressMarker marker)
    {
        var judged = Judge(marker);
        var outcome = judged.Outcome;
        await RecordMarkerAsync(author, mail, marker, outcome.Success, outcome.Message);
        if (outcome.Success && Write(marker, judged) is { } fault)
        {
            outcome = MarkerOutcome.Failed(fault);
            await RecordMarkerAsync(author, mail, marker, success: false, outcome.Message);
        }

        Show(outcome.Success ? TimelineKind.System : TimelineKind.Warning, author.Label, outcome.Success ? $"{outcome.Message}." : $"\"{marker.Line}\" had no effect: {outcome.Message}.");
        return outcome.Success ? null : outcome.Message;
    }

    private (string File, string Before, MarkerOutcome Outcome) Judge(ProgressMarker marker)
    {
        if (MarkerActions.Fault(marker) is { } fault)
        {
            return ("", "", MarkerOutcome.Failed(fault));
        }

        var (file, text, problem) = PlanFolder.ReadText(_project, marker.Task);
        return (file, text, problem is null ? MarkerActions.Apply(marker, text) : MarkerOutcome.Failed(problem));
    }

    /// <returns>Why it was not written, or null.</returns>
    private string? Write(ProgressMarker marker, (string File, string Before, MarkerOutcome Outcome) judged)
    {
        // The agent may have edited the file while the record was on its way to disk: then it is judged anew.
        var (_, now, problem) = PlanFolder.ReadText(_project, marker.Task);
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
            LogError($"The state of {marker.Task} could not be written.", e);
            return $"task.yaml {e.Text.TrimEnd('.')}";
        }
        catch (IOException e)
        {
            // It is written; whether it outlives a power failure is not known.
            LogError($"The folder of {marker.Task} could not be flushed.", e);
            return null;
        }
    }

    private ValueTask RecordMarkerAsync(AgentSeat author, OutgoingMail mail, ProgressMarker marker, bool success, string message) => RecordAsync(
        LedgerKinds.PlanMarker,
        ("from", author.Label), ("mid", MessageIds.For(mail)), ("marker", Cut(marker.Line)), ("success", success), ("message", Cut(message)),
        ("task_id", marker.Task), ("step_id", marker.Step));

    /// <summary>Reads the plan anew and sees to it that its folder is watched.</summary>
    private async Task RefreshPlanAsync()
    {
        await WatchPlanAsync();
        // Equal plans are one: views are told of a change alone.
        if (PlanFolder.Read(_project) is var read && read != _plan)
        {
            _plan = read;
        }
    }

    private async Task WatchPlanAsync()
    {
        var facts = LookAtPlanFolder();
        if (_planWatch is { } watch && (facts.Kind != FileKind.Folder || watch.IsBroken || watch.Inode != facts.Inode))
        {
            await StopWatchingPlanAsync();
        }

        if (_planWatch is not null || facts.Kind != FileKind.Folder)
        {
            return;
        }

        try
        {
            _planWatch = new FolderWatch(PlanFolder.PathOf(_project), recursive: true, _time, () => Post(new Asked(RefreshPlanAsync)));
            _planFault = null;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            if (_planFault != e.Message)
            {
                _planFault = e.Message;
                Log(LogLevel.Warning, $"docs/por cannot be watched: {e.Message} It is read again after each mail of an agent.");
            }
        }
    }

    private async Task StopWatchingPlanAsync()
    {
        if (_planWatch is { } watch)
        {
            _planWatch = null;
            await watch.DisposeAsync();
        }
    }

    private FileFacts LookAtPlanFolder()
    {
        try
        {
            return PosixFiles.Look(PlanFolder.PathOf(_project));
        }
        catch (IOException)
        {
            // Reading the plan says what is wrong with it.
            return FileFacts.Missing;
        }
    }
}
