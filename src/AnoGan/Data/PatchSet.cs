using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>
/// Pictures of any sizes to draw training patches from. Every file is decoded and prepared once; where not all prepared
/// pictures fit into the cache together, none is kept, and files are read again when they are needed, and refused if
/// they changed meanwhile. Reading from several threads at once is allowed.
/// </summary>
internal sealed class PatchSet : IFileImages
{
    private readonly PatchSetOptions _options;
    private readonly FileSet<LoadedPicture> _files;
    private readonly Func<PixelImage, string, PreparedImage> _prepare;

    private PatchSet(
        PatchSetOptions options, FileSet<LoadedPicture> files, Func<PixelImage, string, PreparedImage> prepare)
    {
        _options = options;
        _files = files;
        _prepare = prepare;
    }

    /// <summary>Channels of every patch: 1 (grey) or 3 (RGB).</summary>
    public int Channels => _files.Channels;

    /// <summary>Side of the patches in pixels.</summary>
    public int Patch => _options.Patch;

    /// <summary>Number of pictures.</summary>
    public int Count => _files.Count;

    /// <summary>The files whose pictures are in the set, in the order of the indices.</summary>
    public IReadOnlyList<ImageFile> Files => _files.Files;

    /// <inheritdoc/>
    public IReadOnlyList<int> Originals => _files.Originals;

    /// <summary>The files that were left out because they cannot be read or prepared; empty for a subset.</summary>
    public IReadOnlyList<SkippedImage> Skipped => _files.Skipped;

    /// <summary>How many of the pictures in the files are in colour: have channels that differ.</summary>
    public int ColourCount => _files.ColourCount;

    /// <summary>Longer side of the smallest and of the largest picture in the files, in pixels.</summary>
    public (int Smallest, int Largest) SourceSides => _files.SourceSides;

    /// <inheritdoc/>
    public int? GreatestWord => _files.GreatestWord;

    /// <summary>
    /// How many prepared pictures have a side shorter than a patch, so that their patches are continued by reflection.
    /// </summary>
    public int SmallerThanPatch =>
        Pictures.Count(picture => Math.Min(picture.PreparedWidth, picture.PreparedHeight) < Patch);

    /// <summary>Whether every prepared picture is in memory; otherwise none is.</summary>
    public bool IsCached => _files.IsCached;

    /// <summary>
    /// SHA-256 in lower-case hexadecimal over the channels and the prepared pictures, in order; file names do not
    /// enter.
    /// </summary>
    public string ContentHash => _files.Hash;

    internal int Threads => _options.Threads;

    /// <summary>
    /// How many pictures certainly fit into the cache at the same time, whichever they are; at least 1.
    /// </summary>
    internal int CountThatFits
    {
        get
        {
            long free = _options.CacheBytes;
            return Math.Max(
                1,
                Pictures
                    .Select(picture => picture.PreparedBytes)
                    .OrderDescending()
                    .TakeWhile(bytes => (free -= bytes) >= 0)
                    .Count());
        }
    }

    /// <summary>How many patches lie side by side in a picture, on average.</summary>
    internal double MeanPatchesOfPicture =>
        Pictures.Average(picture =>
            (double)Math.Max(1, picture.PreparedWidth / Patch) * Math.Max(1, picture.PreparedHeight / Patch));

    private IEnumerable<LoadedPicture> Pictures => Enumerable.Range(0, Count).Select(i => _files[i]);

    /// <summary>
    /// Decodes and prepares all files once; memory is bounded by the cache and the pictures being decoded.
    /// </summary>
    /// <param name="files">At least one file, in the order that the set keeps.</param>
    /// <param name="options">Checked by <see cref="FileSetOptions.Validate"/> first.</param>
    /// <param name="prepare">
    /// Makes the prepared picture of a decoded one, grey where that loses nothing or nothing wanted, and its full path:
    /// the same for the same pixels whenever it is called, and from several threads at once. A picture that it refuses
    /// with an
    /// <see cref="AnoGanException"/> counts as one that cannot be read.
    /// </param>
    /// <param name="progress">Told the number of files that are done, from any thread.</param>
    /// <param name="ct">Stops the loading.</param>
    /// <exception cref="AnoGanException">
    /// An option is out of range; no file can be read; or, if strict, one cannot: the first in order is named.
    /// </exception>
    /// <exception cref="OperationCanceledException">Loading was stopped.</exception>
    public static PatchSet Load(
        IReadOnlyList<ImageFile> files, PatchSetOptions options, Func<PixelImage, string, PreparedImage> prepare,
        IProgress<int>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(prepare);
        options.Validate();
        var room = new CacheRoom(options.CacheBytes);
        var loaded = FileSet<LoadedPicture>.Load(files, options, Read, progress, ct);

        // What only some pictures would take belongs to the windows of the draws.
        return new PatchSet(
            options, loaded.IsCached ? loaded : loaded.Select(picture => picture with { Prepared = null }), prepare);

        LoadedPicture Read(ImageFile file)
        {
            LoadedPicture picture = LoadedPicture.Read(file, options.Channels == 1, prepare);
            return room.TryTake(picture.PreparedBytes) ? picture : picture with { Prepared = null };
        }
    }

