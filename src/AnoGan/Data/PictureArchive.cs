using System.Text;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>
/// A zip or tar archive whose pictures are read as if it had been unpacked into a folder; nothing is unpacked to the
/// disk. All methods may be called from many threads.
/// </summary>
internal abstract class PictureArchive(string path)
{
    /// <summary>What stands between an archive and an entry in it.</summary>
    public const char Separator = '!';

    private const string Zip = ".zip", Tar = ".tar";

    private static readonly string[]
        Kinds = [Zip, Tar],
        ForeignKinds =
        [
            ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".7z", ".rar",
        ];

    private IReadOnlyList<ArchivedPicture> _pictures = [];

    /// <summary>The path of the archive.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>The archive's bytes.</summary>
    protected ArchiveFile File { get; } = new(path);

    /// <summary>Its pictures, in ordinal order of their names; those that are passed over are not among them.</summary>
    public IReadOnlyList<ArchivedPicture> Pictures
    {
        get => _pictures;
        protected init => _pictures = [.. value.OrderBy(picture => picture.Name, StringComparer.Ordinal)];
    }

    /// <summary>How many of its files are no pictures.</summary>
    public int OtherFiles { get; protected init; }

    /// <summary>Links in it that have the name of a picture, in ordinal order; they are not read.</summary>
    public IReadOnlyList<string> Links { get; protected init; } = [];

    /// <summary>Archives in it, in ordinal order; they are not read.</summary>
    public IReadOnlyList<string> Inner { get; protected init; } = [];

    /// <summary>Whether a name is that of an archive that is read.</summary>
    public static bool IsName(string path) => EndsIn(path, Kinds);

    /// <summary>Whether a name is that of an archive of a kind that is not read.</summary>
    public static bool IsForeignName(string path) => EndsIn(path, ForeignKinds);

    /// <summary>Opens an archive and lists it.</summary>
    /// <param name="path">A file whose name is that of an archive.</param>
    /// <exception cref="AnoGanException">
    /// It cannot be read, is damaged or cut, or an entry's name could leave the folder that it would be unpacked into,
    /// cannot be a file's, or comes twice.
    /// </exception>
    public static PictureArchive Open(string path)
    {
        string kind = path.EndsWith(Zip, StringComparison.OrdinalIgnoreCase) ? "zip" : "tar";
        try
        {
            return kind == "zip" ? new ZipPictures(path) : new TarPictures(path);
        }
        catch (Exception e) when (ImageRefusal.IsIo(e) && e is not EndOfStreamException)
        {
            throw ImageRefusal.Io(path, "read", e);
        }
        catch (NotSupportedException e) // a file with holes, or the part of one that goes on in another archive
        {
            throw ImageRefusal.Of(path, $"a {kind} archive of a kind that is not read ({Detail(e)})", "whole files in "
                + "it", "pack it again", e);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw ImageRefusal.Of(
                path, $"a damaged {kind} archive ({Detail(e)})", "a whole one", "fetch it or pack it again", e);
        }
    }

    /// <summary>The archive as a folder of images, as <see cref="ImageFolder.Find"/> gives one.</summary>
    /// <exception cref="AnoGanException">There is no picture in it.</exception>
    public ImageListing Listing() => Pictures.Count > 0
        ? new ImageListing([.. Pictures.Select(picture => picture.AsFile(picture.Name, LabelOf(picture.Name)))], [], [],
            [])
        {
            ArchiveLinks = Links,
            InnerArchives = Inner,
        }
        : throw new AnoGanException($"{FullPath}: found {(OtherFiles == 0 ? "nothing" : "no image")} in the archive, "
            + $"expected images ({string.Join(' ', ImageCodec.ImageExtensions)}); name another one");

    /// <summary>A picture by its name; where there is none, one that says so when it is read.</summary>
    public ArchivedPicture Find(string name)
    {
        int low = 0, high = Pictures.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(Pictures[middle].Name, name);
            if (order == 0)
                return Pictures[middle];
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return new UnreadablePicture(FullPath, name, "no such picture in the archive");
    }

