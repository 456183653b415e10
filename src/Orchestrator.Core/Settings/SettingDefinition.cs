using System.Collections.Immutable;

namespace Orchestrator.Core.Settings;

/// <summary>What the value of a setting may be.</summary>
public enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>An actor's id, or <c>none</c> (or nothing): the role is off.</summary>
    Actor,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
    /// <summary>A whole number.</summary>
    Count,
    /// <summary>A number that may have a fraction.</summary>
    Number,
    /// <summary>One of <see cref="SettingDefinition.Choices"/>.</summary>
    Choice,
    /// <summary>A key with Ctrl, as <c>C-b</c>.</summary>
    Key,
    /// <summary>A .NET regular expression.</summary>
    Pattern,
    /// <summary>A program and its arguments: a list, or one text that is split on blanks (quotes keep blanks).</summary>
    Words,
    /// <summary>Hours of the day, as <c>22:00-07:00</c>, or <c>none</c>.</summary>
    Hours,
}

/// <summary>One setting: the only place where its name, kind, range, default and meaning are written down.</summary>
/// <param name="File">The settings file that it stands in, e.g. <c>tui.yaml</c>.</param>
/// <param name="Path">Its keys, joined by dots; <c>*</c> stands for any name (an actor's id, a rule's name).</param>
/// <param name="Default">As written in YAML; null where there is none (the actor's own entry decides).</param>
/// <param name="Doc">One or two sentences for the user.</param>
public sealed record SettingDefinition(string File, string Path, SettingKind Kind, string? Default, string Doc)
{
    /// <summary>Of a number, in the plural.</summary>
    public string? Unit { get; init; }

    public double Minimum { get; init; }

    public double Maximum { get; init; }

    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>True where an actor or a rule is of no use without it.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// True where more is more power for what agents print: a project's file, which may come with a repository, can only narrow what the user's own settings allow.
    /// Choices are then in order of power.
    /// </summary>
    public bool OnlyNarrowedByProject { get; init; }

    internal string[] Segments { get; } = Path.Split('.');
}
