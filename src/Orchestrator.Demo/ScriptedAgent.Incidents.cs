namespace Orchestrator.Demo;

/// <summary>What happens to the agent by its script, and to its screen by the clock.</summary>
internal sealed partial class ScriptedAgent
{
    private static readonly TimeSpan DraftLasts = TimeSpan.FromMilliseconds(1500);

    // What comes within this time after a draft was begun was typed before anybody could have seen it.
    private static readonly TimeSpan DraftShows = TimeSpan.FromMilliseconds(50);

    private readonly List<AgentIncident> _past = [];
    private string? _draft;
    private TimeSpan _draftAt;
    private string? _limit;
    private bool _askInTurn;
    private TimeSpan _slow;
    private int _submitted;

    /// <summary>Called whenever the agent rests.</summary>
    private void NextIncident()
    {
        foreach (var incident in _options.Faults.Script.Where(incident => incident.After == _submitted && !_past.Contains(incident)))
        {
            _past.Add(incident);
            _returnsToSwallow += incident.SwallowReturns;
            _askAfterPaste |= incident.AskAfterPaste;
            _askInTurn |= incident.AskInTurn;
            _slow = TimeSpan.FromMilliseconds(incident.SlowMilliseconds);
            if (incident.Draft is { } draft)
            {
                BeginDraft(draft);
            }

            if (incident.LimitMilliseconds > 0)
            {
                _limit = "You've hit your usage limit.";
                _options.Journal("limit", _limit);
                _loop.Schedule(TimeSpan.FromMilliseconds(incident.LimitMilliseconds), () =>
                {
                    _limit = null;
                    Draw();
                });
            }
        }
    }

    private void BeginDraft(string draft)
    {
        if (_composer.Length > 0)
        {
            return;
        }

        _draft = draft;
        _draftAt = _loop.Now;
        _composer = draft;
        _options.Journal("draft", draft);
        _loop.Schedule(DraftLasts, () =>
        {
            if (_draft is null)
            {
                return;
            }

            if (_composer == _draft)
            {
                _composer = "";
                _options.Journal("draft-intact", draft);
            }
            else
            {
                // Whoever wrote it finds something else there.
                _options.Journal("draft-destroyed", _composer);
                _composer = _composer.Replace(_draft, "", StringComparison.Ordinal);
            }

            _draft = null;
            Draw();
        });
    }

    private void NoteDraft(string submitted)
    {
        if (_draft is null)
        {
            return;
        }

        if (_loop.Now - _draftAt < DraftShows)
        {
            _options.Journal("draft-intact", "it was begun at the same moment");
        }
        else
        {
            _options.Journal("draft-destroyed", submitted);
        }

        _draft = null;
    }

    private void RepaintLater()
    {
        if (_options.Faults.RepaintEvery is { } every)
        {
            _loop.Schedule(every, () =>
            {
                Draw();
                RepaintLater();
            });
        }
    }
}
