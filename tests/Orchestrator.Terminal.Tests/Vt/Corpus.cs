namespace Orchestrator.Terminal.Tests.Vt;

/// <summary>The public conformance corpus, which is not part of the repository: <c>../shared/vt/public</c> beside it.</summary>
internal static class Corpus
{
    /// <summary>Skips the test visibly when the corpus is not there.</summary>
    public static string Folder()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "The conformance corpus ../shared/vt/public is not beside the repository.");
        return folder!;
    }

    private static string? Find()
    {
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            var candidate = Path.Combine(up.FullName, "shared", "vt", "public");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
