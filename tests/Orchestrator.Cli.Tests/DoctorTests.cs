using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Cli.Doctor;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Pty;

namespace Orchestrator.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    private static readonly TerminalFacts Good = new("xterm-256color", "truecolor", NoColor: false, new TermSize(120, 40));

    private readonly TemporaryFolder _folder = new();
    private readonly string _bin;

    public DoctorTests()
    {
        _bin = _folder["bin"];
        Directory.CreateDirectory(_bin);
        Directory.CreateDirectory(_folder["run"]);
        AddProgram("claude");
        AddProgram("codex");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_project_has_no_fault()
    {
        var report = Look();
        Assert.True(report.Ok, string.Join('\n', report.Findings));
        Assert.Equal(Path.Combine(_bin, "claude"), report.Actors[0].Path);
        Assert.Equal("shipped", report.Actors[0].CommandFrom);
        Assert.Null(report.Actors.Single(actor => actor.Id == "gemini").Path);
    }

    [Fact]
    public void An_unknown_key_is_a_fault_with_file_line_and_nearest_name()
    {
        var file = Settings("cli_profiles.yaml", "delivery:\n  keepalive_dealy_seconds: 5\n");
        var fault = OneFault(Look());
        Assert.Equal((file, 2), (fault.File, fault.Line));
        Assert.Contains("did you mean `delivery.keepalive_delay_seconds`", fault.Text, StringComparison.Ordinal);
        Assert.Contains($"line 2 of {file}", fault.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Actors_that_cannot_start_are_faults_with_their_mend()
    {
        Settings("cli_profiles.yaml", "roles: {peerB: {actor: gemini}, aux: {actor: cluade}}\n");
        var faults = Faults(Look());
        Assert.Equal(2, faults.Length);
        Assert.Contains("Install it (npm install -g @google/gemini-cli)", faults[0].Mend, StringComparison.Ordinal);
        Assert.Contains("Did you mean claude?", faults[1].Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_the_project_sets_is_shown_with_its_place()
    {
        var file = Settings("agents.yaml", "actors:\n  claude:\n    command: [codex, --x]\n");
        Assert.Equal($"{file}:3", Look().Actors[0].CommandFrom);
        Assert.Contains(Look().Findings, finding => finding.Text == $"PeerA is claude: codex --x ({file}:3).");
    }

    [Theory]
    [InlineData("dumb", 120, 40, "TERM is dumb")]
    [InlineData(null, 120, 40, "TERM is not set")]
    [InlineData("xterm", 79, 24, "The window is 79x24; the cockpit needs 80x24")]
    [InlineData("xterm", 10, 3, "The window is 10x3")]
    public void A_terminal_that_cannot_show_the_cockpit_is_a_fault(string? term, int columns, int rows, string text)
    {
        var fault = OneFault(Look(new TerminalFacts(term, null, NoColor: false, new TermSize(columns, rows))));
        Assert.StartsWith(text, fault.Text, StringComparison.Ordinal);
        Assert.NotNull(fault.Mend);
    }

    [Fact]
    public void Without_a_terminal_doctor_says_so_and_judges_the_rest() =>
        Assert.True(Look(new TerminalFacts("xterm", null, NoColor: true, Size: null)).Ok);

    [Fact]
    public void A_mailbox_that_leads_out_of_the_project_is_a_fault()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        Directory.CreateDirectory(_folder["project/.cccc/mailbox/peerA"]);
        Directory.CreateSymbolicLink(_folder["project/.cccc/mailbox/peerA/inbox"], _folder["elsewhere"]);
        var fault = OneFault(Look());
        Assert.Contains($"is a link to {_folder["elsewhere"]}", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_a_fault()
    {
        Directory.CreateDirectory(_folder["project"]);
        File.WriteAllText(_folder["project/.cccc"], "x");
        Assert.Contains(Faults(Look()), fault => fault.Area == "folder" && fault.Text.Contains("is a file", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_a_fault()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere");
        Directory.CreateDirectory(_folder["project/.cccc/settings"]);
        File.SetUnixFileMode(_folder["project/.cccc/settings"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var fault = OneFault(Look());
        File.SetUnixFileMode(_folder["project/.cccc/settings"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("permission denied", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runtime_folder_that_is_a_link_or_too_long_is_a_fault()
    {
        Directory.CreateDirectory(_folder["other"]);
        Directory.CreateSymbolicLink(_folder["run/cccc"], _folder["other"]);
        Assert.Contains("is a link", OneFault(Look()).Text, StringComparison.Ordinal);
        var deep = _folder["run/" + new string('x', 100)];
        Directory.CreateDirectory(deep);
        Assert.Contains("a socket can have 107", OneFault(Look(runtime: deep)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_for_a_pipe_is_plain_and_has_no_escape_of_the_projects_own()
    {
        Settings("tui.yaml", "tui: {\"mouse\\e[31m[bold]\": 1}\n");
        var output = new StringWriter();
        DoctorPage.Print(Look(), output, columns: null);
        var page = output.ToString();
        Assert.DoesNotContain('\u001b', page);
        Assert.Contains("FAULT settings", page, StringComparison.Ordinal);
        Assert.Contains("[bold]", page, StringComparison.Ordinal);
        Assert.Contains("1 fault to mend.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_every_finding_and_the_exit_code_says_whether_there_is_a_fault()
    {
        Settings("tui.yaml", "tui: {mose: 1}\n");
        var run = CliRun.Of("doctor", "--json", "--project", _folder["project"]);
        Assert.Equal(1, run.Code);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.False(report.GetProperty("ok").GetBoolean());
        var finding = report.GetProperty("findings").EnumerateArray().First(found => found.GetProperty("area").GetString() == "settings");
        Assert.Equal("fault", finding.GetProperty("level").GetString());
        Assert.Equal(1, finding.GetProperty("line").GetInt32());
    }

    private DoctorReport Look(TerminalFacts? terminal = null, string? runtime = null)
    {
        Directory.CreateDirectory(_folder["project"]);
        var environment = ImmutableDictionary.CreateRange(
        [
            KeyValuePair.Create("PATH", _bin),
            KeyValuePair.Create("XDG_RUNTIME_DIR", runtime ?? _folder["run"]),
        ]);
        return Examination.Of(new ProjectFolder(_folder["project"]), new SettingsSources(null, environment, []), terminal ?? Good);
    }

    private static Finding[] Faults(DoctorReport report) => [.. report.Findings.Where(finding => finding.Level == FindingLevel.Fault)];

    private static Finding OneFault(DoctorReport report) => Assert.Single(Faults(report));

    private string Settings(string name, string text)
    {
        var file = _folder["project/.cccc/settings/" + name];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private void AddProgram(string name)
    {
        File.WriteAllText(Path.Combine(_bin, name), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(_bin, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
