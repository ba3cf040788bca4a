namespace AnoGan.Tests.Support;

/// <summary>A fresh folder that goes with its content when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        Path = Directory.CreateTempSubdirectory("anogan-test-").FullName;
    }

    public string Path { get; }

    /// <summary>The full path of a name inside; folders on the way are made.</summary>
    public string this[string relative]
    {
        get
        {
            string path = System.IO.Path.Combine(Path, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return path;
        }
    }

    /// <summary>Names of everything directly in a folder, hidden files too, in ordinal order.</summary>
    public static string[] NamesIn(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder)
                .Select(entry => System.IO.Path.GetFileName(entry))
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
