namespace Orchestrator.Pty;

/// <summary>Leaving the terminal that started this process: a session of its own, and no standard input and outputs.</summary>
public static class Daemon
{
    /// <summary>A session of its own, so that the end of the starting terminal does not hang this process up (setsid(2)).</summary>
    public static void LeaveSession() => _ = LibC.NewSession(); // Fails only for the leader of a group, who has a session of its own or a shell that lets it be.

    /// <summary>Points the standard descriptors to /dev/null; who waits for the end of our output gets it.</summary>
    public static void CloseStandardStreams()
    {
        var nothing = LibC.Open("/dev/null", Platform.OpenReadWrite);
        if (nothing < 0)
        {
            throw new IOException("/dev/null cannot be opened.");
        }

        for (var descriptor = 0; descriptor <= 2; descriptor++)
        {
            // One that was closed at the start has become the runtime's own; to point it elsewhere would break the runtime.
            if (Descriptor.IsInherited(descriptor))
            {
                _ = LibC.Duplicate(nothing, descriptor);
            }
        }

        Descriptor.Close(nothing);
    }
}