    /// <summary>The first folder of a path with forward slashes; "" where there is none.</summary>
    public static string LabelOf(string path) => path[..Math.Max(path.IndexOf('/', StringComparison.Ordinal), 0)];

    /// <summary>Whether an exception of the packages that read archives means that one is damaged.</summary>
    protected internal static bool IsDamage(Exception e) =>
        e is InvalidDataException or IOException or NotSupportedException or ArgumentException or FormatException
            or OverflowException or IndexOutOfRangeException or OutOfMemoryException;

    /// <summary>What a package says of it, for brackets.</summary>
    protected internal static string Detail(Exception e) => e is EndOfStreamException ? "it ends too early"
        : e.Message.Split('\n')[0].TrimEnd(' ', '.', '\r');

    private static bool EndsIn(string path, string[] kinds) =>
        kinds.Any(kind => path.EndsWith(kind, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Takes the names of an archive's entries one after the other: refuses those that an archive of pictures does not
    /// have, for results are written under names that are made from them, and tells pictures from other files.
    /// </summary>
    protected sealed class Entries(string archive)
    {
        // What file systems allow a name, and a path with some room for the folder that it is put in.
        private const int MostNameBytes = 255, MostPathBytes = 2048;

        private readonly HashSet<string> _files = new(StringComparer.Ordinal);
        private readonly List<string> _links = [], _inner = [];

        public int OtherFiles { get; private set; }

        public IReadOnlyList<string> Links => [.. _links.Order(StringComparer.Ordinal)];

        public IReadOnlyList<string> Inner => [.. _inner.Order(StringComparer.Ordinal)];

        /// <summary>Takes the name of a file.</summary>
        /// <returns>The path of a picture, without ./ in front; null where it is none, or is passed over.</returns>
        public string? TakeFile(string entry)
        {
            string name = Checked(entry);
            if (!_files.Add(name))
                throw Refuse(entry, "which comes twice", "each name once");
            if (ImageFolder.IsPassedOver(name))
                return null;
            if (ImageCodec.IsImageName(name))
                return name;
            if (IsName(name) || IsForeignName(name))
                _inner.Add(name);
            OtherFiles++;
            return null;
        }

        /// <summary>Takes the name of a folder.</summary>
        public void TakeFolder(string entry) => Checked(entry);

        /// <summary>Takes the name of a link or of something else that is no file.</summary>
        public void TakeLink(string entry)
        {
            string name = Checked(entry);
            if (ImageCodec.IsImageName(name) && !ImageFolder.IsPassedOver(name))
                _links.Add(name);
        }

        // The name without ./ in front and / at the end, which both stand for nothing; "" for the folder itself.
        private string Checked(string entry)
        {
            string name = entry;
            while (name.StartsWith("./", StringComparison.Ordinal))
                name = name[2..];
            name = name.EndsWith('/') ? name[..^1] : name;
            if (name is "" or "." && entry.StartsWith('.'))
                return "";
            if (name.Contains('\\', StringComparison.Ordinal))
                throw Refuse(entry, "whose name has a backslash", "folders separated by slashes");
            if (name.Any(char.IsControl))
                throw Refuse(entry, "whose name has a control character", "names that can be shown");
            if (entry.StartsWith('/') || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
                throw Refuse(entry, "whose path is absolute", "paths inside the archive");
            foreach (string part in name.Split('/'))
            {
                if (part is "..")
                    throw Refuse(entry, "which leaves the archive", "paths inside the archive");
                if (part is "" or ".")
                    throw Refuse(entry, "whose path has a part without a name", "names between the slashes");
                if (Encoding.UTF8.GetByteCount(part) > MostNameBytes)
                    throw Refuse(entry, $"with a name of more than {MostNameBytes} bytes", "shorter ones");
            }

            return Encoding.UTF8.GetByteCount(name) <= MostPathBytes ? name
                : throw Refuse(entry, $"with a path of more than {MostPathBytes} bytes", "shorter ones");
        }

        private AnoGanException Refuse(string entry, string found, string expected) =>
            ImageRefusal.Of(archive, $"the entry {entry}, {found}", expected,
                "nothing of it is read: pack the pictures again");
    }
}
