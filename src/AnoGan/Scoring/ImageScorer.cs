using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Imaging;
using AnoGan.Models;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>Scores image files with a model, batch by batch, so that memory does not grow with their number.</summary>
public sealed class ImageScorer
{
    // Originals of up to a megapixel are kept for the overlays of their batch; larger ones are read a second time.
    private const int MaxKeptPixels = 1 << 20;

    private readonly TrainedModel _model;
    private readonly SearchOptions _options;
    private readonly BatchSearch _search;
    private readonly int _threads;

    /// <summary>Prepares scoring; the model's networks are moved to the device.</summary>
    /// <param name="model">A loaded model; stays the caller's.</param>
    /// <param name="options">The search.</param>
    /// <param name="device">Where to search.</param>
    /// <param name="threads">How many files are decoded at the same time; changes no result.</param>
    public ImageScorer(TrainedModel model, SearchOptions options, Device device, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = options;
        _threads = threads;
        model.MoveTo(device);
        _search = new BatchSearch(model.Manifest.Network, model.Generator, model.Critic, options, device);
    }

    /// <summary>Scores files one batch after another.</summary>
    /// <param name="files">Any number of files.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Batches of one result a file, in the order given; a file that cannot be scored has an error instead of a score.</returns>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (ImageFile[] batch in files.Chunk(_search.Capacity))
            yield return ScoreBatch(batch, cancellation);
    }

    private ScoredImage[] ScoreBatch(ImageFile[] files, CancellationToken cancellation)
    {
        var sources = new SourceSquare?[files.Length];
        var results = new ScoredImage[files.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, files.Length, parallel, i =>
        {
            try
            {
                sources[i] = Read(files[i]);
            }
            catch (AnoGanException e)
            {
                results[i] = new ScoredImage { File = files[i], Error = e.Message };
            }
        });

        int[] good = [.. Enumerable.Range(0, files.Length).Where(i => sources[i] is not null)];
        if (good.Length == 0)
            return results;

        var clock = Stopwatch.StartNew();
        SearchResult found = _search.Run(
            [.. good.Select(i => sources[i]!.Square)], [.. good.Select(i => (ReadOnlyMemory<byte>)sources[i]!.Hash)], cancellation);
        double seconds = clock.Elapsed.TotalSeconds / good.Length;
        for (int row = 0; row < good.Length; row++)
            results[good[row]] = Result(files[good[row]], sources[good[row]]!, found, row, seconds);
        return results;
    }

    private SourceSquare Read(ImageFile file)
    {
        ModelManifest manifest = _model.Manifest;
        bool isGrey = manifest.Network.Channels == 1;
        SourceSquare source = SquareReader.Read(file.FullPath, manifest.Network.Size, manifest.Fit, isGrey);
        if (isGrey && source.IsColour && manifest.Data.ColourImages == 0)
            throw new AnoGanException($"{file.FullPath}: a colour picture, but the model was trained on grey ones (1 channel); convert it to grey, or train with --channels 3 on colour pictures");
        return (long)source.Width * source.Height <= MaxKeptPixels ? source : source with { Original = null };
    }

    private ScoredImage Result(ImageFile file, SourceSquare source, SearchResult found, int row, double seconds)
    {
        int channels = _model.Manifest.Network.Channels, size = _model.Manifest.Network.Size;
        int length = channels * size * size;
        float[] image = new float[length];
        PixelTensor.Fill(source.Square, channels, image);
        float[] generated = found.Generated.AsSpan(row * length, length).ToArray();
        float[] map = ResidualMap.Of(image, generated, channels);
        AnomalyScore score = AnomalyScore.Of(found, row, map, size, _options.Lambda);
        if (!double.IsFinite(score.Score) || !double.IsFinite(score.ZNorm))
            return new ScoredImage { File = file, Error = $"{file.FullPath}: the search diverged (score {score.Score}); lower --lr" };
        return new ScoredImage
        {
            File = file,
            Score = score,
            Steps = _options.Steps * _options.Restarts,
            Seconds = seconds,
            Original = source.Original,
            IsColour = source.IsColour,
            Geometry = FitGeometry.For(source.Width, source.Height, size, _model.Manifest.Fit),
            ResidualMap = map,
            Generated = generated,
        };
    }
}
