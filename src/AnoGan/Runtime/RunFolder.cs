namespace AnoGan.Runtime;

/// <summary>Turns what the system says of a run's folders into words for the user.</summary>
internal static class RunFolder
{
    /// <summary>Looks at what stands at the place of a run's folder.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="look">The looking.</param>
    /// <exception cref="AnoGanException">What was found will not do, or it cannot be looked at.</exception>
    public static void Look(string target, Action look)
    {
        try
        {
            look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{target}: cannot be looked at ({e.Message}); change its permissions, or name "
                + "another folder", e);
        }
    }

    /// <summary>Reads what stands in a run's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="read">The reading.</param>
    /// <exception cref="AnoGanException">It cannot be read.</exception>
    public static T Read<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{folder}: cannot be read ({e.Message}); change its permissions", e);
        }
    }

    /// <summary>Takes up or begins the work in an unfinished folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="begin">Makes what keeps the work.</param>
    /// <exception cref="AnoGanException">The work is another one, or cannot be read or written.</exception>
    public static T Keep<T>(UnfinishedFolder folder, Func<T> begin)
    {
        try
        {
            return begin();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{folder.Path}: cannot be read and written ({e.Message}); free space, change "
                + "its permissions, or name another folder", e);
        }
    }
}

/// <summary>What manifests say of a folder: its name, and nothing of the machine it lies on.</summary>
internal static class FolderName
{
    /// <summary>The last part of a path, with or without a separator at its end.</summary>
    public static string Of(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
