using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rules;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;
using Orchestrator.Pty;
using Serilog;
using Serilog.Events;

namespace Orchestrator.Host;

/// <summary>The host process: one session, from its start in the background to its end.</summary>
public static class HostProgram
{
    // Bytes of the log; then it is rolled, and three are kept.
    private const long LogSize = 4 << 20;

    /// <summary>Runs until the session ends. <paramref name="standardOutput"/> gets one line, <c>ready</c>, or what is wrong.</summary>
    public static async Task<int> RunAsync(SessionOptions options, TextWriter standardOutput)
    {
        CrashPoint.Arm();
        Daemon.LeaveSession();
        try
        {
            using var sessionLock = options.ProjectRoot is null ? null : SessionLock.Take(new ProjectFolder(options.ProjectRoot));
            var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "cccc" });
            builder.Logging.AddSerilog(MakeLogger(options), dispose: true);
            builder.Services.AddSingleton(options);
            builder.Services.AddSingleton<SessionService>();
            builder.Services.AddHostedService(services => services.GetRequiredService<SessionService>());
            using var host = builder.Build();
            // Starts the session; a fault comes out here, before anybody was told that we are ready.
            await host.StartAsync();
            sessionLock?.Started();
            await standardOutput.WriteLineAsync(HostStarter.Ready);
            await standardOutput.FlushAsync();
            Daemon.CloseStandardStreams();
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (SessionTakenException taken)
        {
            await standardOutput.WriteLineAsync(HostStarter.TakenPrefix + taken.Message);
            return 4;
        }
        catch (Exception error) when (error is ControlException or TextFileException or PtyException or LedgerException or MailboxException or RuleTextException or IOException or UnauthorizedAccessException)
        {
            await standardOutput.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static Serilog.Core.Logger MakeLogger(SessionOptions options)
    {
        LoggerConfiguration configuration = new();
        if (options.ProjectRoot is not null)
        {
            configuration.WriteTo.File(
                new ProjectFolder(options.ProjectRoot).HostLog,
                LogEventLevel.Information,
                "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}",
                fileSizeLimitBytes: LogSize,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 3);
        }

        return configuration.CreateLogger();
    }
}
