namespace Orchestrator.Fuzz;

/// <summary>A stream and how it is played. Everything in it comes from its seed, so that a fault can be played again.</summary>
internal abstract class FuzzCase(byte[] bytes)
{
    public byte[] Bytes { get; } = bytes;

    /// <summary>Plays the stream and checks what must hold.</summary>
    /// <returns>What is wrong, or null.</returns>
    public abstract string? Play(Watchdog watchdog);

    /// <summary>The same with other bytes: how a fault is made small.</summary>
    public abstract FuzzCase With(byte[] bytes);
}
