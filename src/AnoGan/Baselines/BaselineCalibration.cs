using AnoGan.Data;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>How normal images score under a baseline.</summary>
internal sealed record BaselineCalibration
{
    /// <summary>Scores of images that the baseline was not made from, ascending; empty where none were held out.</summary>
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
        IBaseline baseline, ImageSet images, IReadOnlyList<int> training, IReadOnlyList<int> heldOut, double wishedRate, int most,
        CancellationToken cancellation)
    {
        bool isHeldOut = heldOut.Count > 0;
        int[] places = [.. isHeldOut ? heldOut : Enumerable.Range(0, Math.Min(training.Count, most))];
        var scores = new List<double>();
        var residuals = new List<float>();
        foreach (int[] batch in places.Chunk(baseline.Capacity))
        {
            cancellation.ThrowIfCancellationRequested();
            float[][] values = Array.ConvertAll(batch, place => BaselineValues.Of(images, isHeldOut ? place : training[place]));
            IReadOnlyList<float[]> found = isHeldOut ? baseline.Reconstruct(values) : baseline.ReconstructTraining(batch);
            for (int n = 0; n < batch.Length; n++)
            {
                scores.Add(BaselineValues.MeanSquare(values[n], found[n]));
                residuals.AddRange(ResidualMap.Of(values[n], found[n], images.Channels));
            }
        }

        double scale = Scoring.HeatmapScale.Of(residuals);
        if (!isHeldOut)
            return new BaselineCalibration { HeldOutScores = [], HeatmapScale = scale };
        scores.Sort();
        double rate = Conformal.RateFor(scores.Count, wishedRate);
        return new BaselineCalibration
        {
            HeldOutScores = scores,
            HeatmapScale = scale,
            Rate = rate,
            Threshold = Conformal.Threshold(scores, rate),
        };
    }
}
