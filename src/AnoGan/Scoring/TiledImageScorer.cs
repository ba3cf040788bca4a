using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>
/// Scores image files by tiles with a model of patches; memory grows with the largest picture, not with their number.
/// </summary>
public sealed class TiledImageScorer : IImageScorer
{
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
        var search = new ImageSearch(model.Networks, _manifest.Setup.Network, options, device);
        _scorer = new TileScorer(
            search,
            new TileRule(model.Metric, _manifest.Setup.Network, search.HasEncoder, _manifest.Calibration.Terms, scales),
            stride);
    }

    /// <summary>Told after each tile how many are done, of all images together.</summary>
    public Action<long>? Tiles { get; init; }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var reader = new PictureReader
        {
            Channels = _manifest.Setup.Network.Channels,
            Preparation = _manifest.Setup.Preparation,
            IsTrainedOnGrey = _manifest.Setup.Data.ColourImages == 0,
        };
        return TiledFiles.Score(files, reader, pictures => _scorer.Run(pictures, Tiles, cancellation), Result);
    }

    private ScoredImage Result(ReadPicture read, TiledImage tiled, double seconds)
    {
        if (tiled.Tiles.Count == 0)
            return TiledFiles.Empty(read, _manifest.Setup.Preparation);
        AnomalyScore score = _rule.Apply(TileSummary.Of(tiled, _manifest.Calibration.Tiles!));
        if (!double.IsFinite(score.Score) || !double.IsFinite(score.ZNorm))
            return new ScoredImage { File = read.File, Error = $"{read.File.Name}: the search diverged (score "
                + $"{score.Score}); lower --lr" };
        return new ScoredImage
        {
            File = read.File,
            Score = score,
            Converged = tiled.Tiles.All(tile => tile.Converged),
            Steps = tiled.Tiles.Sum(tile => tile.Steps),
            Seconds = seconds,
            Original = read.Original,
            IsColour = read.IsColour,
            GreatestWord = read.GreatestWord,
            Maps = tiled.Maps,
            Tiles = [.. tiled.Tiles.Select(tile => tiled.Maps.BoxOf(tile, _manifest.Setup.Network.Size))],
        };
    }
}
