namespace Orchestrator.Pty;

/// <summary>The user that this process runs as.</summary>
public static class UserId
{
    public static uint Effective => LibC.GetEffectiveUser();
}
