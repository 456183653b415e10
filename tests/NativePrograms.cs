namespace Orchestrator;

/// <summary>Which cccc and fake-agent are started: those that the build compiled to native code or, without a C linker, the managed ones.</summary>
internal static class NativePrograms
{
    // Written by the build; empty where it found no linker.
    private static readonly string Folder = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "native-programs")).Trim();

    /// <summary>False where the managed programs are started.</summary>
    public static bool AreThere => Folder.Length > 0;

    /// <param name="name"><c>cccc</c> or <c>fake-agent</c>.</param>
    public static string PathOf(string name) => AreThere ? Path.Combine(Folder, name, name) : Path.Combine(AppContext.BaseDirectory, name);
}
