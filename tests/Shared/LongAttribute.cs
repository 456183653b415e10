using Xunit.v3;

namespace Orchestrator.Tests;

/// <summary>
/// A proof that takes its time. The ordinary <c>dotnet test Orchestrator.sln</c> leaves it out, see
/// <c>tests/Directory.Build.props</c>; <c>dotnet test Orchestrator.sln --filter Category=Long</c> runs all of these.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class LongAttribute : Attribute, ITraitAttribute
{
    public const string Name = "Category";
    public const string Value = "Long";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Name, Value)];
}
