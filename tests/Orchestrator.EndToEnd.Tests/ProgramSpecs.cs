using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Which programs the tests of this project start.</summary>
public sealed class ProgramSpecs
{
    [Fact]
    public async Task The_programs_are_native_and_need_no_NET()
    {
        Assert.SkipUnless(NativePrograms.AreThere, "no C linker (clang or gcc) is installed: the end-to-end tests ran the managed programs");
        await using var project = TestProject.Empty();
        project.Environment["DOTNET_ROOT"] = project.Temporary;
        project.Environment["PATH"] = project.Temporary;
        var version = await project.Cccc("version");
        Assert.Equal((0, ""), (version.ExitCode, version.Error));
        var agent = await project.Run(
            Programs.FakeAgent, ["--name", "PeerA", "--mailbox", project.Temporary, "--exit-at-once", "7"], "", project.Temporary);
        Assert.Equal((7, ""), (agent.ExitCode, agent.Error));
    }
}
