using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>
/// Takes pictures from a list of paths in place of searching their folder: the folder itself is not listed, and a
/// picture, all but the first, is first looked at when it is read.
/// </summary>
internal sealed class PictureList
{
    private readonly string _root;
    private readonly string[] _starts;
    private readonly ListFile _list;
    private readonly PictureArchive? _whole;
    private readonly Dictionary<string, PictureArchive?> _archives = new(StringComparer.Ordinal);
    private readonly List<ImageFile> _files = [];
    private readonly List<string> _passedOver = [];

    private PictureList(string root, ListFile list)
    {
        _list = list;
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _starts = [Start(_root), Start(RealPath.Of(root))];
        if (File.Exists(root) && PictureArchive.IsName(root))
            _whole = PictureArchive.Open(root);
        else if (!Directory.Exists(root))
            throw new AnoGanException($"{root}: found no such folder, expected that of the images of {list.Name}; "
                + "check the path");
    }

    /// <summary>Reads a list.</summary>
    /// <param name="root">The folder, or the archive, that the paths start from.</param>
    /// <param name="warning">Told what the user should know of the list, in a line each; null for nobody.</param>
    /// <returns>
    /// At least one file, in ordinal order of the relative path, each once; some may be missing. What a search of the
    /// folder would pass over by its name is left out. An archive below the folder stands for its pictures, or for one
    /// of them as in <c>day.zip!good/1.png</c>.
    /// </returns>
    /// <exception cref="AnoGanException">
    /// The folder is missing, or the list cannot be read, is empty, or names what does not lie in the folder or is no
    /// picture; or an archive is damaged.
    /// </exception>
    public static IReadOnlyList<ImageFile> Read(string root, ListFile list, Action<string>? warning)
    {
        var pictures = new PictureList(root, list);
        foreach ((int number, string path) in list.Paths())
            pictures.Take(number, path);
        return pictures.Found(warning);
    }

    /// <summary>Where an archive ends and the path in it begins: the place of the !; -1 where there is none.</summary>
    internal static int EntryStart(string path)
    {
        for (int at = path.IndexOf(PictureArchive.Separator, StringComparison.Ordinal); at >= 0;
            at = path.IndexOf(PictureArchive.Separator, at + 1))
        {
            if (PictureArchive.IsName(path[..at]))
                return at;
        }

        return -1;
    }

    private List<ImageFile> Found(Action<string>? warning)
    {
        if (_files.Count == 0)
        {
            string found = _passedOver.Count == 0 ? "no path" : "hidden files only";
            throw new AnoGanException($"{_list.Name}: found {found}, expected one image or more, a path a line; check "
                + "how the list was made");
        }

        _files.Sort((a, b) => string.CompareOrdinal(a.RelativePath, b.RelativePath));
        var once = new List<ImageFile>(_files.Count);
        var again = new List<string>();
        foreach (ImageFile file in _files)
        {
            if (once.Count > 0 && once[^1].RelativePath == file.RelativePath)
                again.Add(file.RelativePath);
            else
                once.Add(file);
        }

        if (again.Count > 0)
            warning?.Invoke($"{_list.Name}: {PathList.Count(again.Count, "image")} named again "
                + $"({PathList.First(again)}); each is taken once");
        if (_passedOver.Count > 0)
            warning?.Invoke($"{_list.Name}: {PathList.Count(_passedOver.Count, "path")} passed over, as in a folder "
                + $"that is searched ({PathList.First(_passedOver)}); hidden files are not read, nor what systems keep "
                + "for themselves");
        return once;
    }

    private void Take(int number, string written)
    {
        string path = Below(number, written);
        if (_whole is null && EntryStart(path) is >= 0 and var at)
            TakeEntry(number, written, path[..at], path[(at + 1)..]);
        else if (ImageFolder.IsPassedOver(path))
            _passedOver.Add(path);
        else if (!ImageCodec.IsImageName(path))
            TakeArchive(number, written, path);
        else
        {
            if (_files.Count == 0 && _whole is null)
                RefuseOtherStart(number, written);
            string label = PictureArchive.LabelOf(path);
            _files.Add(_whole?.Find(path).AsFile(path, label)
                ?? new ImageFile($"{_root}{Path.DirectorySeparatorChar}{path}", path, label));
        }
    }

