using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Data;

/// <summary>
/// Pictures that were all decoded and prepared once, to be seen whole, each fitted to one square, or in patches. Beyond
/// the cache's limit a file is read again when it is needed, and refused if it changed meanwhile. Reading from several
/// threads at once is allowed.
/// </summary>
internal sealed class ImageSet : IImageBatches
{
    private readonly ImageSetOptions _options;
    private readonly PictureReader _reader;
    private readonly LoadedImage[] _images;
    private int[]? _originals;

    private ImageSet(
        ImageSetOptions options, PictureReader reader, LoadedImage[] images, IReadOnlyList<SkippedImage> skipped,
        int channels)
    {
        _options = options;
        _reader = reader;
        _images = images;
        Shape = new SquareShape(options.Size, channels, options.Tiles?.Stride);
        Skipped = skipped;
        IsCached = Array.TrueForAll(images, image => image.Prepared is not null);
        Files = Array.ConvertAll(images, image => image.File);
        ContentHash = Data.ContentHash.OfSet(channels, images.Select(image => image.Hash));
    }

    /// <summary>How the pictures become squares.</summary>
    public SquareShape Shape { get; }

    /// <summary>Channels of every square: 1 (grey) or 3 (RGB).</summary>
    public int Channels => Shape.Channels;

    /// <summary>Side of the squares or patches in pixels.</summary>
    public int Size => Shape.Size;

    public int Count => _images.Length;

    /// <summary>The files whose pictures are in the set, in the order of the indices.</summary>
    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>
    /// Of each picture the index of the first one of which the same was made, pixel for pixel: its own, unless it is a
    /// copy.
    /// </summary>
    public IReadOnlyList<int> Originals => _originals ??= FirstOfEach(_images);

    /// <summary>
    /// SHA-256 of each picture, in lower-case hexadecimal: of its prepared pixels and its foreground.
    /// </summary>
    public IReadOnlyList<string> Hashes => Array.ConvertAll(_images, image => Convert.ToHexStringLower(image.Hash));

    /// <summary>The files that were left out because they cannot be read or prepared; empty for a subset.</summary>
    public IReadOnlyList<SkippedImage> Skipped { get; }

    /// <summary>How many of the pictures in the files are in colour: have channels that differ.</summary>
    public int ColourCount => _images.Count(image => image.IsColour);

    /// <summary>Longer side of the smallest and of the largest picture in the files, in pixels.</summary>
    public (int Smallest, int Largest) SourceSides =>
        (_images.Min(image => image.SourceSide), _images.Max(image => image.SourceSide));

    /// <summary>Longer side of the picture in the middle when they are ordered by it, in pixels of the files.</summary>
    public int MedianSide => _images.Select(image => image.SourceSide).Order().ElementAt(Count / 2);

    /// <summary>The greatest sample of the pictures of 16 bits in the files; null where all have 8.</summary>
    public int? GreatestWord => _images.Max(image => image.GreatestWord);

    /// <summary>How many prepared pictures have a side shorter than a patch; no fitted one has.</summary>
    public int SmallerThanPatch => _images.Count(image => Math.Min(image.Width, image.Height) < Size);

    /// <summary>Whether every picture is in memory; otherwise some are read again whenever they are needed.</summary>
    public bool IsCached { get; }

    /// <summary>
    /// SHA-256 in lower-case hexadecimal over the channels, the prepared pictures' pixels, and their foregrounds where
    /// there are any, in order; file names do not enter.
    /// </summary>
    public string ContentHash { get; }

    /// <summary>How many files are decoded at the same time.</summary>
    public int Threads => _options.Threads;

    /// <summary>How many pictures certainly fit into the cache together, whichever they are; at least 1.</summary>
    public int CountThatFits
    {
        get
        {
            long free = _options.CacheBytes;
            return Math.Max(
                1,
                _images.Select(image => image.Bytes).OrderDescending().TakeWhile(bytes => (free -= bytes) >= 0).Count()
            );
        }
    }

    /// <summary>How many patches lie side by side in a picture, on average.</summary>
    public double MeanPatchesOfPicture =>
        _images.Average(image => (double)Math.Max(1, image.Width / Size) * Math.Max(1, image.Height / Size));

