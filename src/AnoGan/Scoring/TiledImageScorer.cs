using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Preparing;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>Scores image files by tiles with a model of patches; memory grows with the largest picture, not with their number.</summary>
public sealed class TiledImageScorer : IImageScorer
{
    // Finished pictures are written together until they have this many pixels.
    private const long PixelsOfGroup = 1 << 22;

    // Originals of up to a megapixel are kept for their overlays; larger ones are read a second time.
    private const long MaxKeptPixels = 1 << 20;

    private readonly ModelManifest _manifest;
    private readonly ScoreRule _rule;
    private readonly TileScorer _scorer;

    /// <summary>Prepares scoring; the model's networks are moved to the device.</summary>
    /// <param name="model">A loaded model of patches; stays the caller's.</param>
    /// <param name="options">The search.</param>
    /// <param name="stride">Pixels of the prepared picture from one tile to the next.</param>
    /// <param name="rule">What scores mean.</param>
    /// <param name="device">Where to search.</param>
    /// <exception cref="ArgumentException">The model sees whole pictures.</exception>
    public TiledImageScorer(TrainedModel model, SearchOptions options, int stride, ScoreRule rule, Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        _manifest = model.Manifest;
        _rule = rule;
        if (_manifest.Calibration.Tiles is not { } scales)
            throw new ArgumentException("a model of whole pictures has no tiles", nameof(model));
        model.MoveTo(device);
        var search = new ImageSearch(model.Networks, _manifest.Network, options, device);
        _scorer = new TileScorer(search, new TileRule(model.Metric, _manifest.Network, search.HasEncoder, _manifest.Calibration.Terms, scales), stride);
    }

    /// <summary>Told after each tile how many are done, of all images together.</summary>
    public Action<long>? Tiles { get; init; }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var waiting = new Queue<ReadImage>();
        var group = new List<ScoredImage>();
        long pixels = 0;
        var clock = Stopwatch.StartNew();
        foreach (TiledImage tiled in _scorer.Run(Read(files, waiting), Tiles, cancellation))
        {
            while (waiting.Peek().Error is { } error)
                group.Add(new ScoredImage { File = waiting.Dequeue().File, Error = error });
            group.Add(Result(waiting.Dequeue(), tiled, clock.Elapsed.TotalSeconds));
            clock.Restart();
            pixels += (long)tiled.Maps.Width * tiled.Maps.Height;
            if (pixels < PixelsOfGroup)
                continue;
            yield return group;
            (group, pixels) = ([], 0);
            clock.Restart();
        }

        group.AddRange(waiting.Select(read => new ScoredImage { File = read.File, Error = read.Error }));
        if (group.Count > 0)
            yield return group;
    }

    private IEnumerable<PreparedImage> Read(IReadOnlyList<ImageFile> files, Queue<ReadImage> waiting)
    {
        foreach (ImageFile file in files)
        {
            PreparedImage prepared;
            try
            {
                DecodedImage decoded = DecodedImage.Read(file.FullPath, toGrey: _manifest.Network.Channels == 1);
                if (_manifest.Network.Channels == 1 && decoded.IsColour && _manifest.Data.ColourImages == 0)
                    throw new AnoGanException($"{file.FullPath}: a colour picture, but the training images are grey (1 channel); convert it to grey, or train with --channels 3 on colour pictures");
                prepared = _manifest.Preparation.Apply(decoded.Lean, file.FullPath);
                bool isKept = (long)decoded.Original.Width * decoded.Original.Height <= MaxKeptPixels;
                waiting.Enqueue(new ReadImage(file, isKept ? decoded.Original : null, decoded.IsColour, null));
            }
            catch (AnoGanException e)
            {
                waiting.Enqueue(new ReadImage(file, null, false, e.Message));
                continue;
            }

            yield return prepared;
        }
    }

    private ScoredImage Result(ReadImage read, TiledImage tiled, double seconds)
    {
        if (tiled.Tiles.Count == 0)
            return new ScoredImage { File = read.File, Error = $"{read.File.FullPath}: no object in the prepared picture, so nothing can be compared; see the model's preparation, {_manifest.Preparation}" };
        AnomalyScore score = _rule.Apply(TileSummary.Of(tiled, _manifest.Calibration.Tiles!));
        if (!double.IsFinite(score.Score) || !double.IsFinite(score.ZNorm))
            return new ScoredImage { File = read.File, Error = $"{read.File.FullPath}: the search diverged (score {score.Score}); lower --lr" };
        return new ScoredImage
        {
            File = read.File,
            Score = score,
            Converged = tiled.Tiles.All(tile => tile.Converged),
            Steps = tiled.Tiles.Sum(tile => tile.Steps),
            Seconds = seconds,
            Original = read.Original,
            IsColour = read.IsColour,
            Maps = tiled.Maps,
            Tiles = [.. tiled.Tiles.Select(tile => tiled.Maps.BoxOf(tile, _manifest.Network.Size))],
        };
    }

    private sealed record ReadImage(ImageFile File, Imaging.PixelImage? Original, bool IsColour, string? Error);
}
