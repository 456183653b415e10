using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Makes the typed settings from the layers. Values are valid by now: each layer left out what was not.</summary>
internal sealed class SettingsReader(IConfigurationRoot root, ImmutableArray<SettingsProblem>.Builder problems)
{
    private readonly ImmutableArray<SettingsLayerProvider> _strongestFirst = [.. root.Providers.Cast<SettingsLayerProvider>().Reverse()];

    public SessionSettings Read() => new(ReadRoles(), ReadActors(), ReadDelivery(), ReadTui())
    {
        Ledger = new LedgerSettings { PartBytes = Count("ledger:part_kilobytes") * 1024L, KeepParts = Count("ledger:keep_parts") },
        HandOffFilter = ReadFilter(),
        Rhythm = ReadRhythm(),
        Runs = ReadRuns(),
    };

    private RoleChoices ReadRoles()
    {
        return new RoleChoices(Actor("peerA"), Actor("peerB"), Actor("aux"), Actor("foreman"));

        string? Actor(string role) => Text($"roles:{role}:actor") is { } id && !ValueCheck.IsOff(id) ? id : null;
    }

    private DeliverySettings ReadDelivery() => new()
    {
        NudgeResend = Seconds("delivery:nudge_resend_seconds"),
        NudgeJitter = Number("delivery:nudge_jitter_pct"),
        NudgeMaxRetries = Count("delivery:nudge_max_retries"),
        NudgeBackoffMax = Seconds("delivery:nudge_backoff_max_seconds"),
        NudgeProgressTimeout = Seconds("delivery:nudge_progress_timeout_seconds"),
        KeepaliveEnabled = Flag("delivery:keepalive_enabled"),
        KeepaliveDelay = Seconds("delivery:keepalive_delay_seconds"),
        SinglePeerKeepaliveDelay = Seconds("delivery:single_peer:keepalive_delay_seconds"),
        SinglePeerKeepaliveMaxNudges = Count("delivery:single_peer:keepalive_max_nudges"),
        HumanQuiet = Seconds("delivery:human_quiet_seconds"),
        StillTime = TimeSpan.FromMilliseconds(Count("delivery:still_milliseconds")),
        MaxMessageBytes = Count("delivery:max_message_bytes"),
        Sweep = Seconds("delivery:sweep_seconds"),
        LeftOver = Enum.Parse<LeftOverMail>(Choice("delivery:inbox_startup_policy"), ignoreCase: true),
        InsightHint = Flag("delivery:insight_hint"),
        ProcessedRetention = Count("delivery:processed_retention"),
        KeptRetention = Count("delivery:kept_retention"),
    };

    private RunSettings ReadRuns() => new()
    {
        ForemanEnabled = Flag("foreman:enabled"),
        ForemanInterval = Seconds("foreman:interval_seconds"),
        ForemanMaxRun = Seconds("foreman:max_run_seconds"),
        ForemanTask = Text("foreman:prompt_path")!,
        ForemanCopiesUser = Flag("foreman:cc_user"),
        ForemanChecksFirst = Flag("foreman:check_first"),
        AuxMaxRun = TimeSpan.FromSeconds(Count("aux:max_run_seconds")),
        AuxPerMinute = Count("aux:rate_per_minute"),
        KeepRuns = Count("aux:keep_runs"),
    };

    private RhythmSettings ReadRhythm() => new()
    {
        QuietHours = QuietHours.TryParse(Text("timers:quiet_hours")!, out var hours) ? hours : null,
        DailyTurns = Count("timers:daily_turns"),
        DamperMessages = Count("timers:damper_messages"),
        SelfCheckEvery = Count("delivery:self_check_every_handoffs"),
        RefreshEvery = Count("delivery:system_refresh_every_self_checks"),
        CompactEnabled = Flag("delivery:auto_compact:enabled"),
        CompactInterval = Seconds("delivery:auto_compact:min_interval_seconds"),
        CompactMessages = Count("delivery:auto_compact:min_messages_since_last"),
        CompactIdle = Seconds("delivery:auto_compact:idle_threshold_seconds"),
    };

