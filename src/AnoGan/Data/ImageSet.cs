using AnoGan.Method;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Data;

/// <summary>
/// Images of one size, decoded and prepared once and kept as 8- or 16-bit squares until their values are needed. Beyond
/// the cache's limit a file is read again, and refused if it changed meanwhile. Reading from several threads at once is
/// allowed.
/// </summary>
internal sealed class ImageSet : IFileImages
{
    private readonly ImageSetOptions _options;
    private readonly FileSet<LoadedImage> _files;

    private ImageSet(ImageSetOptions options, FileSet<LoadedImage> files)
    {
        _options = options;
        _files = files;
    }

    /// <summary>Channels of every batch: 1 (grey) or 3 (RGB).</summary>
    public int Channels => _files.Channels;

    /// <summary>Side of the squares in pixels.</summary>
    public int Size => _options.Size;

    /// <summary>Number of images.</summary>
    public int Count => _files.Count;

    /// <summary>The files whose images are in the set, in the order of the indices.</summary>
    public IReadOnlyList<ImageFile> Files => _files.Files;

    /// <inheritdoc/>
    public IReadOnlyList<int> Originals => _files.Originals;

    /// <summary>The files that were left out because they cannot be read; empty for a subset.</summary>
    public IReadOnlyList<SkippedImage> Skipped => _files.Skipped;

    /// <summary>How many of the pictures in the files are in colour: have channels that differ.</summary>
    public int ColourCount => _files.ColourCount;

    /// <summary>Longer side of the smallest and of the largest picture in the files, in pixels.</summary>
    public (int Smallest, int Largest) SourceSides => _files.SourceSides;

    /// <inheritdoc/>
    public int? GreatestWord => _files.GreatestWord;

    /// <summary>Whether every square is in memory; otherwise some are read again whenever they are needed.</summary>
    public bool IsCached => _files.IsCached;

    /// <summary>
    /// SHA-256 in lower-case hexadecimal over the channels and the squares' pixels, and their foregrounds where there
    /// are any, in order; file names do not enter.
    /// </summary>
    public string ContentHash => _files.Hash;

    /// <summary>Decodes all files once.</summary>
    /// <param name="files">At least one file, in the order that the set keeps.</param>
    /// <param name="options">Checked by <see cref="ImageSetOptions.Validate"/> first.</param>
    /// <param name="progress">Told the number of files that are done, from any thread.</param>
    /// <param name="ct">Stops the loading.</param>
    /// <exception cref="AnoGanException">
    /// An option is out of range; no file can be read; or, if strict, one cannot: the first in order is named.
    /// </exception>
    /// <exception cref="OperationCanceledException">Loading was stopped.</exception>
    public static ImageSet Load(
        IReadOnlyList<ImageFile> files, ImageSetOptions options, IProgress<int>? progress = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var room = new CacheRoom(options.CacheBytes);
        return new ImageSet(options, FileSet<LoadedImage>.Load(files, options, Read, progress, ct));

        LoadedImage Read(ImageFile file)
        {
            SourceSquare source = SquareReader.Read(
                file, options.Size, options.Fit, options.Channels == 1, options.Preparation);
            return LoadedImage.Of(file, source, room);
        }
    }

    /// <summary>A set of some of the images, which shares their squares.</summary>
    /// <param name="indices">Indices into <see cref="Files"/>, in the order wanted; at least one.</param>
    public ImageSet Subset(IReadOnlyList<int> indices) => new(_options, _files.Subset(indices));

    /// <summary>One image as Size × Size pixels at 8 or 16 bits, with the set's channels.</summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    /// <exception cref="AnoGanException">The file was to be read again and is gone, unreadable or changed.</exception>
    public PixelImage Square(int index)
    {
        PixelImage square = LeanSquare(index);
        return Channels == 3 ? PixelConversion.ToRgb(square) : square;
    }

    /// <summary>Which pixels of one image's square belong to the object; the others have level 0.</summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    /// <returns>[Size, Size], or null where all do. Not a copy.</returns>
    /// <exception cref="AnoGanException">The file was to be read again and is gone, unreadable or changed.</exception>
    public bool[]? Foreground(int index)
    {
        LoadedImage image = _files[index];
        return image.IsKept || !image.HasForeground ? image.Foreground : ReadAgain(image).Foreground;
    }

    /// <summary>Where the pixels of one image's square lie in the picture in its file.</summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    public SquareGeometry Geometry(int index) => _files[index].Geometry;

    /// <summary>
    /// SHA-256 of one image's square as kept, and of its foreground if any, 32 bytes: the same whatever other images
    /// the set holds, so fit to seed what belongs to this image.
    /// </summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    public ReadOnlyMemory<byte> PixelHash(int index) => _files[index].Hash;

    /// <inheritdoc/>
    public ITrainingDraws Draws(ulong seed) => new EpochDraws(Count, seed, indices => Batch(indices));

    /// <summary>
    /// The values of some images, as <see cref="FillBatch"/> gives them; the caller disposes the tensor.
    /// </summary>
    /// <param name="indices">Indices into <see cref="Files"/>; repeats are allowed.</param>
    /// <returns>float32 [N, Channels, Size, Size] in [-1,1], on the CPU.</returns>
    public torch.Tensor Batch(ReadOnlySpan<int> indices)
    {
        float[] values = new float[indices.Length * Channels * Size * Size];
        FillBatch(indices, values);
        return torch.tensor(values, [indices.Length, Channels, Size, Size]);
    }

    /// <summary>
    /// Writes the values of some images, -1 for level 0 and 1 for the greatest level of each image's depth.
    /// </summary>
    /// <param name="indices">Indices into <see cref="Files"/>; repeats are allowed.</param>
    /// <param name="destination">Room for [N, Channels, Size, Size] values.</param>
    /// <exception cref="ArgumentException">The room is too small or too large.</exception>
    /// <exception cref="AnoGanException">A file was to be read again and is gone, unreadable or changed.</exception>
    public void FillBatch(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int length = Channels * Size * Size;
        if (destination.Length != indices.Length * length)
            throw new ArgumentException(
                $"room for {destination.Length} values, {indices.Length * length} needed", nameof(destination));

        PixelImage[] squares = LeanSquares(indices.ToArray());
        for (int n = 0; n < squares.Length; n++)
            PixelTensor.Fill(squares[n], Channels, destination.Slice(n * length, length));
    }

    private PixelImage[] LeanSquares(int[] indices)
    {
        if (IsCached)
            return Array.ConvertAll(indices, LeanSquare);

        var squares = new PixelImage[indices.Length];
        ParallelWork.For(indices.Length, _options.Threads, n => squares[n] = LeanSquare(indices[n]));
        return squares;
    }

    private PixelImage LeanSquare(int index)
    {
        LoadedImage image = _files[index];
        return image.Square ?? ReadAgain(image).Square;
    }

    private SourceSquare ReadAgain(LoadedImage image)
    {
        SourceSquare again = SquareReader.Read(
            image.File, _options.Size, _options.Fit, _options.Channels == 1, _options.Preparation);
        image.RequireUnchanged(again.Hash);
        return again;
    }
}
