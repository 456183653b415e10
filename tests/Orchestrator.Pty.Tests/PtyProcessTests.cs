using System.Diagnostics;
using System.Text;

namespace Orchestrator.Pty.Tests;

[Collection(ProcessCollection.Name)]
public sealed class PtyProcessTests
{
    [Fact]
    public async Task A_child_gets_the_size_and_its_changes()
    {
        using var session = PtySession.Shell("trap 'stty size' WINCH; stty size; echo ready; while :; do sleep 0.05; done", new TermSize(132, 43));
        Assert.Contains("43 132", await session.Until("ready"), StringComparison.Ordinal);
        session.Loop.Post(() => session.Process.Resize(new TermSize(61, 17)));
        await session.Until("17 61");
    }

    [Fact]
    public async Task Ctrl_C_reaches_the_foreground_job_and_not_its_shell()
    {
        using var session = PtySession.Run("/bin/sh", ["-i"]);
        session.Type("echo b$((1+1))gin; sh -c 'trap \"exit 42\" INT; echo in${X}side; while :; do sleep 0.05; done'; echo the job left with $?\r");
        await session.Until("inside\r");
        session.Type("\u0003");
        await session.Until("the job left with 42");
        session.Type("echo still h$((1))re; exit 7\r");
        await session.Until("still h1re");
        Assert.Equal(new PtyExit(7, null), await session.Exit);
    }

    [Theory]
    [InlineData("exit 0", 0, null, "exit code 0")]
    [InlineData("exit 42", 42, null, "exit code 42")]
    [InlineData("kill -9 $$", null, 9, "signal 9 (SIGKILL)")]
    [InlineData("kill -15 $$", null, 15, "signal 15 (SIGTERM)")]
    public async Task Exit_codes_and_signals_come_out(string script, int? code, int? signal, string text)
    {
        using var session = PtySession.Shell(script);
        var exit = await session.Exit;
        Assert.Equal(new PtyExit(code, signal), exit);
        Assert.Equal(text, exit.ToString());
    }

    [Fact]
    public async Task A_signal_goes_to_the_whole_process_group()
    {
        using var session = PtySession.Shell("trap '' HUP; (trap 'echo child got it; exit 0' TERM; echo ready; while :; do sleep 0.05; done) & trap 'wait; exit 3' TERM; wait");
        await session.Until("ready");
        Assert.True(session.Process.Signal(15));
        await session.Until("child got it");
        Assert.Equal(new PtyExit(3, null), await session.Exit);
        Assert.False(session.Process.Signal(15));
    }

    [Fact]
    public async Task A_child_inherits_no_descriptor()
    {
        using var one = File.OpenRead("/proc/self/exe");
        using var other = PtySession.Shell("sleep 20");
        using var session = PtySession.Shell("ls -1 /proc/$$/fd; echo done"); // no pipeline: the shell would hold its pipe
        Assert.Equal("0\r\n1\r\n2\r\ndone\r\n", await session.Until("done\r\n"));
    }

