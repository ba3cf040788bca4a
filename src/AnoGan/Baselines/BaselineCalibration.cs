using AnoGan.Data;
using AnoGan.Method;
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
    /// <param name="training">Places of those that the baseline was made from, in its order.</param>
    /// <param name="heldOut">Places of those held out; may be empty.</param>
    /// <param name="wishedRate">The wished false-positive rate, above 0 and below 1.</param>
    /// <param name="most">The most training images that are looked at where none are held out.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static BaselineCalibration Run(
        IBaseline baseline, ImageSet images, IReadOnlyList<int> training, IReadOnlyList<int> heldOut, double wishedRate,
        int most, CancellationToken cancellation)
    {
        bool isHeldOut = heldOut.Count > 0;
        int[] places = [.. isHeldOut ? heldOut : Enumerable.Range(0, Math.Min(training.Count, most))];
        var scores = new List<double>();
        var residuals = new List<float>();
        foreach (int[] batch in places.Chunk(baseline.Capacity))
        {
            cancellation.ThrowIfCancellationRequested();
            float[][] values = Array.ConvertAll(
                batch, place => BaselineValues.Of(images, isHeldOut ? place : training[place]));
            IReadOnlyList<float[]> found = isHeldOut
                ? baseline.Reconstruct(values)
                : baseline.ReconstructTraining(batch);
            for (int n = 0; n < batch.Length; n++)
            {
                scores.Add(BaselineValues.MeanSquare(values[n], found[n]));
                residuals.AddRange(
                    ResidualMap.Compared(
                        ResidualMap.Of(values[n], found[n], images.Channels),
                        images.Foreground(isHeldOut ? batch[n] : training[batch[n]])));
            }
        }

        return Of(isHeldOut ? scores : [], Scoring.HeatmapScale.Of(residuals), wishedRate);
    }

    /// <summary>
    /// Scores held-out pictures by tiles, or training pictures for the brightness alone where there are none.
    /// </summary>
    /// <param name="reconstructor">Reconstructs pictures with the baseline.</param>
    /// <param name="pictures">All pictures of the training folder.</param>
    /// <param name="training">Places of those that the baseline was made from.</param>
    /// <param name="heldOut">Places of those held out; may be empty.</param>
    /// <param name="wishedRate">The wished false-positive rate, above 0 and below 1.</param>
    /// <param name="most">The most training pictures that are looked at where none are held out.</param>
    /// <param name="folder">The training folder, for the message.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">None of the pictures shows an object.</exception>
    public static BaselineCalibration Run(
        TileReconstructor reconstructor, PatchSet pictures, IReadOnlyList<int> training, IReadOnlyList<int> heldOut,
        double wishedRate, int most, string folder, CancellationToken cancellation)
    {
        bool isHeldOut = heldOut.Count > 0;
        var scores = new List<double>();
        long[] levels = new long[ushort.MaxValue + 1];
        IEnumerable<int> places = isHeldOut ? heldOut : training.Take(most);
        foreach (
            ReconstructedPicture picture in reconstructor
                .Run(places.Select(pictures.Prepared), cancellation)
                .Where(picture => picture.IsCompared))
        {
            scores.Add(picture.Score);
            int[] more = picture.ToMaps().Levels;
            for (int level = 0; level < levels.Length; level++)
                levels[level] += more[level];
        }

        if (scores.Count == 0)
            throw new AnoGanException($"{folder}: none of {places.Count()} images shows an object, expected some; "
                + "look at what --prepare leaves of them");
        return Of(isHeldOut ? scores : [], Scoring.HeatmapScale.Of(levels), wishedRate);
    }

    /// <summary>What a score says beside those of held-out images.</summary>
    /// <param name="score">The score.</param>
    /// <param name="residual">mean |x - r|, in [0,1] units.</param>
    public AnomalyScore ScoreOf(double score, double residual) => new()
    {
        Score = score,
        PValue = HeldOutScores.Count > 0 ? Conformal.PValue(HeldOutScores, score) : double.NaN,
        IsAnomaly = score > Threshold,
        Residual = residual,
    };

    private static BaselineCalibration Of(List<double> heldOutScores, double scale, double wishedRate)
    {
        if (heldOutScores.Count == 0)
            return new BaselineCalibration { HeldOutScores = [], HeatmapScale = scale };
        heldOutScores.Sort();
        double rate = Conformal.RateFor(heldOutScores.Count, wishedRate);
        return new BaselineCalibration
        {
            HeldOutScores = heldOutScores,
            HeatmapScale = scale,
            Rate = rate,
            Threshold = Conformal.Threshold(heldOutScores, rate),
        };
    }
}
