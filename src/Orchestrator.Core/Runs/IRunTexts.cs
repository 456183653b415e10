using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Runs;

/// <summary>The prompts of runs, as text.</summary>
public interface IRunTexts
{
    /// <summary>The rules of the role.</summary>
    /// <param name="workFolder">Where the run may put files of its own.</param>
    string Rules(RunKind kind, RoleChoices choices, string workFolder);

    /// <summary>What a new FOREMAN_TASK.md holds.</summary>
    string NewForemanTask();
}
