using System.IO.Enumeration;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>Finds the images below a folder.</summary>
internal static class ImageFolder
{
    // Links between many folders could otherwise be followed in more orders than anyone can wait for.
    private const int MaximumLinkDepth = 4;

    // Kept by systems and servers, as hidden folders are: thumbnails, snapshots, what was deleted.
    private static readonly HashSet<string> SystemFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "@eaDir", "@Recycle", "#recycle", "#snapshot", "$RECYCLE.BIN", "RECYCLER", "System Volume Information",
        "lost+found", "__MACOSX",
    };

    /// <summary>
    /// Searches a folder and all folders below it for files with an image's extension, in the ordinal order of their
    /// relative paths. Names that begin with a dot are passed over, files and folders alike, and so are folders that
    /// systems keep for themselves, such as <c>@eaDir</c> and <c>$RECYCLE.BIN</c>. Links to folders are followed, at
    /// most four inside one another and never back into a folder that the path has already come through. A link to a
    /// missing file is listed where its name is that of an image, so that reading it reports it; so is a pipe or a
    /// device. Of files whose names differ only in bytes that are no UTF-8, and which can't be opened, one is listed.
    /// </summary>
    /// <returns>At least one file.</returns>
    /// <exception cref="AnoGanException">
    /// The folder is missing, is a file, contains no images, or it or a folder below it may not be searched.
    /// </exception>
    public static IReadOnlyList<ImageFile> List(string root) => Find(root).Files;

    /// <summary>Searches as <see cref="List"/> does, and says what was left out.</summary>
    /// <param name="isPassedOver">Asked of every folder below, by its path; null to search all.</param>
    /// <exception cref="AnoGanException">As <see cref="List"/>.</exception>
    internal static ImageListing Find(string root, Func<string, bool>? isPassedOver = null)
    {
        ImageListing found = Look(root, isPassedOver ?? (_ => false), _ => false, out int otherFiles);
        return found.Files.Count > 0
            ? found
            : throw new AnoGanException($"{root}: found {Describe(otherFiles, found)}, expected images "
                + $"({string.Join(' ', ImageCodec.ImageExtensions)}) in it or in the folders below; name the folder "
                + "that contains them");
    }

    /// <summary>Searches a folder that may have no images yet, without a look at those that are known.</summary>
    /// <param name="isPassedOver">Asked of every folder below, by its path.</param>
    /// <param name="isKnown">
    /// Asked of every file and folder below, by its relative path: one that is, is left out.
    /// </param>
    /// <exception cref="AnoGanException">As <see cref="List"/>, but for a folder without images.</exception>
    internal static ImageListing Look(string root, Func<string, bool> isPassedOver, Func<string, bool> isKnown) =>
        Look(root, isPassedOver, isKnown, out _);

    private static ImageListing Look(
        string root, Func<string, bool> isPassedOver, Func<string, bool> isKnown, out int otherFiles)
    {
        Require(root);
        var search = new Search(isPassedOver, isKnown);
        search.Visit(root, "", new HashSet<string>(StringComparer.Ordinal), linkDepth: 0);
        otherFiles = search.OtherFiles;
        return search.Found();
    }

    /// <summary>Refuses what is no folder.</summary>
    /// <exception cref="AnoGanException">It is missing, or a file.</exception>
    internal static void Require(string root)
    {
        if (File.Exists(root))
            throw new AnoGanException($"{root}: found a file, expected a folder of images; name the folder that "
                + "contains it");
        if (!Directory.Exists(root))
            throw new AnoGanException($"{root}: found no such folder, expected a folder of images; check the path");
    }

    /// <summary>Whether a path below the folder, with forward slashes, is not listed.</summary>
    /// <param name="path">Path of a file.</param>
    internal static bool IsPassedOver(string path)
    {
        var systemFolders = SystemFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int start = 0; ; )
        {
            if (start < path.Length && path[start] == '.')
                return true;
            int end = path.IndexOf('/', start);
            if (end < 0)
                return false;
            if (systemFolders.Contains(path.AsSpan(start, end - start)))
                return true;
            start = end + 1;
        }
    }

    private static string Describe(int otherFiles, ImageListing found)
    {
        string files = otherFiles switch
        {
            0 => found is { DeadLinks: [], PassedOver: [] } ? "an empty folder" : "no image",
            1 => "1 file but no image",
            _ => $"{otherFiles} files but no image",
        };
        if (found.Archives is [var archive, ..])
            files += $", archives such as {archive} not looked into,";
        string passedOver = found.PassedOver is [var folder, ..]
            ? $", folders such as {folder} passed over, which anogan wrote,"
            : "";
        return found.DeadLinks is [var link, ..]
            ? $"{files}{passedOver} and a link that leads nowhere ({link})"
            : (files + passedOver).TrimEnd(',');
    }

    private sealed class Search(Func<string, bool> isPassedOver, Func<string, bool> isKnown)
    {
        private readonly List<ImageFile> _images = [];
        private readonly List<string> _deadLinks = [], _passedOver = [], _archives = [];
        private readonly List<(string Relative, string Full)> _deepLinks = [];
        private readonly HashSet<string> _searched = new(StringComparer.Ordinal);

        public int OtherFiles { get; private set; }

        public ImageListing Found()
        {
            _images.Sort((a, b) => string.CompareOrdinal(a.RelativePath, b.RelativePath));
            return new ImageListing(
                [.. _images.DistinctBy(image => image.RelativePath)],
                [.. _deadLinks.Order(StringComparer.Ordinal)],
                [
                    .. _deepLinks.Where(link => !_searched.Contains(RealPath.Of(link.Full)))
                        .Select(link => link.Relative).Order(StringComparer.Ordinal),
                ],
                [.. _passedOver.Order(StringComparer.Ordinal)])
            {
                Archives = [.. _archives.Order(StringComparer.Ordinal)],
            };
        }

        public void Visit(string folder, string prefix, HashSet<string> path, int linkDepth)
        {
            string real;
            List<FileSystemInfo> folders = [];
            try
            {
                real = RealPath.Of(folder);
                if (!path.Add(real))
                    return;
                foreach (FileSystemInfo entry in Entries(folder, prefix))
                {
                    if (entry.Name.StartsWith('.'))
                        continue;
                    if (Directory.Exists(entry.FullName))
                        folders.Add(entry);
                    else
                        Take(entry, prefix + entry.Name);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new AnoGanException($"{folder}: cannot be searched ({e.Message}); change its permissions or "
                    + "take it out of the folder", e);
            }

            _searched.Add(real);
            foreach (FileSystemInfo entry in folders)
            {
                string relative = prefix + entry.Name;
                if (SystemFolders.Contains(entry.Name))
                    continue;
                else if (isPassedOver(entry.FullName))
                    _passedOver.Add(relative);
                else if (entry.LinkTarget is null)
                    Visit(entry.FullName, $"{relative}/", path, linkDepth);
                else if (linkDepth < MaximumLinkDepth)
                    Visit(entry.FullName, $"{relative}/", path, linkDepth + 1);
                else
                    _deepLinks.Add((relative, entry.FullName));
            }

            path.Remove(real);
        }

        // What is known costs its name alone: on a server every look at a file takes its time.
        private FileSystemEnumerable<FileSystemInfo> Entries(string folder, string prefix) => new(
            folder, (ref FileSystemEntry entry) => entry.ToFileSystemInfo(),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !isKnown($"{prefix}{entry.FileName}"),
        };

        private void Take(FileSystemInfo file, string relative)
        {
            if (file is DirectoryInfo && file.Name.Contains('\uFFFD', StringComparison.Ordinal))
                throw new AnoGanException($"{file.FullName}: found a folder whose name has bytes that are no UTF-8, "
                    + "expected a name that can be opened; rename it");
            if (ImageCodec.IsImageName(file.Name))
                _images.Add(new ImageFile(file.FullName, relative, PictureArchive.LabelOf(relative)));
            else if (IsDeadLink(file))
                _deadLinks.Add(relative);
            else
            {
                OtherFiles++;
                if (PictureArchive.IsName(file.Name) || PictureArchive.IsForeignName(file.Name))
                    _archives.Add(relative);
            }
        }

        private static bool IsDeadLink(FileSystemInfo entry)
        {
            try
            {
                return entry.LinkTarget is not null
                    && entry.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return true; // It leads back to itself, or where this user may not look.
            }
        }
    }
}

/// <summary>
/// What was found below a folder of pictures. All paths are those from the folder, with forward slashes, in ordinal
/// order.
/// </summary>
/// <param name="Files">The images; at least one.</param>
/// <param name="DeadLinks">
/// Links that lead to nothing and whose names are not those of images; they may have led to folders of them.
/// </param>
/// <param name="UnfollowedLinks">
/// Links too deep inside others to be followed, to folders that were not searched by another way.
/// </param>
/// <param name="PassedOver">Folders that were asked to be passed over.</param>
internal sealed record ImageListing(
    IReadOnlyList<ImageFile> Files,
    IReadOnlyList<string> DeadLinks,
    IReadOnlyList<string> UnfollowedLinks,
    IReadOnlyList<string> PassedOver)
{
    /// <summary>Archives in the folder, which are not opened.</summary>
    public IReadOnlyList<string> Archives { get; init; } = [];

    /// <summary>Links in an archive, which are not read though their names are those of images.</summary>
    public IReadOnlyList<string> ArchiveLinks { get; init; } = [];

    /// <summary>Archives in an archive, which are not opened.</summary>
    public IReadOnlyList<string> InnerArchives { get; init; } = [];
}
