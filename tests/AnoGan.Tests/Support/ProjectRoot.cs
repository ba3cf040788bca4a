namespace AnoGan.Tests.Support;

/// <summary>The folder of the solution, above the tests, where the README and the samples are.</summary>
internal static class ProjectRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "AnoGan.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder
            ?? throw new InvalidOperationException("the tests run outside the project: no AnoGan.sln above them");
    }
}
