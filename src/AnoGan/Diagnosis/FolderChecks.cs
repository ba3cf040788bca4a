using System.Globalization;

namespace AnoGan.Diagnosis;

/// <summary>Whether folders can be written, and how much room there is.</summary>
internal static class FolderChecks
{
    private const long LeastFree = 1L << 30;

    /// <summary>The folder that the user works in.</summary>
    /// <param name="folder">It.</param>
    public static Finding Current(string folder) => Look("folder", folder, "models and results cannot be made in this "
        + "folder; change its permissions, or give other paths with --model and --out");

    /// <summary>The folder of temporary files.</summary>
    /// <param name="folder">It.</param>
    public static Finding Temp(string folder) => Look("temp", folder, "set TMPDIR to a folder that can be written and "
        + "run from");

    /// <summary>The folder of the patched library; where it is missing, the one that it would be made in.</summary>
    /// <param name="folder">It.</param>
    public static Finding Cache(string folder)
    {
        string existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        Finding finding = Look("cache", existing, "set XDG_CACHE_HOME to a folder that can be written; until then a "
            + "copy of TorchSharp's library is made anew at each start, where one is needed");
        return existing == folder ? finding : finding with { Text = $"{folder}, not there yet; {finding.Text}" };
    }

    private static Finding Look(string name, string folder, string remedy)
    {
        if (WhyNotWritable(folder) is { } reason)
            return new Finding(name, FindingStatus.Warning, $"{folder}: cannot be written ({reason})")
            {
                Remedy = remedy,
            };
        long free = new DriveInfo(folder).AvailableFreeSpace;
        string text = string.Create(CultureInfo.InvariantCulture, $"{folder}: can be written, "
            + $"{free / (double)(1L << 30):F1} GiB free");
        return free >= LeastFree
            ? new Finding(name, FindingStatus.Ok, text)
            : new Finding(name, FindingStatus.Warning, text) { Remedy = "free space: a model takes some 10 MB, "
                + "checkpoints several times as much, and results up to the size of the images" };
    }

    // The file goes as soon as it is closed.
    private static string? WhyNotWritable(string folder)
    {
        try
        {
            string path = Path.Combine(folder, $".anogan.{Path.GetRandomFileName()}");
            using var probe = new FileStream(
                path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }
}