    /// <summary>Decodes all files once; memory is bounded by the cache and the pictures being decoded.</summary>
    /// <param name="files">At least one file, in the order that the set keeps.</param>
    /// <param name="options">Checked first.</param>
    /// <param name="progress">Told the number of files that are done, from any thread.</param>
    /// <param name="prepare">In place of what the options say, as <see cref="PictureReader.Prepare"/>.</param>
    /// <param name="ct">Stops the loading.</param>
    /// <exception cref="AnoGanException">
    /// An option is out of range; no file can be read; or, if strict, one cannot: the first in order is named.
    /// </exception>
    /// <exception cref="OperationCanceledException">Loading was stopped.</exception>
    public static ImageSet Load(
        IReadOnlyList<ImageFile> files, ImageSetOptions options, IProgress<int>? progress = null,
        Func<PixelImage, string, PreparedImage>? prepare = null, CancellationToken ct = default)
    {
        options.Validate();
        var reader = new PictureReader
        {
            Shape = new SquareShape(options.Size, options.Channels ?? 3, options.Tiles?.Stride),
            Fit = options.Fit,
            Prepare = prepare is null ? options.Preparation.Apply : (picture, path, _) => prepare(picture, path),
            Roi = options.Preparation.Roi,
            ToGrey = options.Channels == 1,
        };
        (LoadedImage?[] loaded, AnoGanException?[] refusals) = LoadedImage.ReadAll(
            files, options, reader, progress, ct);
        AnoGanException? first = Array.Find(refusals, refusal => refusal is not null);
        if (first is not null && options.Strict)
            throw first;
        LoadedImage[] images = [.. loaded.OfType<LoadedImage>()];
        if (images.Length == 0)
            throw new AnoGanException($"{files[0].Name}: found {files.Count} files of which none can be read, "
                + $"expected images; the first reason: {first!.Message}");

        // Where not all pictures to draw patches from fit, what some would take belongs to the windows of the draws.
        if (options.Tiles is not null && Array.Exists(images, image => image.Prepared is null))
            images = Array.ConvertAll(images, image => image with { Prepared = null });
        SkippedImage[] skipped =
        [
            .. files
                .Zip(refusals)
                .Where(pair => pair.Second is not null)
                .Select(pair => new SkippedImage(pair.First, pair.Second!.Message)),
        ];
        int channels = options.Channels ?? (Array.Exists(images, image => image.IsColour) ? 3 : 1);
        return new ImageSet(options, reader, images, skipped, channels);
    }

    /// <summary>A set of some of the pictures, at least one, which shares what is kept of them.</summary>
    public ImageSet Subset(IReadOnlyList<int> indices) =>
        new(_options, _reader, [.. indices.Select(index => _images[index])], [], Channels);

    /// <summary>Which of the pictures say in which metric normal ones are compared; patches take no turns.</summary>
    /// <param name="hasEncoder">Whether the metric needs no search.</param>
    /// <param name="trainingSeed">The seed from which all of the training's are derived.</param>
    public MetricSplit DrawMetric(bool hasEncoder, ulong trainingSeed) => MetricSplit.Draw(
        Originals, hasEncoder, SeededRandom.Derive(trainingSeed, "metric"), inTurn: Shape.Stride is null);

    /// <summary>One picture as the networks see it: prepared, and fitted where they see whole pictures.</summary>
    /// <exception cref="AnoGanException">The file was to be read again and is gone, unreadable or changed.</exception>
    public PreparedImage Picture(int index)
    {
        LoadedImage image = _images[index];
        if (image.Prepared is { } kept)
            return kept;

        return Again(image).Prepared!;
    }

    private ReadPicture Again(LoadedImage image)
    {
        ReadPicture again = _reader.Read(image.File);
        if (!Data.ContentHash.Of(again.Prepared!.Picture, again.Prepared.Foreground).AsSpan()
            .SequenceEqual(image.Hash))
            throw new AnoGanException($"{image.File.Name}: found other pixels than when it was first read, expected an "
                + "unchanged file; start again");
        return again;
    }

    /// <summary>The same pictures, each read again for what a pretrained network sees of it.</summary>
    /// <param name="size">Side of that in pixels; null for no such network.</param>
    public ImageSet WithViews(int? size) =>
        new(_options, _reader with { ViewSize = size }, _images, Skipped, Channels);

    /// <summary>All pictures, each made or read when it is asked for.</summary>
    public IEnumerable<ReadPicture> Pictures() => _images.Select((image, index) => _reader.ViewSize is null
        ? new ReadPicture { File = image.File, Prepared = Picture(index) }
        : Again(image));

