using AnoGan.Data;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// The names in a results folder, and by what it and the report in it are known, so that nothing else is ever replaced
/// in their place.
/// </summary>
internal static class ResultsLayout
{
    /// <summary>
    /// The folders of pictures: heatmaps/ and maps/ say where an image is far from normal, the latter in 16 bits,
    /// residuals/ has |x - G(z)| in 16 bits, masks/ defects in white on black.
    /// </summary>
    public const string Heatmaps = "heatmaps", Overlays = "overlays", Reconstructions = "reconstructions",
        Residuals = "residuals", Thumbnails = "thumbnails", Maps = "maps", Masks = "masks";

    /// <summary>What `anogan evaluate` adds.</summary>
    public const string Metrics = "metrics.json";

    /// <summary>The report for people.</summary>
    public const string Report = "report.html";

    /// <summary>A results folder.</summary>
    public static readonly FolderKind Kind = new(RunManifest.FileName, RunManifest.FormatName,
        [
            RunManifest.FileName, ScoreTable.FileName, RegionTable.FileName, TileTable.FileName, Metrics,
            Report, Heatmaps, Overlays, Reconstructions,
            Residuals, Thumbnails, Maps, Masks, ResultsPlace.ProgressName,
        ])
    {
        ForeignInside = Foreign,
    };

    /// <summary>The names in a folder of samples, which `anogan sample` makes.</summary>
    public const string SamplesManifest = "samples.json", SamplesFormat = "anogan-samples", Samples = "samples.png",
        Interpolation = "interpolation.png", Nearest = "nearest.png";

    /// <summary>A folder of samples.</summary>
    public static readonly FolderKind SamplesKind = new(
        SamplesManifest, SamplesFormat, [SamplesManifest, Samples, Interpolation, Nearest]);

    // The mark stands near the page's beginning.
    private const int HeadBytes = 1024;

    private static ReadOnlySpan<byte> ReportMark => "<meta name=\"generator\" content=\"anogan-report\">"u8;

    /// <summary>
    /// Whether a path is, or lies in, something that a results folder holds by itself; a file of another name is not.
    /// </summary>
    /// <param name="path">Any path, which need not exist.</param>
    public static bool Owns(string folder, string path) =>
        Kind.Entries.Any(entry => KeptApart.IsWithin(path, Path.Combine(folder, entry)));

    /// <summary>Whether a folder holds a report; a page of that name by another program is none.</summary>
    public static bool HasReport(string folder) => IsReport(Path.Combine(folder, Report));

    /// <summary>Whether a file is a report of this program.</summary>
    public static bool IsReport(string path)
    {
        try
        {
            using FileStream stream = PlainFile.Open(path);
            byte[] head = new byte[HeadBytes];
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return head.AsSpan(0, length).IndexOf(ReportMark) >= 0;
        }
        catch (Exception e) when (e is AnoGanException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Foreign(string folder)
    {
        string report = Path.Combine(folder, Report);
        if (Path.Exists(report) && !IsReport(report))
            return $"a {Report} of another program";
        var thumbnails = new DirectoryInfo(Path.Combine(folder, Thumbnails));
        return Path.Exists(thumbnails.FullName) ? Foreign(thumbnails, Thumbnails) : null;
    }

    private static string? Foreign(FileSystemInfo entry, string path)
    {
        if (entry.LinkTarget is not null)
            return path;
        if (entry is not DirectoryInfo { Exists: true } folder)
            return PictureName.IsThumbnail(entry.Name) || WholeFile.IsTemporary(entry.Name) ? null : path;
        return folder.EnumerateFileSystemInfos().OrderBy(inside => inside.Name, StringComparer.Ordinal)
            .Select(inside => Foreign(inside, $"{path}/{inside.Name}")).FirstOrDefault(foreign => foreign is not null);
    }
}
