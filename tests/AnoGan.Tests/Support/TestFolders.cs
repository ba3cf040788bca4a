using System.Buffers.Binary;

namespace AnoGan.Tests.Support;

/// <summary>A fresh folder that goes with its content when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("anogan-test-").FullName;

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
            .. Directory.EnumerateFileSystemEntries(folder).Select(entry => System.IO.Path.GetFileName(entry))
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>
/// Finds the shared test data: $ANOGAN_DATA, else shared/data in a folder above; tests without it are skipped.
/// </summary>
internal static class CorpusData
{
    /// <summary>The path of something in the data folder, or skips the running test.</summary>
    public static string Require(string relative)
    {
        string? root = Root();
        if (root is null || !Path.Exists(Path.Combine(root, relative)))
            Assert.Skip($"the test data has no {relative}: set ANOGAN_DATA to the folder that contains it");
        return Path.Combine(root, relative);
    }

    /// <summary>The names in a folder of the data, or none where it is absent.</summary>
    public static IEnumerable<string> Names(string relative)
    {
        string? root = Root();
        string folder = Path.Combine(root ?? "", relative);
        return root is null || !Directory.Exists(folder)
            ? []
            : Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// Reads a reference: int32 width, int32 height, then float32 grey values in 0..255, little-endian.
    /// </summary>
    public static (int Width, int Height, float[] Grey) ReadGrey(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int width = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int height = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        float[] grey = new float[width * height];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + 4 * i));
        return (width, height, grey);
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("ANOGAN_DATA") is { Length: > 0 } stated)
            return stated;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
