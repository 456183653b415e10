namespace Orchestrator.Pty.Tests;

/// <summary>
/// Tests that open, close and count descriptors run one after another: a number that one closes is given to the next, and a child that is
/// just being started holds copies of all until it runs its program.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "processes";
}
