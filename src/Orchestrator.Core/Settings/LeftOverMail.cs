namespace Orchestrator.Core.Settings;

/// <summary>What becomes of mail that lies in the inboxes from an earlier run.</summary>
public enum LeftOverMail
{
    /// <summary>Nobody has decided: when there is some, nothing is started and the question comes back.</summary>
    Ask,
    /// <summary>It stays where it is and is announced.</summary>
    Resume,
    /// <summary>It is moved to <c>.cccc/archive/</c>.</summary>
    Archive,
    /// <summary>It is moved to <c>processed/</c> unread.</summary>
    Discard,
}