    /// <summary>The squares of pictures that are seen whole, each made or read when it is asked for.</summary>
    public IEnumerable<Square> Squares() => Enumerable.Range(0, Count).Select(Picture).Select(picture =>
        Square.Cut(picture, Shape.GridOf(picture), 0, Channels));

    /// <summary>The squares of one picture that show something of the object.</summary>
    public IEnumerable<Square> SquaresOf(int index)
    {
        PreparedImage picture = Picture(index);
        TileGrid grid = Shape.GridOf(picture);
        return Enumerable.Range(0, grid.Count).Where(i => !Square.IsEmpty(picture.Foreground, grid, i))
            .Select(i => Square.Cut(picture, grid, i, Channels));
    }

    /// <summary>
    /// Starts an endless sequence of squares: whole pictures in a seeded order, epoch after epoch, or random patches
    /// (<see cref="PatchDraws"/>).
    /// </summary>
    public ITrainingDraws Draws(ulong seed) => _options.Tiles is { } tiles
        ? new PatchDraws(this, tiles.Augmentation, seed)
        : new EpochDraws(Count, seed, indices => Batch(indices));

    /// <summary>The values of some whole pictures; the caller disposes the tensor.</summary>
    /// <returns>float32 [N, Channels, Size, Size] in [-1,1], on the CPU.</returns>
    public torch.Tensor Batch(ReadOnlySpan<int> indices)
    {
        float[] values = new float[indices.Length * Shape.Length];
        FillBatch(indices, values);
        return torch.tensor(values, [indices.Length, Channels, Size, Size]);
    }

    /// <summary>Writes the values of some whole pictures, [N, Channels, Size, Size] in [-1,1].</summary>
    /// <exception cref="AnoGanException">A file was to be read again and is gone, unreadable or changed.</exception>
    public void FillBatch(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int[] wanted = indices.ToArray();
        var pictures = new PreparedImage[wanted.Length];
        if (IsCached)
            pictures = Array.ConvertAll(wanted, Picture);
        else
            ParallelWork.For(wanted.Length, Threads, n => pictures[n] = Picture(wanted[n]));
        for (int n = 0; n < pictures.Length; n++)
            PixelTensor.Fill(pictures[n].Picture, Channels, destination.Slice(n * Shape.Length, Shape.Length));
    }

    /// <summary>
    /// Tiles of the pictures as scoring will cut them, spread evenly over the pictures and in their order; every
    /// picture that is not in memory is read once.
    /// </summary>
    /// <param name="count">
    /// How many at most, at least 1; where it is less than <see cref="Count"/>, some pictures are left out evenly, and
    /// where it is more than there are tiles, no tile comes twice.
    /// </param>
    /// <param name="seed">From which the places are derived.</param>
    /// <param name="ct">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Arrays of [Channels, Size, Size] values in [-1,1].</returns>
    /// <exception cref="AnoGanException">A file was to be read again and is gone, unreadable or changed.</exception>
    public IReadOnlyList<float[]> Sample(int count, ulong seed, CancellationToken ct = default)
    {
        float[]?[] samples = new float[count][];
        IGrouping<int, int>[] byPicture = [.. Enumerable.Range(0, count).GroupBy(n => (int)((long)n * Count / count))];
        ParallelWork.For(byPicture.Length, Threads, group =>
        {
            PreparedImage picture = Picture(byPicture[group].Key);
            TileGrid grid = Shape.GridOf(picture);
            int[] numbers = [.. byPicture[group].Take(grid.Count)];
            foreach (int n in numbers)
            {
                float[] sample = new float[Shape.Length];
                var random = new SeededRandom(SeededRandom.Derive(seed, "sample", (ulong)byPicture[group].Key));
                Tile place = PatchPlace.OfGrid(picture, grid, n - numbers[0], numbers.Length, random);
                PatchCutter.Cut(picture.Picture, place.Left, place.Top, Size, Channels, sample);
                samples[n] = sample;
            }
        }, ct);
        return [.. samples.OfType<float[]>()];
    }

    private static int[] FirstOfEach(LoadedImage[] images)
    {
        var first = new Dictionary<string, int>(images.Length);
        int[] originals = new int[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            string hash = Convert.ToHexString(images[i].Hash);
            originals[i] = first.TryAdd(hash, i) ? i : first[hash];
        }

        return originals;
    }
}