    private HandOffFilterSettings ReadFilter() => new()
    {
        Enabled = Flag("handoff_filter:enabled"),
        MinChars = Count("handoff_filter:min_chars"),
        MinWords = Count("handoff_filter:min_words"),
        DropPattern = Text("handoff_filter:drop_pattern")!,
        KeepPattern = Text("handoff_filter:keep_pattern")!,
        Cooldown = Seconds("handoff_filter:cooldown_seconds"),
        Repetition = Seconds("handoff_filter:repetition_seconds"),
        SimilarityWindow = Seconds("handoff_filter:similarity_seconds"),
        Similarity = Number("handoff_filter:similarity"),
    };

    private TuiSettings ReadTui() => new()
    {
        Prefix = Text("tui:prefix")!,
        Mouse = Flag("tui:mouse"),
        ScrollbackLines = Count("tui:scrollback_lines"),
        GraphemeClusters = Flag("tui:grapheme_clusters"),
        Bell = Choice("tui:bell") switch
        {
            "off" => BellSetting.Off,
            "mark" => BellSetting.Mark,
            _ => BellSetting.Ring,
        },
        WindowTitle = Flag("tui:window_title"),
        Notifications = Choice("tui:notifications") switch
        {
            "off" => NotificationSetting.Off,
            "timeline" => NotificationSetting.Timeline,
            _ => NotificationSetting.Outer,
        },
        Background = Enum.Parse<BackgroundSetting>(Choice("tui:background"), ignoreCase: true),
        Attention = Enum.Parse<AttentionSetting>(Choice("tui:attention"), ignoreCase: true),
        ClipboardWriteBytes = Count("tui:clipboard_write_bytes"),
        Links = Flag("tui:links"),
    };

    private ImmutableArray<ActorDefinition> ReadActors()
    {
        // In the order of the files, shipped ones first: this is the order of the setup panel.
        var mentions = _strongestFirst.Reverse()
            .SelectMany(provider => provider.Layer.Entries)
            .Where(entry => entry.Segments[0].Equals("actors", StringComparison.OrdinalIgnoreCase))
            .DistinctBy(entry => entry.Segments[1], StringComparer.OrdinalIgnoreCase);
        return [.. mentions.Select(ReadActor).OfType<ActorDefinition>()];
    }

    private ActorDefinition? ReadActor(SettingsEntry mention)
    {
        var id = mention.Segments[1];
        var key = "actors:" + id;
        var command = Words(key + ":command");
        if (command.IsEmpty)
        {
            problems.Add(new SettingsProblem(mention.File, mention.Line, $"the actor '{id}' has no `command`, so it cannot be chosen; write `command: [program, argument]`.", IsError: true));
            return null;
        }

        return new ActorDefinition(
            id,
            Text(key + ":title") ?? id,
            command,
            Environment(key + ":environment"),
            Rules(id, key + ":state_rules"),
            TimeSpan.FromMilliseconds(Count(key + ":submit_delay_ms", "actors.*.submit_delay_ms")),
            Text(key + ":submit_keys") is { Length: > 0 } keys ? keys : "\r",
            TimeSpan.FromMilliseconds(Count(key + ":idle_quiet_ms", "actors.*.idle_quiet_ms")),
            Text(key + ":install_hint"))
        {
            RunCommand = Words(key + ":run_command"),
            CompactCommand = TextOrNull(key + ":compact_command"),
            ReturnAgain = TimeSpan.FromMilliseconds(Count(key + ":return_again_ms", "actors.*.return_again_ms")),
            WithdrawKeys = TextOrNull(key + ":withdraw_keys"),
            InterruptKeys = TextOrNull(key + ":interrupt_keys"),
            PromptBegins = TextOrNull(key + ":prompt_begins"),
            NormalMode = TextOrNull(key + ":normal_mode"),
            InsertKeys = TextOrNull(key + ":insert_keys") ?? "i",
            Composer = Text(key + ":composer:prompt") is { } prompt
                ? new ComposerRule(
                    prompt, ValueCheck.Flag(Text(key + ":composer:block") ?? DefaultOf("actors.*.composer.block"))!.Value,
                    Text(key + ":composer:until") ?? ComposerRule.DefaultUntil, Text(key + ":composer:under"), Text(key + ":composer:over"),
                    Text(key + ":composer:frame"), Text(key + ":composer:empty"))
                : null,
        };
    }

    /// <summary>A list is taken whole from the strongest layer that has it: two lists mixed by index would be neither.</summary>
    private ImmutableArray<SettingsEntry> Strongest(string key)
    {
        foreach (var provider in _strongestFirst)
        {
            ImmutableArray<SettingsEntry> entries = [.. provider.Below(key)];
            if (!entries.IsEmpty)
            {
                return entries;
            }
        }

        return [];
    }

