using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>Finds the images below a folder.</summary>
public static class ImageFolder
{
    // Links between many folders could otherwise be followed in more orders than anyone can wait for.
    private const int MaximumLinkDepth = 4;

    /// <summary>
    /// Searches a folder and all folders below it for files with an image's extension, in the ordinal order of their
    /// relative paths. Names that begin with a dot are passed over, files and folders alike. Links to folders are
    /// followed, at most four inside one another and never back into a folder that the path has already come through.
    /// A link to a missing file is listed, so that reading it reports it; so is a pipe or a device. Of files whose names
    /// differ only in bytes that are no UTF-8, and which can't be opened, one is listed.
    /// </summary>
    /// <param name="root">The folder; a link to one will do.</param>
    /// <returns>At least one file.</returns>
    /// <exception cref="AnoGanException">
    /// The folder is missing, is a file, holds no images, or it or a folder below it may not be searched.
    /// </exception>
    public static IReadOnlyList<ImageFile> List(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (File.Exists(root))
            throw new AnoGanException($"{root}: found a file, expected a folder of images; name the folder that holds it");
        if (!Directory.Exists(root))
            throw new AnoGanException($"{root}: found no such folder, expected a folder of images; check the path");

        var search = new Search();
        search.Visit(root, "", new HashSet<string>(StringComparer.Ordinal), linkDepth: 0);
        if (search.Images.Count == 0)
            throw new AnoGanException($"{root}: found {Describe(search.OtherFiles)}, expected images ({string.Join(' ', ImageCodec.ImageExtensions)}) in it or in the folders below; name the folder that holds them");

        search.Images.Sort((a, b) => string.CompareOrdinal(a.RelativePath, b.RelativePath));
        return [.. search.Images.DistinctBy(image => image.RelativePath)];
    }

    private static string Describe(int otherFiles) => otherFiles switch
    {
        0 => "an empty folder",
        1 => "1 file but no image",
        _ => $"{otherFiles} files but no image",
    };

    private sealed class Search
    {
        public List<ImageFile> Images { get; } = [];

        public int OtherFiles { get; private set; }

        public void Visit(string folder, string label, HashSet<string> path, int linkDepth)
        {
            string real;
            List<FileSystemInfo> entries;
            try
            {
                real = RealPath.Of(folder);
                entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new AnoGanException($"{folder}: cannot be searched ({e.Message}); change its permissions or take it out of the folder", e);
            }

            if (!path.Add(real))
                return;
            foreach (FileSystemInfo entry in entries)
            {
                if (entry.Name.StartsWith('.'))
                    continue;
                string relative = label.Length == 0 ? entry.Name : $"{label}/{entry.Name}";
                if (!Directory.Exists(entry.FullName))
                {
                    if (entry is DirectoryInfo && entry.Name.Contains('\uFFFD', StringComparison.Ordinal))
                        throw new AnoGanException($"{entry.FullName}: found a folder whose name has bytes that are no UTF-8, expected a name that can be opened; rename it");
                    Take(entry, relative, label);
                }
                else if (entry.LinkTarget is null)
                    Visit(entry.FullName, relative, path, linkDepth);
                else if (linkDepth < MaximumLinkDepth)
                    Visit(entry.FullName, relative, path, linkDepth + 1);
            }

            path.Remove(real);
        }

        private void Take(FileSystemInfo file, string relativePath, string label)
        {
            if (ImageCodec.IsImageName(file.Name))
                Images.Add(new ImageFile(file.FullName, relativePath, label));
            else
                OtherFiles++;
        }
    }
}
