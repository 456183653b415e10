using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Orchestrator.Tests;

/// <summary>A row of a theory whose other rows are quick: see <see cref="LongAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class LongInlineDataAttribute(params object?[] data) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow(data).WithTrait(LongAttribute.Name, LongAttribute.Value)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
