using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// Lists the pictures of a folder that a run reads, without what runs made, and warns of what is left out.
/// </summary>
internal static class PictureFolder
{
    /// <summary>Lists pictures of any kind.</summary>
    /// <param name="folder">The folder, or a zip or tar archive.</param>
    /// <param name="warning">Receives what the user should know of the folder, in a line each; null for nobody.</param>
    /// <param name="list">The pictures below the folder to take; null to search it.</param>
    /// <returns>At least one file, in ordinal order of the relative path.</returns>
    /// <exception cref="AnoGanException">
    /// The folder cannot be searched, has no images, or was made by a run itself; or a line of the list will not do.
    /// </exception>
    public static IReadOnlyList<ImageFile> List(
        string folder, PageMode pages, int threads, bool strict, Action<string>? warning, ListFile? list = null)
    {
        IReadOnlyList<ImageFile> files = Search(folder, strict, warning, list);
        return Pages.Of(
            files, pages, threads, warning is null ? null : several => warning($"{folder}: {several.Words}"),
            byName: list is not null || files[0].Archived is not null);
    }

    /// <summary>Lists files of pictures of any kind, whose pages are not told apart.</summary>
    /// <param name="list">The pictures below the folder to take; null to search it.</param>
    /// <returns>As <see cref="List"/>.</returns>
    /// <exception cref="AnoGanException">As <see cref="List"/>, or a line of the list will not do.</exception>
    public static IReadOnlyList<ImageFile> Search(
        string folder, bool strict, Action<string>? warning, ListFile? list = null)
    {
        RefuseOwn(folder, "images");
        bool isArchive = PictureArchive.IsName(folder) && File.Exists(folder);
        ImageListing found = Found(folder, isArchive, list, warning);
        if (strict && found.DeadLinks is [var dead, ..])
        {
            throw new AnoGanException($"{Path.Combine(folder, dead)}: a link that leads nowhere, expected images or "
                + "nothing; mend or remove it, or leave --strict out");
        }

        foreach (string line in Warnings(found))
            warning?.Invoke($"{folder}: {line}");
        return found.Files;
    }

    /// <summary>Lists pictures that are all to be normal.</summary>
    /// <param name="allFolders">Whether to take a folder that looks like a whole data set.</param>
    /// <exception cref="AnoGanException">As <see cref="List"/>, or the folder looks like a whole data set.</exception>
    public static IReadOnlyList<ImageFile> ListNormal(
        string folder, PageMode pages, int threads, bool strict, bool allFolders, Action<string>? warning,
        ListFile? list = null)
    {
        IReadOnlyList<ImageFile> files = List(folder, pages, threads, strict, warning, list);
        if (!allFolders && list is null)
            DataSetLayout.Refuse(folder, files);
        return files;
    }

    /// <summary>
    /// Refuses a folder that a run made, one directly in it, and any below what a run puts there: nobody means to read
    /// heatmaps.
    /// </summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <param name="expected">What is wanted instead, in the plural.</param>
    /// <exception cref="AnoGanException">It is one.</exception>
    public static void RefuseOwn(string folder, string expected) =>
        RunFolder.Look(folder, () =>
        {
            string real = RealPath.Of(folder), child = real;
            if (KindOf(real) is { } own)
                throw Refusal($"found {own.Name}");
            for (string? above = Path.GetDirectoryName(child); above is not null; above = Path.GetDirectoryName(child))
            {
                if (KindOf(above) is { } kind && (child == real || kind.MayHold(Path.GetFileName(child))))
                    throw Refusal($"lies in {kind.Name}");
                child = above;
            }

            AnoGanException Refusal(string found) => new($"{folder}: {found}, which anogan wrote, expected a folder of "
                + $"{expected}; name the folder of your own {expected}");
        });

