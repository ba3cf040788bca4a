namespace AnoGan.Data;

/// <summary>Decodes a list of files in parallel, each once.</summary>
internal sealed class ImageSetLoader
{
    private readonly ImageSetOptions _options;
    private long _freeBytes;

    private ImageSetLoader(ImageSetOptions options)
    {
        _options = options;
        _freeBytes = (long)options.CacheMegabytes << 20;
    }

    public static ImageSet Load(IReadOnlyList<ImageFile> files, ImageSetOptions options, IProgress<int>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        if (files.Count == 0)
            throw new ArgumentException("a set has at least one file", nameof(files));
        options.Validate();

        var images = new LoadedImage?[files.Count];
        var refusals = new AnoGanException?[files.Count];
        new ImageSetLoader(options).Decode(files, images, refusals, progress, ct);

        AnoGanException? first = Array.Find(refusals, refusal => refusal is not null);
        if (first is not null && options.Strict)
            throw first;
        LoadedImage[] loaded = [.. images.OfType<LoadedImage>()];
        if (loaded.Length == 0)
            throw new AnoGanException($"{files[0].FullPath}: found {files.Count} files of which none can be read, expected images; the first reason: {first!.Message}");

        SkippedImage[] skipped = [.. files.Zip(refusals).Where(pair => pair.Second is not null).Select(pair => new SkippedImage(pair.First, pair.Second!.Message))];
        int channels = options.Channels ?? (Array.Exists(loaded, image => image.IsColour) ? 3 : 1);
        return new ImageSet(options, loaded, skipped, channels);
    }

    private void Decode(IReadOnlyList<ImageFile> files, LoadedImage?[] images, AnoGanException?[] refusals, IProgress<int>? progress, CancellationToken ct)
    {
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = ct };
        Parallel.For(0, files.Count, parallel, (i, loop) =>
        {
            try
            {
                images[i] = Decode(files[i]);
            }
            catch (AnoGanException e)
            {
                refusals[i] = e;

                // All files before this one are still tried, so that the first bad one in order is the one named.
                if (_options.Strict)
                    loop.Break();
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
    }

    private LoadedImage Decode(ImageFile file)
    {
        SourceSquare source = SquareReader.Read(file.FullPath, _options.Size, _options.Fit, _options.Channels == 1);
        bool isKept = Interlocked.Add(ref _freeBytes, -source.Square.Data.Length) >= 0;
        if (!isKept)
            Interlocked.Add(ref _freeBytes, source.Square.Data.Length);
        return new LoadedImage(file, isKept ? source.Square : null, source.Hash, source.IsColour, source.Width, source.Height);
    }
}