    /// <summary>A set of some of the pictures, which shares what is kept of them.</summary>
    /// <param name="indices">Indices into <see cref="Files"/>, in the order wanted; at least one.</param>
    public PatchSet Subset(IReadOnlyList<int> indices) => new(_options, _files.Subset(indices), _prepare);

    /// <summary>One prepared picture, from memory or read again; it may be grey where the set has 3 channels.</summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    /// <exception cref="AnoGanException">The file was to be read again and is gone, unreadable or changed.</exception>
    public PreparedImage Prepared(int index)
    {
        LoadedPicture picture = _files[index];
        if (picture.Prepared is { } kept)
            return kept;

        LoadedPicture again = LoadedPicture.Read(picture.File, _options.Channels == 1, _prepare);
        picture.RequireUnchanged(again.Hash);
        return again.Prepared!;
    }

    /// <summary>
    /// Starts an endless sequence of random patches. Each comes from a picture drawn at random, small pictures as often
    /// as large ones, and from a place drawn evenly over it, its borders included, for a picture with a known
    /// foreground one that shows the object in at least half of its pixels, or in the most of twenty places; then it is
    /// varied as the options say. The number of threads changes no patch, and neither does the size of a cache that all
    /// pictures fit into. In a smaller one each sequence holds as many pictures as fit for its own (at least one) and
    /// draws from these alone. They are the next of a seeded order that visits every picture once an epoch; after as
    /// many draws as patches lie side by side in an average picture (but 16 to 1024) the oldest makes room for the next
    /// one, whose file is read then.
    /// </summary>
    /// <param name="seed">The same seed and pictures give the same sequence, however it is cut into batches.</param>
    public ITrainingDraws Draws(ulong seed) => new PatchDraws(this, _options.Augmentation, seed);

    /// <summary>
    /// Tiles of the pictures as scoring will cut them, spread evenly over the pictures and in their order; every
    /// picture that is not in memory is read once.
    /// </summary>
    /// <param name="count">
    /// How many at most, at least 1; where it is less than <see cref="Count"/>, some pictures are left out evenly, and
    /// where it is more than there are tiles, no tile comes twice.
    /// </param>
    /// <param name="stride">Pixels from one tile to the next, 1 to <see cref="Patch"/>.</param>
    /// <param name="seed">The same seed and pictures give the same patches.</param>
    /// <param name="ct">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Arrays of [Channels, Patch, Patch] values in [-1,1].</returns>
    /// <exception cref="AnoGanException">A file was to be read again and is gone, unreadable or changed.</exception>
    public IReadOnlyList<float[]> Sample(int count, int stride, ulong seed, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        float[]?[] samples = new float[count][];
        IGrouping<int, int>[] byPicture = [.. Enumerable.Range(0, count).GroupBy(n => (int)((long)n * Count / count))];
        ParallelWork.For(byPicture.Length, Threads, group =>
        {
            PreparedImage prepared = Prepared(byPicture[group].Key);
            var grid = TileGrid.For(prepared.Picture.Width, prepared.Picture.Height, Patch, stride);
            int[] numbers = [.. byPicture[group].Take(grid.Count)];
            foreach (int n in numbers)
            {
                float[] sample = new float[Channels * Patch * Patch];
                var random = new SeededRandom(SeededRandom.Derive(seed, "sample", (ulong)byPicture[group].Key));
                Tile place = PatchPlace.OfGrid(prepared, grid, n - numbers[0], numbers.Length, random);
                PatchCutter.Cut(prepared.Picture, place.Left, place.Top, Patch, Channels, sample);
                samples[n] = sample;
            }
        }, ct);
        return [.. samples.OfType<float[]>()];
    }
}
