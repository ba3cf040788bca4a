using AnoGan.Data;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>Scores normal images to learn how normal images score.</summary>
public static class Calibrator
{
    /// <summary>Searches all images of a set and keeps the distributions.</summary>
    /// <param name="images">Normal images of the networks' size and channels.</param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="lambda">λ of the score.</param>
    /// <param name="isHeldOut">Whether training did not see these images.</param>
    /// <param name="progress">Told after every batch how many images are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static Calibration Run(
        ImageSet images, BatchSearch search, double lambda, bool isHeldOut, Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(search);
        int length = images.Channels * images.Size * images.Size;
        float[] pixels = new float[length];
        var scores = new List<AnomalyScore>();
        var residuals = new List<float>();
        foreach (int[] batch in Enumerable.Range(0, images.Count).Chunk(search.Capacity))
        {
            SearchResult result = search.Run([.. batch.Select(images.Square)], [.. batch.Select(images.PixelHash)], cancellation);
            for (int n = 0; n < batch.Length; n++)
            {
                images.FillBatch([batch[n]], pixels);
                float[] map = ResidualMap.Of(pixels, result.Generated.AsSpan(n * length, length), images.Channels);
                scores.Add(AnomalyScore.Of(result, n, map, images.Size, lambda));
                residuals.AddRange(map);
            }

            progress?.Invoke(scores.Count, images.Count);
        }

        residuals.Sort();
        return new Calibration
        {
            IsHeldOut = isHeldOut,
            Scores = [.. scores.Select(s => s.Score).Order()],
            Residuals = [.. scores.Select(s => s.Residual).Order()],
            FeatureDistances = [.. scores.Select(s => s.FeatureDistance).Order()],

            // A generator that is perfect on every pixel would leave a scale of 0: one grey level of 8 bits is the least.
            HeatmapScale = Math.Max(residuals[(int)(0.999 * (residuals.Count - 1))], 1.0 / 255),
        };
    }
}
