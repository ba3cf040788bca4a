using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>
/// An image file found in a folder or in an archive, of whose content nothing is known yet; or a picture that is in
/// memory.
/// </summary>
/// <param name="FullPath">
/// The path to open; of a picture in an archive <c>day.zip!good/1.png</c>, and of one in memory what messages call it.
/// </param>
/// <param name="RelativePath">
/// The path from the searched folder, with forward slashes, and of a page its number: <c>scan.tif#3</c>.
/// </param>
/// <param name="Label">
/// The first folder below the searched one on the way to the file, so that good/camera2/1.png is good; "" for a file
/// that lies in the searched folder itself.
/// </param>
public sealed record ImageFile(string FullPath, string RelativePath, string Label)
{
    /// <summary>The picture, upright, where it is in memory: no file is read then. Null for a file.</summary>
    public PixelImage? Picture { get; init; }

    /// <summary>The picture in an archive; null where it is a file of its own, or in memory.</summary>
    internal ArchivedPicture? Archived { get; init; }

    /// <summary>
    /// Which page of the file it is, from 1; null where the file has one, or where the first is read.
    /// </summary>
    public int? Page { get; init; }

    /// <summary>The mask of its region of interest; null where nobody has looked for one.</summary>
    internal PictureMask? Mask { get; init; }

    /// <summary>The relative path of the file that it is a page of, or that it is.</summary>
    internal string FilePath => Page is null ? RelativePath : RelativePath[..RelativePath.LastIndexOf('#')];

    /// <summary>What messages call it: the path and, where there is one, the page.</summary>
    public string Name => ImageCodec.NameOf(FullPath, Page);

    /// <summary>A picture that is in memory, to be scored without a file.</summary>
    /// <param name="name">What results and messages call it.</param>
    /// <param name="picture">The picture; not to be changed while it is in use.</param>
    public static ImageFile InMemory(string name, PixelImage picture)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(picture);
        return new ImageFile(name, name, "") { Picture = picture };
    }

    /// <summary>The picture, decoded unless it is in memory.</summary>
    /// <exception cref="AnoGanException">As of <see cref="ImageCodec.Read"/>, or of its archive.</exception>
    internal PixelImage Read() => Picture ?? ImageCodec.Read(Source(), Page);

    /// <summary>Its shape, without decoding its pixels.</summary>
    /// <exception cref="AnoGanException">As of <see cref="ImageCodec.ReadHeader"/>, or of its archive.</exception>
    internal ImageHeader ReadHeader() => Picture is { } picture
        ? new ImageHeader(picture.Width, picture.Height, picture.Channels, picture.BitDepth)
        : ImageCodec.ReadHeader(Source(), Page);

    /// <summary>The numbers of the pages of the file that are pictures of their own.</summary>
    /// <exception cref="AnoGanException">As of <see cref="ImageCodec.ReadPages"/>, or of its archive.</exception>
    internal IReadOnlyList<int> ReadPages() => ImageCodec.ReadPages(Source());

    private ImageSource Source() => Archived?.Read() ?? FullPath;
}

/// <summary>Where the mask of a picture's region of interest is, of which nothing is read yet.</summary>
/// <param name="Path">The file; null where there is none, or where it is not clear which.</param>
/// <param name="Refusal">What is wrong then, in one line.</param>
internal sealed record PictureMask(string? Path, string Refusal = "")
{
    /// <summary>The mask.</summary>
    /// <exception cref="AnoGanException">There is none, it cannot be read, or nothing in it is white.</exception>
    public RegionMask Read() => Path is null ? throw new AnoGanException(Refusal) : RegionMask.Read(Path);
}

/// <summary>An image file that was left out of a set.</summary>
/// <param name="File">The file.</param>
/// <param name="Reason">Why, in one line that names the full path.</param>
internal sealed record SkippedImage(ImageFile File, string Reason);
