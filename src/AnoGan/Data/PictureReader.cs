using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>The picture of a file as the networks are to see it, or the reason why there is none.</summary>
internal sealed record ReadPicture
{
    public required ImageFile File { get; init; }

    /// <summary>
    /// The picture: prepared, and fitted to the squares' size where networks see whole pictures; grey where that loses
    /// nothing or nothing wanted. Null where there is an error.
    /// </summary>
    public PreparedImage? Prepared { get; init; }

    /// <summary>The picture as a pretrained network sees it; null where there is none, or an error.</summary>
    public PretrainedView? View { get; init; }

    /// <summary>
    /// The picture as decoded; null where it is too large to keep, or is not needed, or there is an error.
    /// </summary>
    public PixelImage? Original { get; init; }

    /// <summary>Whether the original has channels that differ.</summary>
    public bool IsColour { get; init; }

    /// <summary>The greatest sample of the original where it has 16 bits; null where it has 8.</summary>
    public int? GreatestWord { get; init; }

    /// <summary>Why the file cannot be used, in one line; null where it can.</summary>
    public string? Error { get; init; }
}

/// <summary>
/// Reads image files as networks see them. What comes out depends on the file and these options alone, never on the
/// other files of a set.
/// </summary>
internal sealed record PictureReader
{
    // Originals of up to a megapixel are kept for their overlays; larger ones are read a second time.
    private const long MaxKeptPixels = 1 << 20;

    // Groups of files that are decoded before they are needed.
    private const int GroupsAhead = 2;

    /// <summary>How pictures become squares.</summary>
    public required SquareShape Shape { get; init; }

    /// <summary>What happens to prepared pictures that are not square; unused where they are cut into tiles.</summary>
    public required FitMode Fit { get; init; }

    /// <summary>
    /// Makes the prepared picture of a decoded one, its path and its region of interest: the same for the same pixels
    /// whenever it is called, and from several threads at once. A picture that it refuses counts as one that cannot be
    /// read.
    /// </summary>
    public required Func<PixelImage, string, RegionMask?, PreparedImage> Prepare { get; init; }

    /// <summary>The part of every picture that counts; null for all of it.</summary>
    public RegionOfInterest? Roi { get; init; }

    /// <summary>Whether colour pictures become grey; others are made grey without loss.</summary>
    public required bool ToGrey { get; init; }

    /// <summary>Side of the view of a pretrained network in pixels; null where there is no such network.</summary>
    public int? ViewSize { get; init; }

    /// <summary>Decodes, prepares and, where networks see whole pictures, fits.</summary>
    /// <exception cref="AnoGanException">
    /// The file is missing or unreadable, cannot be prepared so, or nothing of its foreground is left in the square.
    /// </exception>
    public ReadPicture Read(ImageFile file) => Read(file, file.Read());

    private ReadPicture Read(ImageFile file, PixelImage original)
    {
        RegionMask? region = Roi is null ? null : Roi.Mask ?? OwnMask(file);
        PixelImage seen = region?.Blacken(original, file.Name) ?? original;
        bool isColour = !PixelConversion.HasEqualChannels(seen);
        PreparedImage prepared = Prepare(
            ToGrey || !isColour ? PixelConversion.ToGrey(seen) : seen, file.Name, region);
        return new ReadPicture
        {
            File = file,
            Prepared = Shape.Stride is null ? Fitted(prepared, file.Name) : prepared,
            View = ViewSize is { } size
                ? PretrainedView.Of(prepared, Shape.Stride is null ? Fit : FitMode.Pad, size)
                : null,
            Original = original,
            IsColour = isColour,
            GreatestWord = DarkPictures.GreatestOf(seen),
        };
    }

    /// <summary>
    /// Reads files that are to be scored, in their order, as they are asked for: whole pictures in groups ahead of
    /// that, pictures to be cut into tiles, which may be large, one at a time.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="isTrainedOnGrey">
    /// Whether no picture trained on was in colour; a colour picture is then refused where grey is compared.
    /// </param>
    /// <param name="group">How many whole pictures are decoded together.</param>
    /// <param name="threads">How many are decoded at the same time.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<ReadPicture> ReadToScore(
        IReadOnlyList<ImageFile> files, bool isTrainedOnGrey, int group, int threads, CancellationToken cancellation)
    {
        return Shape.Stride is not null ? files.Select(ReadOne)
            : Ahead.Of(stop => files.Chunk(group).Select(chunk => ReadGroup(chunk, stop)), GroupsAhead, cancellation)
                .SelectMany(read => read);

        ReadPicture[] ReadGroup(ImageFile[] chunk, CancellationToken stop)
        {
            var read = new ReadPicture[chunk.Length];
            ParallelWork.For(chunk.Length, threads, i => read[i] = ReadOne(chunk[i]), stop);
            return read;
        }

        ReadPicture ReadOne(ImageFile file) => ReadToScore(file, isTrainedOnGrey);
    }

    /// <summary>Reads a picture that is to be scored; one that cannot be used has an error.</summary>
    /// <param name="file">The file, or what messages call the picture.</param>
    /// <param name="isTrainedOnGrey">As above.</param>
    /// <param name="decode">Gives the picture in place of the file; null to read that.</param>
    public ReadPicture ReadToScore(ImageFile file, bool isTrainedOnGrey, Func<PixelImage>? decode = null)
    {
        try
        {
            ReadPicture read = decode is null ? Read(file) : Read(file, decode());
            if (Shape.Channels == 1 && read.IsColour && isTrainedOnGrey)
                throw new AnoGanException($"{file.Name}: a colour picture, but the training images are grey (1 "
                    + "channel); convert it to grey, or train with --channels 3 on colour pictures");
            long pixels = (long)read.Original!.Width * read.Original.Height;
            read = pixels <= MaxKeptPixels ? read : read with { Original = null };
            if (Shape.Stride is not null)
                LargeMemory.Release(pixels);
            return read;
        }
        catch (AnoGanException e)
        {
            return new ReadPicture { File = file, Error = e.Message };
        }
    }

    private static RegionMask OwnMask(ImageFile file) => file.Mask?.Read() ?? throw ImageRefusal.Of(
        file.Name, "no mask of it", "one, for every picture's region of interest has its own", "name their folder");

    private PreparedImage Fitted(PreparedImage prepared, string path)
    {
        var fit = FitGeometry.For(prepared.Picture.Width, prepared.Picture.Height, Shape.Size, Fit);
        PixelImage square = fit.Apply(prepared.Picture);
        bool[]? foreground = prepared.Foreground is null ? null : Fitted(prepared.Foreground, fit, path);
        return prepared with
        {
            Picture = foreground is null ? square : RegionMask.Blacken(square, foreground),
            Foreground = foreground,
            Fit = fit,
        };
    }

    // A pixel of the square belongs to the object where at least half of what it shows does.
    private static bool[]? Fitted(bool[] foreground, FitGeometry fit, string path)
    {
        byte[] levels = Array.ConvertAll(foreground, isObject => isObject ? byte.MaxValue : byte.MinValue);
        byte[] coverage = fit.Apply(new PixelImage(fit.Width, fit.Height, 1, 8, levels)).Data;
        bool[] fitted = Array.ConvertAll(coverage, level => level >= 128);
        if (!fitted.Contains(true))
            throw ImageRefusal.Of(
                path, "an object that fills no pixel of the square by half", "a larger one",
                "raise --size, or widen the foreground by a margin");
        return fitted.Contains(false) ? fitted : null;
    }
}
