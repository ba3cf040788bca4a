using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>Scores image files with a model, so that memory does not grow with their number.</summary>
public sealed class ImageScorer : IImageScorer
{
    private const int ChunksAhead = 2;

    private readonly TrainedModel _model;
    private readonly ImageSearch _search;
    private readonly ScoreRule _rule;
    private readonly SquareBatchReader _reader;
    private readonly int _threads;

    /// <summary>Prepares scoring; the model's networks are moved to the device.</summary>
    /// <param name="model">A loaded model; stays the caller's.</param>
    /// <param name="options">The search.</param>
    /// <param name="rule">What the numbers of an image are.</param>
    /// <param name="device">Where to search.</param>
    /// <param name="threads">
    /// How many files are decoded, and how many results judged, at the same time; changes no result.
    /// </param>
    public ImageScorer(TrainedModel model, SearchOptions options, ScoreRule rule, Device device, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelManifest manifest = model.Manifest;
        _model = model;
        _rule = rule;
        _threads = threads;
        model.MoveTo(device);
        _search = new ImageSearch(model.Networks, manifest.Setup.Network, options, device);
        _reader = new SquareBatchReader
        {
            Size = manifest.Setup.Network.Size,
            Channels = manifest.Setup.Network.Channels,
            Fit = manifest.Setup.Fit,
            Preparation = manifest.Setup.Preparation,
            IsTrainedOnGrey = manifest.Setup.Data.ColourImages == 0,
            Threads = threads,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);

        // What was read and waits for the results of images before it, errors included, in the order of the files.
        var waiting = new Queue<(ImageFile File, SourceSquare? Square, string? Error)>();
        var group = new List<(ImageFile File, SourceSquare? Square, string? Error, SearchResult? Found)>();
        var clock = Stopwatch.StartNew();
        foreach (SearchResult result in _search.Run(Read(files, waiting, cancellation), cancellation))
        {
            while (waiting.Peek().Error is { } error)
                group.Add((waiting.Dequeue().File, null, error, null));
            (ImageFile file, SourceSquare? square, _) = waiting.Dequeue();
            group.Add((file, square, null, result));
            if (group.Count < _search.Options.Batch)
                continue;
            yield return WithTime(Judge(group), clock.Elapsed.TotalSeconds);
            group.Clear();
            clock.Restart();
        }

        group.AddRange(waiting.Select(w => (w.File, w.Square, w.Error, (SearchResult?)null)));
        if (group.Count > 0)
            yield return WithTime(Judge(group), clock.Elapsed.TotalSeconds);
    }

    private IEnumerable<SearchInput> Read(
        IReadOnlyList<ImageFile> files, Queue<(ImageFile File, SourceSquare? Square, string? Error)> waiting,
        CancellationToken cancellation)
    {
        ImageFile[][] chunks = [.. files.Chunk(Math.Max(_search.Options.Batch / 4, 1))];
        IEnumerable<(SourceSquare? Square, string? Error)[]> ahead =
            Ahead.Of(stop => chunks.Select(chunk => _reader.Read(chunk, stop)), ChunksAhead, cancellation);
        foreach ((ImageFile[] chunk, (SourceSquare? Square, string? Error)[] read) in chunks.Zip(ahead))
        {
            for (int i = 0; i < chunk.Length; i++)
            {
                waiting.Enqueue((chunk[i], read[i].Square, read[i].Error));
                if (read[i].Square is { } square)
                    yield return new SearchInput(Pixels(square), square.Hash);
            }
        }
    }

    private float[] Pixels(SourceSquare square)
    {
        (int channels, int size) = (_model.Manifest.Setup.Network.Channels, _model.Manifest.Setup.Network.Size);
        float[] pixels = new float[channels * size * size];
        PixelTensor.Fill(square.Square, channels, pixels);
        return pixels;
    }

    private ScoredImage[] Judge(List<(ImageFile File, SourceSquare? Square, string? Error, SearchResult? Found)> group)
    {
        var judged = new ScoredImage[group.Count];
        ParallelWork.For(group.Count, _threads, i => judged[i] = group[i] is { Square: { } square, Found: { } found }
            ? Result(group[i].File, square, found)
            : new ScoredImage { File = group[i].File, Error = group[i].Error });
        return judged;
    }

    private ScoredImage Result(ImageFile file, SourceSquare square, SearchResult found)
    {
        int channels = _model.Manifest.Setup.Network.Channels;
        float[] pixels = Pixels(square), map = ResidualMap.Of(pixels, found.Generated, channels, square.Foreground);
        AnomalyScore score = _rule.Apply(pixels, found, square.Foreground);
        if (!double.IsFinite(score.Score) || !double.IsFinite(score.ZNorm))
            return new ScoredImage { File = file, Error = $"{file.Name}: the search diverged (score {score.Score}); "
                + "lower --lr" };
        return new ScoredImage
        {
            File = file,
            Score = score,
            Converged = found.Converged,
            Steps = found.Steps,
            Original = square.Original,
            IsColour = square.IsColour,
            GreatestWord = square.GreatestWord,
            Maps = new SquareMaps(square.Geometry, map, found.Generated, square.Foreground),
        };
    }

    private static ScoredImage[] WithTime(ScoredImage[] group, double elapsedSeconds)
    {
        double seconds = elapsedSeconds / Math.Max(group.Count(image => image.Error is null), 1);
        return [.. group.Select(image => image.Error is null ? image with { Seconds = seconds } : image)];
    }
}
