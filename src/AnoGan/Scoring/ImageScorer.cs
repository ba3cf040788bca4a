using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Results;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>
/// Scores image files with a model of whole pictures or of patches. Memory grows with a batch of squares and with the
/// largest picture, not with the number of files.
/// </summary>
public sealed class ImageScorer
{
    private readonly FileScorer<SearchResult> _scorer;

    /// <summary>Prepares scoring; the model's networks are moved to the device.</summary>
    /// <param name="model">A loaded model; stays the caller's.</param>
    /// <param name="options">The search.</param>
    /// <param name="rule">What scores mean, and for a model of patches the stride of its tiles.</param>
    /// <param name="device">Where to search.</param>
    /// <param name="threads">
    /// How many files are decoded, and how many results judged, at the same time; changes no result.
    /// </param>
    public ImageScorer(TrainedModel model, SearchOptions options, ScoreRule rule, Device device, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rule);
        ModelManifest manifest = model.Manifest;
        NetworkSpec spec = manifest.Setup.Network;
        model.MoveTo(device);
        var shape = new SquareShape(spec.Size, spec.Channels, rule.Stride);
        _scorer = new FileScorer<SearchResult>(
            new SquareScorer<SearchResult>(
                new SearchReconstructor(new ImageSearch(model.Networks, spec, options, device)),
                RuleOf(model, options), shape, threads,
                PretrainedComparison.With(model.Networks.Pretrained, model.Metric.Pretrained)),
            shape, manifest.Setup.Fit, manifest.Setup.Preparation,
            isTrainedOnGrey: manifest.Setup.Data.ColourImages == 0, threads, rule.Judge,
            model.Networks.Pretrained?.Size);
    }

    /// <summary>Told after each tile how many are done, of all images together; not of whole pictures.</summary>
    public Action<long>? Tiles
    {
        get => _scorer.Tiles;
        init => _scorer.Tiles = value;
    }

    /// <summary>Scores files, reading the next ones as earlier ones are finished.</summary>
    /// <param name="files">Any number of files, or of pictures in memory.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Groups of one result a file, in the order given; a file that cannot be scored has an error instead of a score.
    /// </returns>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return _scorer.Score(files, cancellation);
    }

    /// <summary>The formulas of a model.</summary>
    internal static IScoreRule<SearchResult> RuleOf(TrainedModel model, SearchOptions options)
    {
        (NetworkSpec spec, Calibration calibration) = (model.Manifest.Setup.Network, model.Manifest.Calibration);
        bool hasEncoder = model.Networks.Encoder is not null;
        return calibration.Tiles is { } tiles
            ? new TileRule(
                model.Metric, spec, hasEncoder, options.Lambda, tiles, calibration.Pixel, calibration.Joint,
                calibration.DefectPixel, calibration.Position)
            : new WholeRule(
                model.Metric, spec, hasEncoder, options.Lambda, calibration.Joint, calibration.Pixel,
                calibration.DefectPixel, calibration.Position);
    }

    /// <summary>Scores and verdicts one picture after another, decoded by whoever gives them.</summary>
    internal FileScorer<SearchResult> Files => _scorer;
}

/// <summary>From files to scored images: reading, a <see cref="SquareScorer{TFound}"/>, and verdicts.</summary>
/// <typeparam name="TFound">What is found for a square.</typeparam>
/// <param name="scorer">Scores the pictures.</param>
/// <param name="shape">How pictures become squares.</param>
/// <param name="fit">What happens to pictures that are not square.</param>
/// <param name="preparation">What is done with every picture before.</param>
/// <param name="isTrainedOnGrey">Whether no picture trained on was in colour.</param>
/// <param name="threads">How many files are decoded at the same time.</param>
/// <param name="viewSize">Side of what a pretrained network sees, in pixels; null without one.</param>
/// <param name="verdict">What the numbers of a picture say beside those of normal images.</param>
internal sealed class FileScorer<TFound>(
    SquareScorer<TFound> scorer, SquareShape shape, FitMode fit, Preparation preparation, bool isTrainedOnGrey,
    int threads, Func<SquareNumbers, AnomalyScore> verdict, int? viewSize = null)
{
    private readonly PictureReader _reader = new()
    {
        Shape = shape,
        Fit = fit,
        Prepare = preparation.Apply,
        Roi = preparation.Roi,
        ToGrey = shape.Channels == 1,
        ViewSize = viewSize,
    };

    /// <summary>Told after each tile how many are done, of all images together.</summary>
    public Action<long>? Tiles { get; set; }

    /// <summary>How many squares are reconstructed together.</summary>
    public int Batch => scorer.Batch;

    /// <summary>As <see cref="ImageScorer.Score"/>.</summary>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation) => Score(
            _reader.ReadToScore(
                files, isTrainedOnGrey, group: Math.Max(scorer.Batch / 4, 1), threads, cancellation),
            cancellation);

    /// <summary>Reads a picture for <see cref="Score(IEnumerable{ReadPicture}, CancellationToken)"/>.</summary>
    /// <param name="file">The file, or what messages call the picture.</param>
    /// <param name="decode">Gives the picture in place of the file; null to read that.</param>
    /// <returns>The picture as the networks are to see it, or why there is none; touches no tensor.</returns>
    public ReadPicture Read(ImageFile file, Func<PixelImage>? decode = null) =>
        _reader.ReadToScore(file, isTrainedOnGrey, decode);

    /// <summary>Scores pictures that are read, taking the next ones as earlier ones are finished.</summary>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IEnumerable<ReadPicture> pictures, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        foreach (
            IReadOnlyList<PictureAssembly> group in scorer.Run(
                pictures, shape.Stride is null ? null : Tiles, cancellation))
        {
            double seconds =
                clock.Elapsed.TotalSeconds / Math.Max(group.Count(picture => picture.Squares.Count > 0), 1);
            yield return [.. group.Select(picture => Result(picture, seconds))];
            clock.Restart();
        }
    }

    private ScoredImage Result(PictureAssembly picture, double seconds)
    {
        ReadPicture source = picture.Source;
        ImageFile file = source.File;
        if (source.Error is not null)
            return new ScoredImage { File = file, Error = source.Error };
        if (picture.Squares.Count == 0)
            return new ScoredImage
            {
                File = file,
                Error = $"{file.Name}: no object in the prepared picture, so nothing can be compared; see what "
                    + $"--prepare {preparation} leaves of it",
            };

        SquareNumbers numbers = scorer.Rule.Sum(picture);
        AnomalyScore score = verdict(numbers);
        if (numbers.Converged is not null && (!double.IsFinite(score.Score) || !double.IsFinite(score.ZNorm)))
            return new ScoredImage
            {
                File = file, Error = $"{file.Name}: the search diverged (score {score.Score}); lower --lr",
            };
        return new ScoredImage
        {
            File = file,
            Score = score,
            Converged = numbers.Converged,
            Steps = numbers.Steps,
            Seconds = seconds,
            Original = source.Original,
            Tiles = picture.Boxes,
            IsColour = source.IsColour,
            GreatestWord = source.GreatestWord,
            Maps = picture.Maps,
        };
    }
}
