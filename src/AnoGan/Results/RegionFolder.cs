using AnoGan.Data;
using AnoGan.Preparing;

namespace AnoGan.Results;

/// <summary>
/// Folders of masks of regions of interest, one an image, which have the image's path and name as those of defects may
/// have: of good/a.jpg it is good/a.png, good/a_mask.png or good/a.jpg.png, in any image format.
/// </summary>
internal static class RegionFolder
{
    private const string Property = nameof(Preparation.Roi);

    /// <summary>Looks for the masks of images.</summary>
    /// <param name="folder">The folder of masks; null where there is none.</param>
    /// <param name="files">The images; pages of a file share its mask.</param>
    /// <returns>The same files, each with its mask or with the reason why it has none.</returns>
    /// <exception cref="AnoGanException">
    /// There is no such folder, none of the images has a mask in it, or one of them lies there itself.
    /// </exception>
    public static IReadOnlyList<ImageFile> Give(string? folder, IReadOnlyList<ImageFile> files)
    {
        if (folder is null)
            return files;
        if (!Directory.Exists(folder))
            throw AnoGanException.Of(Property, $" {folder}: found {(File.Exists(folder) ? "a file" : "no such folder")}"
                + ", expected a folder of masks, one an image by name; check the path");
        IReadOnlyList<ImageFile> masks = ImageFolder.List(folder);
        HashSet<string> own = [.. masks.Select(mask => mask.FullPath)];
        if (files.FirstOrDefault(file => own.Contains(file.FullPath)) is { } image)
            throw AnoGanException.Of(Property, $" {folder}: found the image {image.RelativePath} in it, expected masks "
                + "alone; keep them outside of the folder of images");
        Func<string, ImageFile[]>[] ways = [.. MaskName.Rules.Select(rule => Way(rule.IsWhole, rule.Key, masks))];
        ImageFile[] given = [.. files.Select(file => file with { Mask = MaskOf(file, folder, ways) })];
        return Array.Exists(given, file => file.Mask!.Path is not null)
            ? given
            : throw AnoGanException.Of(Property, $" {folder}: found no mask of any of "
                + $"{PathList.Count(files.Count, "image")}, expected names such as {Expected(files[0])}; check the "
                + "folder and the names in it");
    }

    /// <summary>Refuses one mask of two images of two folders, which are told apart by their folders alone.</summary>
    /// <exception cref="AnoGanException">There is such a mask.</exception>
    public static void RefuseShared(string? folder, IReadOnlyList<ImageFile> some, IReadOnlyList<ImageFile> others)
    {
        Dictionary<string, ImageFile> byMask = [];
        foreach (ImageFile file in some.Where(file => file.Mask?.Path is not null))
            byMask.TryAdd(file.Mask!.Path!, file);
        foreach (ImageFile file in others)
        {
            if (file.Mask?.Path is { } mask && byMask.TryGetValue(mask, out ImageFile? other)
                && other.FullPath != file.FullPath)
                throw AnoGanException.Of(Property, $" {folder}: found one mask of both {other.FullPath} and "
                    + $"{file.FullPath}, expected one of each; give one of them another name or a folder of its own");
        }
    }

    /// <summary>Refuses a folder of masks for a model that needs none, and none for one that does.</summary>
    /// <param name="preparation">The model's.</param>
    /// <param name="folder">The folder of masks; null where none was given.</param>
    /// <param name="model">The model directory, for the message.</param>
    /// <exception cref="AnoGanException">It does not fit the model.</exception>
    public static void Check(Preparation preparation, string? folder, string model)
    {
        bool isByName = preparation.Roi is { Mask: null };
        if (isByName && folder is null)
            throw new AnoGanException($"{model}: found no folder of masks, expected that of these images, for this "
                + "model knows each image's mask by its name; name it with --roi (of score, calibrate and sample; "
                + "watch and serve cannot take such a model)");
        if (!isByName && folder is not null)
            throw AnoGanException.Of(Property, $" {folder}: found a folder of masks, expected none, for {model} "
                + (preparation.Roi is null ? "was trained without masks" : "keeps one mask for all images")
                + "; leave it out");
    }

    private static Func<string, ImageFile[]> Way(
        bool isWhole, Func<string, string> key, IReadOnlyList<ImageFile> masks)
    {
        ILookup<string, ImageFile> byName = masks
            .SelectMany(mask => MaskName.Of(mask.RelativePath).Select(name => (Name: key(name), Mask: mask)))
            .ToLookup(pair => pair.Name, pair => pair.Mask);
        return image => [.. byName[key(isWhole ? image : MaskName.Stem(image))]];
    }

    private static PictureMask MaskOf(ImageFile file, string folder, Func<string, ImageFile[]>[] ways) =>
        ways.Select(way => way(file.FilePath)).FirstOrDefault(masks => masks.Length > 0) switch
        {
            null => new PictureMask(null, $"{file.Name}: found no mask of it in {folder}, expected {Expected(file)}, "
                + "in any image format; add it, or take the picture out"),
            [var mask] => new PictureMask(mask.FullPath),
            var several => new PictureMask(null, $"{file.Name}: found {several.Length} masks of it in {folder} "
                + $"({PathList.First([.. several.Select(mask => mask.RelativePath)])}), expected one; take the others "
                + "out"),
        };

    private static string Expected(ImageFile file)
    {
        string stem = MaskName.Stem(file.FilePath);
        return $"{stem}.png or {stem}{MaskName.Mark}.png";
    }
}
