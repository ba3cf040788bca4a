using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>How normal images score under a baseline.</summary>
internal sealed record BaselineCalibration
{
    /// <summary>
    /// Scores of images that the baseline was not made from, ascending; empty where none were held out.
    /// </summary>
    public required IReadOnlyList<double> HeldOutScores { get; init; }

    /// <summary>The residual, in [0,1] units, that heatmaps show in their brightest colour.</summary>
    public required double HeatmapScale { get; init; }

    /// <summary>The false-positive rate of the verdicts, or null where no images were held out.</summary>
    public double? Rate { get; init; }

    /// <summary>The score above which an image is called an anomaly, or null where no images were held out.</summary>
    public double? Threshold { get; init; }

    /// <summary>Scores held-out images, or training images for the brightness alone where there are none.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="images">All images of the training folder.</param>
    /// <param name="split">Which the baseline was made from, in its order, and which were held out.</param>
    /// <param name="wishedRate">The wished false-positive rate, above 0 and below 1.</param>
    /// <param name="folder">The training folder, for the message.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">None of the pictures shows an object.</exception>
    public static BaselineCalibration Run(
        Baseline baseline, ImageSet images, HeldOutSplit split, double wishedRate, string folder,
        CancellationToken cancellation)
    {
        bool isHeldOut = split.HeldOut.Count > 0;
        ImageSet scored = images.Subset(split.Calibrating);

        // Training patches are drawn at random: they do not tell which of them a tile is.
        IReconstructor<float[]> reconstructor =
            isHeldOut || images.Shape.Stride is not null || baseline.Compare is not null
                ? baseline
                : new TrainingReconstructor(baseline);
        var rule = new BaselineRule(images.Shape, baseline.HalfDistance);
        var scorer = new SquareScorer<float[]>(
            reconstructor, rule, images.Shape, images.Threads, baseline.Compare);
        var scores = new List<double>();
        var heatmaps = new HeatmapScale();
        foreach (
            PictureAssembly picture in scorer
                .Run(scored.WithViews(baseline.ViewSize).Pictures(), null, cancellation)
                .SelectMany(group => group)
                .Where(picture => picture.Squares.Count > 0))
        {
            scores.Add(rule.Sum(picture).Score);
            heatmaps.Add(picture);
        }

        if (scores.Count == 0)
            throw new AnoGanException($"{folder}: none of {scored.Count} images shows an object, expected some; look "
                + "at what --prepare leaves of them");
        var unjudged = new BaselineCalibration { HeldOutScores = [], HeatmapScale = heatmaps.Value };
        if (!isHeldOut)
            return unjudged;
        scores.Sort();
        double rate = Conformal.RateFor(scores.Count, wishedRate);
        return unjudged with
        {
            HeldOutScores = scores, Rate = rate, Threshold = Conformal.Threshold(scores, rate),
        };
    }

    /// <summary>What the numbers of a picture say beside those of held-out images.</summary>
    public AnomalyScore Judge(SquareNumbers numbers) => new()
    {
        Score = numbers.Score,
        PValue = HeldOutScores.Count > 0 ? Conformal.PValue(HeldOutScores, numbers.Score) : double.NaN,
        IsAnomaly = numbers.Score > Threshold,
        Residual = numbers.Residual,
    };
}
