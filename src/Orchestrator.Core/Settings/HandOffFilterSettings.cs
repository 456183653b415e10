namespace Orchestrator.Core.Settings;

/// <summary>The <c>handoff_filter</c> block of <c>policies.yaml</c>.</summary>
public sealed record HandOffFilterSettings
{
    public bool Enabled { get; init; }

    public int MinChars { get; init; } = 40;

    public int MinWords { get; init; } = 6;

    public string DropPattern { get; init; } = @"^\s*(ok|okay|ready|standby|waiting|idle)\b";

    public string KeepPattern { get; init; } = @"\b(CLAIM|COUNTER|EVIDENCE|TASK|ASK|RISK|PROGRESS)\s*[:(]|```|\?";

    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Repetition { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan SimilarityWindow { get; init; } = TimeSpan.FromSeconds(120);

    public double Similarity { get; init; } = 0.9;
}
