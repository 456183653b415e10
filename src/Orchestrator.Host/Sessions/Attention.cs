using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Panes;

namespace Orchestrator.Host.Sessions;

/// <summary>
/// Tells the user, once for each time, that an agent shows a prompt: by the attached terminals and, where the settings want it, by the desktop. The words are
/// ours alone: what a prompt says is nobody's notification. Called on the engine's loop.
/// </summary>
/// <param name="tell">Tells the attached terminals.</param>
public sealed class Attention(AttentionSetting setting, Action<AgentRole, string> tell, ILogger logger) : IEngineObserver
{
    /// <summary>A desktop that does not take a notification in this time does not get it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AgentRole, int> _told = [];

    public void SnapshotChanged(EngineSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        foreach (var agent in snapshot.Agents)
        {
            var isNews = agent.PromptsTold > _told.GetValueOrDefault(agent.Role);
            _told[agent.Role] = agent.PromptsTold;
            if (isNews && setting != AttentionSetting.Off)
            {
                var line = $"{agent.ActorId} waits for your answer";
                tell(agent.Role, line);
                if (setting == AttentionSetting.Desktop)
                {
                    _ = NotifyDesktopAsync($"cccc: {agent.Role.Label()}", line);
                }
            }
        }
    }

    public void TimelineAppended(TimelineEntry entry)
    {
    }

    public void Logged(LogLine line)
    {
    }

    private async Task NotifyDesktopAsync(string title, string line)
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            var result = await Cli.Wrap("notify-send").WithArguments(["--app-name=cccc", "--", title, line])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(patience.Token);
            if (!result.IsSuccess)
            {
                var words = OuterText.Line(result.StandardError, PanePolicy.MaxNotice);
                logger.LogWarning("notify-send ended with exit code {Code}: {Words}", result.ExitCode, words);
            }
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("notify-send did not end within {Seconds} s and was ended.", Patience.TotalSeconds);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            logger.LogWarning("notify-send could not be started ({Reason}); tui.attention: outer does without it.", error.Message);
        }
    }
}
