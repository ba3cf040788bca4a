namespace AnoGan.Runtime;

/// <summary>What manifests say of a folder: its name, and nothing of the machine it lies on.</summary>
internal static class FolderName
{
    /// <summary>The last part of a path.</summary>
    /// <param name="path">Path of a folder, with or without a separator at its end.</param>
    public static string Of(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