    /// <summary>Looks for pictures that are new in a folder, which may have none.</summary>
    /// <param name="isKnown">Asked of every file and folder below, by its relative path.</param>
    /// <exception cref="AnoGanException">The folder cannot be searched.</exception>
    public static IReadOnlyList<ImageFile> New(string folder, Func<string, bool> isKnown)
    {
        try
        {
            return ImageFolder.Look(folder, below => KindOf(below) is not null, isKnown).Files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{folder}: cannot be searched ({e.Message}); change its permissions", e);
        }
    }

    private static ImageListing Found(string folder, bool isArchive, ListFile? list, Action<string>? warning)
    {
        try
        {
            if (PictureArchive.IsForeignName(folder) && File.Exists(folder))
                throw new AnoGanException($"{folder}: found an archive of a kind that is not read, expected a folder "
                    + "of images, or a zip or tar archive of them; unpack it, or pack it again as zip or as tar "
                    + "without compression");
            if (list is not null)
                return new ImageListing(PictureList.Read(folder, list, warning), [], [], []);
            if (isArchive)
                return PictureArchive.Open(folder).Listing();
            return ImageFolder.Find(folder, below => KindOf(below) is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{folder}: cannot be searched ({e.Message}); change its permissions", e);
        }
    }

    // By what stands in a folder, whatever its name: results may be moved and models copied.
    private static (string Name, Predicate<string> MayHold)? KindOf(string folder) =>
        UnfinishedFolder.IsOne(folder) ? ("the work of an unfinished run", _ => true)
        : ResultsLayout.Kind.IsMarked(folder) ? ("a results folder", ResultsLayout.Kind.Entries.Contains)
        : ModelDirectory.Kind.IsMarked(folder) ? ("a model", ModelDirectory.Kind.Entries.Contains)
        : ResultsLayout.SamplesKind.IsMarked(folder)
            ? ("a folder of samples", ResultsLayout.SamplesKind.Entries.Contains)
        : null;

    private static IEnumerable<string> Warnings(ImageListing found)
    {
        static string Some(IReadOnlyList<string> paths, string one) => PathList.Count(paths.Count, one);
        if (found.PassedOver.Count > 0)
        {
            yield return $"{Some(found.PassedOver, "folder")} that anogan wrote passed over "
                + $"({PathList.First(found.PassedOver)}); keep results and models outside of the images";
        }

        if (found.DeadLinks.Count > 0)
        {
            yield return $"{Some(found.DeadLinks, "link")} to nothing passed over ({PathList.First(found.DeadLinks)}); "
                + "mend or remove them, or use --strict to stop instead";
        }

        if (found.UnfollowedLinks.Count > 0)
        {
            yield return $"{Some(found.UnfollowedLinks, "link")} inside four others not followed "
                + $"({PathList.First(found.UnfollowedLinks)}), so that the images there are left out; link to their "
                + "folders directly";
        }

        if (found.Archives.Count > 0)
        {
            yield return $"{Some(found.Archives, "archive")} not looked into ({PathList.First(found.Archives)}); name "
                + "a zip or tar archive in place of the folder, or in a list for `anogan score --list`, or unpack them";
        }

        if (found.InnerArchives.Count > 0)
        {
            yield return $"{Some(found.InnerArchives, "archive")} in the archive not looked into "
                + $"({PathList.First(found.InnerArchives)}); unpack the outer one";
        }

        if (found.ArchiveLinks.Count > 0)
        {
            yield return $"{Some(found.ArchiveLinks, "link")} in the archive passed over "
                + $"({PathList.First(found.ArchiveLinks)}); pack the files that they lead to in their "
                + "place";
        }

        // From an archive of Windows such files lie side by side, and the folders that were their labels are gone.
        string[] flattened =
        [
            .. found.Files.Select(file => file.RelativePath)
                .Where(path => path.Contains('\\', StringComparison.Ordinal)),
        ];
        if (flattened.Length > 0)
        {
            yield return $"{Some(flattened, "file name")} with a backslash ({PathList.First(flattened)}): "
                + "folders of an archive that was made on Windows became part of the names, so that labels and masks "
                + "are not found; unpack it again with a program that makes folders of them, such as unzip or 7z";
        }
    }
}
