using System.Globalization;

namespace Orchestrator.Core.Files;

/// <summary>Where this process dies, and where it writes down which points it passed. Thread-safe.</summary>
internal sealed class CrashPlan
{
    private readonly Lock _lock = new();
    private readonly string? _fault;
    private readonly string? _point;
    private readonly int _passage = 1;
    private readonly CrashMoment _moment;
    private readonly string? _log;
    private int _came;
    private bool _dying;

    private CrashPlan(string? plan, string? log)
    {
        _log = log;
        if (plan is null)
        {
            return;
        }

        var words = plan.Split(':');
        if (words.Length > 3 || words[0].Length == 0
            || (words.Length > 1 && !(int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _passage) && _passage > 0))
            || (words.Length > 2 && !Enum.TryParse(words[2], ignoreCase: true, out _moment)))
        {
            _fault = $"{CrashPoint.Variable}={plan} is no crash point; it is NAME[:PASSAGE[:before|torn|after]], such as ledger-write:17:torn.";
            return;
        }

        _point = words[0];
    }

    private enum CrashMoment
    {
        Before,
        Torn,
        After,
    }

    public static CrashPlan? FromEnvironment()
    {
        var plan = Environment.GetEnvironmentVariable(CrashPoint.Variable);
        var log = Environment.GetEnvironmentVariable(CrashPoint.LogVariable);
        return plan is null && log is null ? null : new CrashPlan(plan, log);
    }

    public void Check()
    {
        if (_fault is not null)
        {
            throw new FormatException(_fault);
        }
    }

    /// <returns>True when only half of it is to happen.</returns>
    public bool Comes(string point)
    {
        lock (_lock)
        {
            if (_log is not null)
            {
                File.AppendAllText(_log, point + "\n");
            }

            if (point != _point || ++_came != _passage)
            {
                return false;
            }

            if (_moment == CrashMoment.Before)
            {
                CrashPoint.Die();
            }

            _dying = true;
            return _moment == CrashMoment.Torn;
        }
    }

    public void Was(string point)
    {
        lock (_lock)
        {
            if (_dying && point == _point)
            {
                CrashPoint.Die();
            }
        }
    }
}
