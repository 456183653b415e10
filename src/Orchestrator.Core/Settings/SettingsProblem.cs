namespace Orchestrator.Core.Settings;

/// <summary>Something wrong with a settings file: said to the user with file, line and what to do.</summary>
public sealed record SettingsProblem(string File, int Line, string Text, bool IsError)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Text}" : $"{File}: {Text}";
}