    [Fact]
    public async Task A_child_has_default_signals_although_this_process_ignores_SIGPIPE()
    {
        using var session = PtySession.Shell("grep -E 'Sig(Blk|Ign)' /proc/self/status; echo done");
        var lines = (await session.Until("done")).Split("\r\n");
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], lines[..2].Select(line => line.Replace("        ", "\t", StringComparison.Ordinal)));
        using var pipe = PtySession.Shell("sh -c 'yes; echo yes ended with $? >&2' | head -1");
        // 141 = 128 + SIGPIPE: the writer was ended by the signal, not by an error message.
        await pipe.Until("yes ended with 141");
    }

    [Fact]
    public async Task A_child_leads_a_session_with_the_pty_as_its_controlling_terminal()
    {
        using var session = PtySession.Shell("echo to-the-tty >/dev/tty; tty; ps -o pid=,sid=,tpgid= -p $$; echo done");
        var text = await session.Until("done");
        Assert.Contains("to-the-tty", text, StringComparison.Ordinal);
        Assert.Contains("/dev/pts/", text, StringComparison.Ordinal);
        var stat = (await StatOfLiving()).Split(' ');
        Assert.Equal(stat[0], stat[5]); // session = pid
        Assert.NotEqual("0", stat[6]); // a controlling terminal

        static async Task<string> StatOfLiving()
        {
            using var living = PtySession.Shell("echo up; read x");
            await living.Until("up");
            return await File.ReadAllTextAsync($"/proc/{living.Process.ProcessId}/stat");
        }
    }

    [Fact]
    public async Task A_hundred_spawns_leave_no_zombie_and_no_descriptor()
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;
        var faults = new List<Exception>();
        using (var loop = new EventLoop(faults.Add))
        {
            using var reaper = new ChildReaper(loop);
            var left = 100;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var pids = new List<int>();
            for (var i = 0; i < 100; i++)
            {
                var process = PtyProcess.Start(Start("/bin/true"));
                pids.Add(process.ProcessId);
                reaper.Register(process, exit =>
                {
                    process.Dispose();
                    Assert.Equal(0, exit.ExitCode);
                    if (--left == 0)
                    {
                        done.SetResult();
                    }
                });
            }

            loop.Start("spawns");
            await done.Task.WaitAsync(PtySession.Patience, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(pids, pid => Directory.Exists($"/proc/{pid}"));
        }

        Assert.Empty(faults);
        // Other test classes run beside this one and hold some; a leak would be a hundred.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 50);
    }

    [Fact]
    public async Task Ten_megabytes_come_through_whole()
    {
        using var session = PtySession.Shell("stty raw; head -c 10000000 /dev/zero | tr '\\0' x");
        await session.Exit;
        Assert.Equal(10_000_000, await Drained(session));
    }

    private static async Task<long> Drained(PtySession session)
    {
        var clock = Stopwatch.StartNew();
        while (session.BytesRead < 10_000_000 && clock.Elapsed < PtySession.Patience)
        {
            await Task.Delay(10);
        }

        return session.BytesRead;
    }

    [Fact]
    public void A_program_that_is_not_there_gives_a_sentence()
    {
        var missing = Assert.Throws<PtyException>(() => PtyProcess.Start(Start("no-such-agent")));
        Assert.Equal("no-such-agent was not found on PATH. Install it, or give its full path.", missing.Message);
        var path = Assert.Throws<PtyException>(() => PtyProcess.Start(Start("/no/such/agent")));
        Assert.Equal("/no/such/agent cannot start: the file /no/such/agent does not exist.", path.Message);
        var folder = Assert.Throws<PtyException>(() => PtyProcess.Start(Start("/bin/true") with { WorkingDirectory = "/no/such/folder" }));
        Assert.Equal("/bin/true cannot start: the folder /no/such/folder does not exist.", folder.Message);
        var denied = Assert.Throws<PtyException>(() => PtyProcess.Start(Start("/etc/passwd")));
        Assert.Contains("/etc/passwd is not executable", denied.Message, StringComparison.Ordinal);
        var directory = Assert.Throws<PtyException>(() => PtyProcess.Start(Start("/usr/bin/")));
        Assert.Contains("is a folder, not a program", directory.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_program_gives_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("cccc-pty-").FullName;
        try
        {
            var text = Path.Combine(folder, "notes");
            File.WriteAllText(text, "just text\n");
            var script = Path.Combine(folder, "script");
            File.WriteAllText(script, "#!/no/such/interpreter\n");
            foreach (var file in new[] { text, script })
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                }
            }

            Assert.Contains("is no program that this machine can run", Assert.Throws<PtyException>(() => PtyProcess.Start(Start(text))).Message, StringComparison.Ordinal);
            Assert.Contains("interpreter", Assert.Throws<PtyException>(() => PtyProcess.Start(Start(script))).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Arguments_folder_and_environment_arrive_as_given()
    {
        var folder = Directory.CreateTempSubdirectory("cccc 'pty' \u00e4\u6f22-").FullName;
        try
        {
            using var process = PtyProcess.Start(new PtyStart
            {
                FileName = "sh",
                Arguments = ["-c", "printf '%s|' \"$PWD\" \"$TERM\" \"$ODD\" \"$@\"; echo end", "sh", "a b", "$HOME", "", "\u6f22'\""],
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string> { ["PATH"] = "/nowhere:/bin:/usr/bin", ["TERM"] = "x", ["ODD"] = "a=b\nc" },
                Size = new TermSize(300, 5),
            });
            var text = await ReadAll(process);
            Assert.Equal($"{folder}|x|a=b\r\nc|a b|$HOME||\u6f22'\"|end\r\n", text);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task An_agent_that_never_reads_its_input_does_not_block_the_writer()
    {
        using var session = PtySession.Shell("stty raw -echo; echo ready; sleep 30");
        await session.Until("ready");
        await OnLoop(session, () =>
        {
            var queue = new OutputQueue(session.Process.MasterFd);
            var block = new byte[64 * 1024];
            var clock = Stopwatch.StartNew();
            var accepted = 0;
            while (queue.Enqueue(block))
            {
                Assert.True(queue.Flush() >= 0);
                accepted += block.Length;
                Assert.InRange(accepted, 0, 4 << 20);
            }

            Assert.InRange(queue.PendingBytes, OutputQueue.DefaultLimit - block.Length, OutputQueue.DefaultLimit);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        });
    }

    [Fact]
    public async Task A_cooked_backspace_erases_a_whole_character()
    {
        using var session = PtySession.Shell("echo ready; read line; echo \"<$line>\"");
        await session.Until("ready");
        session.Type("a\u6f22\u007fb\r");
        await session.Until("<ab>");
    }

    [Fact]
    public async Task A_master_can_be_adopted_by_another_owner()
    {
        var first = PtyProcess.Start(Start("/bin/cat"));
        using var second = PtyProcess.Adopt(first.MasterFd, first.ProcessId);
        second.Write("hello\r\u0004"u8);
        Assert.Equal("hello\r\nhello\r\n", await ReadAll(second));
    }

    [Fact]
    public void The_environment_of_a_pane_speaks_of_the_pane()
    {
        var environment = PtyEnvironment.Create(
            new Dictionary<string, string>
            {
                ["PATH"] = "/bin", ["TERM"] = "foot", ["TMUX"] = "x", ["TMUX_PANE"] = "%1", ["TERM_PROGRAM"] = "y",
                ["TERM_PROGRAM_VERSION"] = "1", ["LINES"] = "3", ["COLUMNS"] = "4", ["HOME"] = "/h",
            },
            new Dictionary<string, string> { ["CCCC_AGENT"] = "a", ["HOME"] = "/other" });
        Assert.Equal(
            ["CCCC_AGENT=a", "COLORTERM=truecolor", "HOME=/other", "PATH=/bin", "TERM=xterm-256color"],
            environment.Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_agent_outside_leaves_no_mark_and_the_users_own_variables_pass()
    {
        string[] marks = ["CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID", "GEMINI_CLI", "OPENCODE", "OPENCODE_PID", "ZELLIJ"];
        string[] own =
        [
            "ANTHROPIC_API_KEY", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CODEX_HOME", "CODEX_API_KEY", "GEMINI_API_KEY",
            "OPENCODE_CONFIG", "OPENAI_API_KEY", "CODEX_SANDBOX",
        ];
        var environment = PtyEnvironment.Create(marks.Concat(own).Select(name => KeyValuePair.Create(name, "x")), [KeyValuePair.Create("CLAUDECODE", "mine")]);
        Assert.Equal(
            own.Append("CLAUDECODE").Concat(["TERM", "COLORTERM"]).Order(StringComparer.Ordinal),
            environment.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("mine", environment["CLAUDECODE"]); // What the actor's own `environment` sets wins.
    }

    private static PtyStart Start(string program) => new()
    {
        FileName = program,
        WorkingDirectory = "/",
        Environment = PtyEnvironment.Create(),
        Size = new TermSize(80, 24),
    };

    private static async Task<string> ReadAll(PtyProcess process)
    {
        var text = new MemoryStream();
        var clock = Stopwatch.StartNew();
        var buffer = new byte[4096];
        while (clock.Elapsed < PtySession.Patience)
        {
            var count = process.Read(buffer);
            if (count < 0)
            {
                while (!process.TryReap(out _))
                {
                    await Task.Delay(1);
                }

                return Encoding.UTF8.GetString(text.ToArray());
            }

            text.Write(buffer, 0, count);
            await Task.Delay(1);
        }

        throw new TimeoutException(Encoding.UTF8.GetString(text.ToArray()));
    }

    private static async Task OnLoop(PtySession session, Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Loop.Post(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        await done.Task.WaitAsync(PtySession.Patience);
    }
}
