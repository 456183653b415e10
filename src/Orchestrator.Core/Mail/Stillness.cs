using Orchestrator.Core.Files;

namespace Orchestrator.Core.Mail;

/// <summary>Since when a file has looked the same, measured between looks by the program's own clock.</summary>
internal sealed class Stillness(TimeProvider time)
{
    private FileFacts _facts;
    private long _since = time.GetTimestamp();

    public TimeSpan Since(FileFacts facts)
    {
        if (facts != _facts)
        {
            _facts = facts;
            _since = time.GetTimestamp();
        }

        return time.GetElapsedTime(_since);
    }
}