    private void TakeEntry(int number, string written, string archive, string name)
    {
        if (!ImageCodec.IsImageName(name))
            throw RefuseName(number, written);
        if (ImageFolder.IsPassedOver($"{archive}/{name}"))
            _passedOver.Add($"{archive}{PictureArchive.Separator}{name}");
        else
            _files.Add(Entry(archive, Opened(archive)?.Find(name)
                ?? new UnreadablePicture(Full(archive), name, "no such archive")));
    }

    private void TakeArchive(int number, string written, string path)
    {
        if (_whole is not null || !PictureArchive.IsName(path))
            throw RefuseName(number, written);
        PictureArchive archive = Opened(path)
            ?? throw _list.Refuse(number, $"{written}, which is not there", "an archive", "check the path");
        if (archive.Pictures.Count == 0)
            throw _list.Refuse(number, $"{written} without a picture in it", "an archive of images", "take it out");
        _files.AddRange(archive.Pictures.Select(picture => Entry(path, picture)));
    }

    // An archive is no folder: the label is that of the first folder on the way, outside of it or inside.
    private static ImageFile Entry(string archive, ArchivedPicture picture)
    {
        string outer = PictureArchive.LabelOf(archive);
        return picture.AsFile(
            $"{archive}{PictureArchive.Separator}{picture.Name}",
            outer.Length > 0 ? outer : PictureArchive.LabelOf(picture.Name));
    }

    private PictureArchive? Opened(string path)
    {
        if (!_archives.TryGetValue(path, out PictureArchive? archive))
        {
            string full = Full(path);
            _archives[path] = archive = File.Exists(full) ? PictureArchive.Open(full) : null;
        }

        return archive;
    }

    private string Full(string path) => Path.Join(_root, path);

    // The path below the folder, with forward slashes and without ./ in it.
    private string Below(int number, string written)
    {
        string path = Path.DirectorySeparatorChar == '\\' ? written.Replace('\\', '/') : written;
        bool isRooted = Path.IsPathRooted(written);
        if (!isRooted && IsPlain(path))
            return path;
        string[] parts = [.. path.Split('/').Where(part => part is not ("" or "."))];
        string whole = (isRooted && path.StartsWith('/') ? "/" : "") + string.Join('/', parts);
        string? below = !isRooted ? whole
            : _starts.FirstOrDefault(start => whole.StartsWith(start, RealPath.Comparison)) is { } from
                ? whole[from.Length..]
                : null;
        return below is not null && !parts.Contains("..") ? below
            : throw _list.Refuse(number, $"{written}, which leaves {_root}", "a path below that folder",
                "name the folder that contains all pictures, or take the line out");
    }

    // What find prints begins with the folder that it was given: of the first picture a look says so.
    private void RefuseOtherStart(int number, string written)
    {
        string below = Path.Join(_root, written), here = Path.GetFullPath(written);
        if (!Path.IsPathRooted(written) && here.StartsWith(_root + Path.DirectorySeparatorChar, RealPath.Comparison)
            && File.Exists(here) && !File.Exists(below))
            throw _list.Refuse(number, $"{written}, a path from the current folder", $"one from {_root}",
                "list them from inside that folder, or with absolute paths");
    }

    private static bool IsPlain(string path) =>
        !path.Contains("..", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("/./", StringComparison.Ordinal) && !path.StartsWith("./", StringComparison.Ordinal)
        && !path.EndsWith('/');

    private static string Start(string folder)
    {
        string start = Path.DirectorySeparatorChar == '\\' ? folder.Replace('\\', '/') : folder;
        return start.EndsWith('/') ? start : start + '/';
    }

    private AnoGanException RefuseName(int number, string written) => _list.Refuse(
        number, PictureArchive.IsForeignName(written) ? $"{written}, an archive of a kind that is not read" : written,
        $"the path of an image ({string.Join(' ', ImageCodec.ImageExtensions)}) or of a .zip or .tar archive",
        PictureArchive.IsForeignName(written) ? "pack it again as zip or tar" : "take the line out");
}
