namespace Orchestrator.Pty;

/// <summary>Waiting for an advisory lock, flock(2), that another process holds on a file.</summary>
public static class FileLock
{
    private const int Shared = 1; // LOCK_SH

    /// <summary>Blocks this thread until a shared lock is had, and lets it go. False when the file cannot be opened or locked.</summary>
    public static bool Await(string path)
    {
        // Not through the framework, which takes a lock of its own on whatever it opens.
        var file = Descriptor.OpenForReading(path);
        if (file < 0)
        {
            return false;
        }

        try
        {
            while (LibC.Lock(file, Shared) != 0)
            {
                if (Errno.Last != Errno.Interrupted)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            Descriptor.Close(file);
        }
    }
}
