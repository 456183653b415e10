using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Settings;

/// <summary>Where a rule of <c>agents.yaml</c> looks.</summary>
public enum ScreenRegion
{
    /// <summary>Any visible row.</summary>
    Screen,
    /// <summary>The last <see cref="ScreenRule.LastRows"/> non-blank rows.</summary>
    Bottom,
    /// <summary>The <see cref="ScreenRule.LastRows"/> non-blank rows above the composer; without a composer as <see cref="Bottom"/>.</summary>
    Above,
    /// <summary>The rows below the composer; without a composer none.</summary>
    Below,
    /// <summary>The composer's own rows.</summary>
    Composer,
    Title,
    /// <summary>The newest OSC 7501 report.</summary>
    StateReport,
    /// <summary>The newest OSC 9;4 progress report, as <c>STATE;PERCENT</c>.</summary>
    Progress,
    /// <summary>The text of a notification (OSC 9, 99, 777), until the screen changes.</summary>
    Notification,
    /// <summary>What the CLI's own hooks reported last (<c>cccc report</c>).</summary>
    Hook,
}

/// <summary>Which cells of a row a rule reads; the others count as blanks.</summary>
public enum ScreenStyle
{
    Any,
    /// <summary>All but dim and grey ones: no placeholders, no hints.</summary>
    Plain,
    /// <summary>Dim (SGR 2) or grey ones alone.</summary>
    Dim,
    Bold,
    Inverse,
}

/// <summary>What a rule needs of the composer.</summary>
public enum ComposerNeed
{
    Any,
    Shown,
    Hidden,
}

/// <summary>A rule that tells an agent's state from its screen.</summary>
/// <param name="Pattern">A regular expression (.NET, culture-invariant, with a time-out), matched row by row.</param>
public sealed record ScreenRule(AgentState State, ScreenRegion Region, string Pattern, int LastRows)
{
    /// <summary>Its key in <c>agents.yaml</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Greater ones are tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Some row of the region must match this too, or null.</summary>
    public string? And { get; init; }

    /// <summary>No row of the region, from the row that matches down, may match this, or null: what stands below it makes it history.</summary>
    public string? Unless { get; init; }

    public ScreenStyle Style { get; init; }

    public ComposerNeed Composer { get; init; }

    /// <summary>For a prompt: the keys that allow this once, that refuse it, and that choose an entry of its list by its number (<c>{n}</c>); null where there are none.</summary>
    public string? Approve { get; init; }

    public string? Deny { get; init; }

    public string? Answer { get; init; }

    /// <summary>The priority of a rule that names none: what harms most when it is overlooked comes first.</summary>
    public static int DefaultPriority(AgentState state) => state switch
    {
        AgentState.Exited => 600,
        AgentState.NeedsInput => 500,
        AgentState.Busy => 400,
        AgentState.Limited => 300,
        AgentState.Starting => 200,
        _ => 100,
    };
}

/// <summary>How the composer of an agent CLI (the place where a human writes to it) is found on its screen. All patterns are .NET regular expressions, tried row by row.</summary>
/// <param name="Prompt">The lowest row that matches is the composer's first; its text begins behind the match.</param>
/// <param name="Block">Its first row is instead the highest one of the unbroken run of matching rows that ends at the lowest.</param>
/// <param name="Until">The composer ends above the next row that matches.</param>
/// <param name="Under">The next non-blank row above its first one must match this, or null: a prompt in the text of an answer stands under no frame.</param>
/// <param name="Over">The row below its last one must match this, or null.</param>
/// <param name="Frame">What is drawn around the text and is not part of it, or null.</param>
/// <param name="Empty">Texts that are no draft though they are not dim: the CLI's own placeholders; or null.</param>
public sealed record ComposerRule(string Prompt, bool Block, string Until, string? Under, string? Over, string? Frame, string? Empty)
{
    /// <summary>A blank row, or a line that is drawn.</summary>
    public const string DefaultUntil = @"^\s*$|^\s*[─━▀╰└]{3}";
}
