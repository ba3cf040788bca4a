namespace AnoGan.Cli.Tests;

/// <summary>A fresh folder that goes with its content when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("anogan-cli-test-").FullName;

    /// <summary>The full path of a name inside.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Names of everything inside, hidden files too, in ordinal order.</summary>
    public string[] Names =>
        [
            .. Directory
                .EnumerateFileSystemEntries(Path)
                .Select(e => System.IO.Path.GetFileName(e)!)
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
