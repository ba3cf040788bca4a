namespace AnoGan.Data;

/// <summary>The files of a set, each decoded once, and what is known of them all.</summary>
/// <typeparam name="T">What is kept of a file.</typeparam>
internal sealed class FileSet<T>
    where T : LoadedFile
{
    private readonly T[] _files;
    private int[]? _originals;

    private FileSet(T[] files, IReadOnlyList<SkippedImage> skipped, int channels)
    {
        _files = files;
        Files = Array.ConvertAll(files, loaded => loaded.File);
        Skipped = skipped;
        Channels = channels;
        IsCached = Array.TrueForAll(files, loaded => loaded.IsKept);
        Hash = ContentHash.OfSet(channels, files.Select(loaded => loaded.Hash));
    }

    public int Count => _files.Length;

    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>Of each file the index of the first one with the same hash.</summary>
    public IReadOnlyList<int> Originals => _originals ??= FirstOfEach(_files);

    /// <summary>The files that cannot be read; empty for a subset.</summary>
    public IReadOnlyList<SkippedImage> Skipped { get; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels { get; }

    public bool IsCached { get; }

    /// <summary>What <see cref="ContentHash"/> says of the set.</summary>
    public string Hash { get; }

    public int ColourCount => _files.Count(loaded => loaded.IsColour);

    /// <summary>Longer side of the smallest and of the largest picture in the files, in pixels.</summary>
    public (int Smallest, int Largest) SourceSides =>
        (
            _files.Min(loaded => Math.Max(loaded.Width, loaded.Height)),
            _files.Max(loaded => Math.Max(loaded.Width, loaded.Height)));

    /// <summary>The greatest sample of all pictures of 16 bits in the files; null where there are none.</summary>
    public int? GreatestWord => _files.Max(loaded => loaded.GreatestWord);

    public T this[int index] => _files[index];

    /// <summary>Decodes all files in parallel.</summary>
    /// <param name="files">At least one file, in the order that the set keeps.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="read">Reads one file; what it refuses is skipped, or ends the loading if strict.</param>
    /// <param name="progress">Told the number of files that are done, from any thread.</param>
    /// <param name="ct">Stops the loading.</param>
    /// <exception cref="AnoGanException">
    /// No file can be read; or, if strict, one cannot: the first in order is named.
    /// </exception>
    public static FileSet<T> Load(
        IReadOnlyList<ImageFile> files, FileSetOptions options, Func<ImageFile, T> read, IProgress<int>? progress,
        CancellationToken ct)
    {
        if (files.Count == 0)
            throw new ArgumentException("a set has at least one file", nameof(files));

        (T?[] loaded, AnoGanException?[] refusals) = ReadAll(files, options, read, progress, ct);
        AnoGanException? first = Array.Find(refusals, refusal => refusal is not null);
        if (first is not null && options.Strict)
            throw first;
        T[] readable = [.. loaded.OfType<T>()];
        if (readable.Length == 0)
            throw new AnoGanException($"{files[0].Name}: found {files.Count} files of which none can be read, "
                + $"expected images; the first reason: {first!.Message}");

        SkippedImage[] skipped =
        [
            .. files
                .Zip(refusals)
                .Where(pair => pair.Second is not null)
                .Select(pair => new SkippedImage(pair.First, pair.Second!.Message)),
        ];
        int channels = options.Channels ?? (Array.Exists(readable, file => file.IsColour) ? 3 : 1);
        return new FileSet<T>(readable, skipped, channels);
    }

    /// <summary>Some of the files, in the order wanted; at least one.</summary>
    public FileSet<T> Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Count == 0)
            throw new ArgumentException("a set has at least one image", nameof(indices));
        return new FileSet<T>([.. indices.Select(i => _files[i])], [], Channels);
    }

    /// <summary>The same files with something else kept of each.</summary>
    public FileSet<T> Select(Converter<T, T> change) => new(Array.ConvertAll(_files, change), Skipped, Channels);

    private static int[] FirstOfEach(T[] files)
    {
        var first = new Dictionary<string, int>(files.Length);
        int[] originals = new int[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            string hash = Convert.ToHexString(files[i].Hash);
            originals[i] = first.TryAdd(hash, i) ? i : first[hash];
        }

        return originals;
    }

    private static (T?[] Loaded, AnoGanException?[] Refusals) ReadAll(
        IReadOnlyList<ImageFile> files, FileSetOptions options, Func<ImageFile, T> read, IProgress<int>? progress,
        CancellationToken ct)
    {
        var loaded = new T?[files.Count];
        var refusals = new AnoGanException?[files.Count];
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = ct };
        Parallel.For(0, files.Count, parallel, (i, loop) =>
        {
            try
            {
                loaded[i] = read(files[i]);
            }
            catch (AnoGanException e)
            {
                refusals[i] = e;

                // All files before this one are still tried, so that the first bad one in order is the one named.
                if (options.Strict)
                    loop.Break();
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
        return (loaded, refusals);
    }
}
