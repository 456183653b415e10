namespace Orchestrator.Host.Control;

/// <summary>What a frame on an attached connection carries.</summary>
public enum WireFrameType : byte
{
    /// <summary>
    /// Client to host: columns and rows, two little-endian 16-bit numbers. The first one, and the first after <see cref="Hold"/>, says that the terminal's
    /// modes are set: it is the host's.
    /// </summary>
    Resize = (byte)'r',

    /// <summary>Client to host: the terminal must be the client's for a while (it is to be stopped). The host answers with the same when it has let go.</summary>
    Hold = (byte)'h',

    /// <summary>
    /// Host to client: the end, exit code (32 bits) and a sentence in UTF-8 to print after the terminal is restored. Client to host, without a payload:
    /// it goes, and the host hangs up when it has let go of the terminal.
    /// </summary>
    Bye = (byte)'x',
}
