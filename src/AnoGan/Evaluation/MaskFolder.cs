using AnoGan.Data;
using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>
/// A folder of masks, laid out like the ground_truth of MVTec AD or MVTec LOCO, and which of them belong to which
/// image. A mask belongs to one image: names with the image's whole name go first (a.jpg.png), then those with its stem
/// (a.png), then folders of masks (a/000.png). What is written the same goes before what differs in case or composition
/// of letters.
/// </summary>
internal sealed class MaskFolder
{
    private readonly string _folder;
    private readonly IReadOnlyList<string> _images;
    private readonly List<Mask> _free;
    private readonly Dictionary<string, Mask[]> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _imageFolders;

    /// <summary>Lists the masks and gives them to the images.</summary>
    /// <param name="folder">The folder of masks.</param>
    /// <param name="images">
    /// Paths of all images of the run below the scored folder, with forward slashes, each once.
    /// </param>
    /// <exception cref="AnoGanException">There is no such folder, or no picture in it.</exception>
    public MaskFolder(string folder, IEnumerable<string> images)
    {
        if (!Directory.Exists(folder))
            throw new AnoGanException($"{folder}: no such folder; name the folder of masks with --masks");
        _folder = folder;
        _images = [.. images];
        _imageFolders = [.. _images.Select(image => FolderOf(MaskName.Loose(image)))];
        _free =
        [
            .. ImageFolder.List(folder)
                .Select(file => new Mask(Path.Combine(folder, file.RelativePath), file.RelativePath)),
        ];
        foreach ((bool isWhole, Func<string, string> key) in MaskName.Rules)
            GiveFiles(isWhole, key);
        HashSet<string> withFile = [.. _found.Keys];
        foreach ((bool isWhole, Func<string, string> key) in MaskName.Rules)
            GiveFolders(isWhole, key, withFile);
    }

    /// <summary>Masks that belong to no image, though they lie where masks of the images do.</summary>
    public IReadOnlyList<string> Unused =>
        [
            .. _free
                .Where(mask => IsBesideImages(mask.Folder) || IsBesideImages(FolderOf(mask.Folder)))
                .Select(mask => mask.File),
        ];

    /// <summary>The masks of an image that should have some.</summary>
    /// <param name="image">One of the images.</param>
    /// <returns>The files, at least one, all of which show the image's defects.</returns>
    /// <exception cref="AnoGanException">There is none, or it is not clear which.</exception>
    public IReadOnlyList<string> Of(string image) => _refusals.TryGetValue(image, out string? refusal)
        ? throw new AnoGanException(refusal)
        : Find(image) is { Count: > 0 } masks ? masks : throw Missing(image);

    /// <summary>The masks of an image that needs none; empty where there is none or it is not clear which.</summary>
    /// <param name="image">One of the images.</param>
    public IReadOnlyList<string> Find(string image) =>
        _refusals.ContainsKey(image) ? [] : [.. _found.GetValueOrDefault(image, []).Select(mask => mask.File)];

    private void GiveFiles(bool isWhole, Func<string, string> key)
    {
        ILookup<string, Mask> byName = _free
            .SelectMany(mask => mask.Names.Select(name => (Name: key(name), Mask: mask)))
            .ToLookup(pair => pair.Name, pair => pair.Mask);
        Give(
            _images.Where(image => !_found.ContainsKey(image)),
            image => [.. byName[key(isWhole ? image : MaskName.Stem(image))]],
            (image, masks) => masks.Length == 1
                ? null
                : $"{_folder}: found {masks.Length} masks of {image} ({List(masks)}), expected one; "
                    + $"take the others out, or name the right one {image}.png");
    }

    private void GiveFolders(bool isWhole, Func<string, string> key, HashSet<string> withFile)
    {
        // Where images lie, there lie the masks of those, and not those of an image with the folder's name.
        ILookup<string, Mask> byFolder = _free
            .Where(mask => !IsBesideImages(mask.Folder))
            .ToLookup(mask => key(mask.Folder));
        Give(
            _images.Where(image => withFile.Contains(image) || !_found.ContainsKey(image)),
            image => [.. byFolder[key(isWhole ? image : MaskName.Stem(image))]],
            (image, masks) => withFile.Contains(image)
                ? $"{_folder}: found a folder of masks of {image} ({masks[0].Folder}) "
                    + $"beside {List(_found[image])}, expected one of the two; take the other out"
                : null);
    }

    private void Give(IEnumerable<string> images, Func<string, Mask[]> masksOf, Func<string, Mask[], string?> whyNot)
    {
        (string Image, Mask[] Masks)[] pairs =
            [.. images.Select(image => (Image: image, Masks: masksOf(image))).Where(pair => pair.Masks.Length > 0)];
        ILookup<Mask, string> owners = pairs.SelectMany(pair => pair.Masks.Select(mask => (Mask: mask, pair.Image)))
            .ToLookup(pair => pair.Mask, pair => pair.Image);
        foreach ((string image, Mask[] masks) in pairs)
        {
            string? refusal = whyNot(image, masks);
            if (refusal is null && owners[masks[0]].FirstOrDefault(other => other != image) is { } other)
            {
                refusal = $"{masks[0].File}: found one mask of both {image} and {other}, expected one of each; "
                    + $"name it by its image's whole name, {image}.png or {other}.png, and the other's likewise";
            }

            if (refusal is not null)
                _refusals.TryAdd(image, refusal);
            _found.TryAdd(image, masks);
        }

        _free.RemoveAll(owners.Contains);
    }

    private AnoGanException Missing(string image)
    {
        string stem = MaskName.Stem(image);
        Mask? unused = _free.FirstOrDefault(mask => MaskName.Loose(mask.Folder) == FolderOf(MaskName.Loose(image)));
        string near = unused is null ? "" : $" ({unused.File} belongs to no image)";
        bool isShared = _images.Count(other => MaskName.Stem(other) == stem) > 1;
        string expected = isShared
            ? $"{image}.png or {image}{MaskName.Mark}.png"
            : $"{stem}.png, {stem}{MaskName.Mark}.png, {image}.png, or a folder {stem} of masks";
        return new($"{Path.Combine(_folder, isShared ? image : stem)}.png: found no mask of {image}{near}, expected "
            + $"{expected}, in any image format; add it, or evaluate without --masks");
    }

    private bool IsBesideImages(string folder) => _imageFolders.Contains(MaskName.Loose(folder));

    private static string List(Mask[] masks) => PathList.First([.. masks.Select(mask => mask.Path)]);

    private static string FolderOf(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    private sealed class Mask(string file, string path)
    {
        public string File { get; } = file;

        public string Path { get; } = path;

        public string Folder { get; } = FolderOf(path);

        public string[] Names { get; } = MaskName.Of(path);
    }
}