    private ImmutableArray<string> Words(string key)
    {
        var entries = Strongest(key);
        if (entries is [{ Segments.Length: 3 } text])
        {
            return CommandWords.TrySplit(text.Value, out var words) ? words : [];
        }

        return [.. entries.Select(entry => entry.Value)];
    }

    private ImmutableDictionary<string, string> Environment(string key)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in _strongestFirst.Reverse().SelectMany(provider => provider.Below(key)))
        {
            variables[entry.Segments[^1]] = entry.Value;
        }

        return variables.ToImmutable();
    }

    /// <summary>Every layer adds to the rules by their names; one that is half written is left out, and said.</summary>
    private ImmutableArray<ScreenRule> Rules(string actor, string key)
    {
        var names = _strongestFirst.Reverse()
            .SelectMany(provider => provider.Below(key))
            .Where(entry => entry.Segments.Length == 5)
            .DistinctBy(entry => entry.Segments[3], StringComparer.OrdinalIgnoreCase);
        return [.. names.Select(mention => Rule(actor, mention)).OfType<ScreenRule>().OrderByDescending(rule => rule.Priority)];
    }

    private ScreenRule? Rule(string actor, SettingsEntry mention)
    {
        var name = mention.Segments[3];
        var key = $"actors:{actor}:state_rules:{name}";
        if (Value("state") == "off")
        {
            return null;
        }

        if (Value("state") is not { } stateName || Value("pattern") is not { } pattern)
        {
            var missing = Value("state") is null ? "state" : "pattern";
            problems.Add(new SettingsProblem(mention.File, mention.Line, $"the rule `{name}` of the actor '{actor}' has no `{missing}`, so it is left out.", IsError: true));
            return null;
        }

        var state = SettingsSchema.StateOf(stateName) ?? throw new InvalidOperationException($"'{stateName}' passed validation but is no state.");
        var priority = Count(key + ":priority", "actors.*.state_rules.*.priority");
        return new ScreenRule(state, RegionOf(ValueOrDefault("where")), pattern, Count(key + ":rows", "actors.*.state_rules.*.rows"))
        {
            Name = name,
            Priority = priority > 0 ? priority : ScreenRule.DefaultPriority(state),
            And = Value("and"),
            Unless = Value("unless"),
            Style = Enum.Parse<ScreenStyle>(ValueOrDefault("style"), ignoreCase: true),
            Composer = Enum.Parse<ComposerNeed>(ValueOrDefault("composer"), ignoreCase: true),
            Approve = TextOrNull(key + ":approve"),
            Deny = TextOrNull(key + ":deny"),
            Answer = TextOrNull(key + ":answer"),
        };

        string? Value(string field) => Text($"{key}:{field}");

        string ValueOrDefault(string field) => Value(field) ?? DefaultOf($"actors.*.state_rules.*.{field}");
    }

    private static ScreenRegion RegionOf(string name) => name switch
    {
        "screen" => ScreenRegion.Screen,
        "bottom" => ScreenRegion.Bottom,
        "above" => ScreenRegion.Above,
        "below" => ScreenRegion.Below,
        "composer" => ScreenRegion.Composer,
        "title" => ScreenRegion.Title,
        "state_report" => ScreenRegion.StateReport,
        "progress" => ScreenRegion.Progress,
        "notification" => ScreenRegion.Notification,
        "hook" => ScreenRegion.Hook,
        _ => throw new InvalidOperationException($"'{name}' passed validation but is no region."),
    };

    private string? Text(string key) => root[key];

    private string? TextOrNull(string key) => root[key] is { Length: > 0 } text ? text : null;

    private TimeSpan Seconds(string key) => TimeSpan.FromSeconds(Number(key));

    private double Number(string key, string? path = null) => ValueCheck.Number(root[key] ?? DefaultOf(path ?? key.Replace(':', '.')))!.Value;

    private int Count(string key, string? path = null) => (int)Number(key, path);

    private string Choice(string key) => root[key] ?? DefaultOf(key.Replace(':', '.'));

    private bool Flag(string key) => ValueCheck.Flag(root[key] ?? DefaultOf(key.Replace(':', '.')))!.Value;

    private static string DefaultOf(string path) => SettingsSchema.Find(path)?.Default ?? throw new InvalidOperationException($"{path} has no default.");
}
