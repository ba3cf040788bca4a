using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>Searches normal images to learn in which metric to compare, and how normal images score.</summary>
internal static class Calibrator
{
    /// <summary>Fits the metric of normal images' spread.</summary>
    /// <param name="images">
    /// Normal images of the networks' size and channels; those that the networks were trained on will do.
    /// </param>
    /// <param name="search">The search that scoring will use. With an encoder no step of it is needed.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static NormalMetric FitMetric(
        ImageSet images, ImageSearch search, Action<int, int>? progress = null, CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(search);
        return FitMetric(Inputs(images), images.Count, search, progress, cancellation);
    }

    /// <summary>Fits the metric to images that come one after another.</summary>
    internal static NormalMetric FitMetric(
        IEnumerable<SearchInput> images, int count, ImageSearch search, Action<int, int>? progress,
        CancellationToken cancellation)
    {
        ImageSearch started = search.HasEncoder ? search.WithoutSteps() : search;
        return NormalMetric.Fit(
            started.Run(images, cancellation), search.HasEncoder, done => progress?.Invoke(done, count));
    }

    /// <summary>Scores normal images and keeps the distributions.</summary>
    /// <param name="scale">Normal images that say how each term is distributed.</param>
    /// <param name="normal">
    /// Normal images whose scores are kept; none of them among the others, or p-values come out too small.
    /// </param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="isHeldOut">Whether training saw neither the kept images nor their like.</param>
    /// <param name="folder">Name of the folder they came from.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static Calibration Run(
        ImageSet scale, ImageSet normal, ImageSearch search, NormalMetric metric, bool isHeldOut, string folder,
        Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(search);
        int total = scale.Count + normal.Count;
        var scaleTerms = new List<ScoreTerms>();
        foreach ((_, ScoreTerms terms, _) in Searched(scale, search, metric, cancellation))
        {
            scaleTerms.Add(terms);
            progress?.Invoke(scaleTerms.Count, total);
        }

        TermScales scales = ScoreTerms.ScalesOf(scaleTerms);
        List<double> scores = [], paperScores = [], residuals = [], featureDistances = [], peaks = [];
        var pixels = new List<float>();
        foreach ((SearchResult result, ScoreTerms terms, float[] map) in Searched(normal, search, metric, cancellation))
        {
            scores.Add(terms.Combine(scales));
            paperScores.Add(ScoreRule.PaperScore(result, search.Options.Lambda));
            residuals.Add(result.Residual);
            featureDistances.Add(result.FeatureDistance);
            bool[]? foreground = normal.Foreground(result.Index);
            pixels.AddRange(ResidualMap.Compared(map, foreground));
            peaks.Add(PeakOf(new SquareMaps(normal.Geometry(result.Index), map, result.Generated, foreground)));
            progress?.Invoke(scale.Count + scores.Count, total);
        }

        return new Calibration
        {
            IsHeldOut = isHeldOut,
            Search = search.Options,
            Stride = null,
            Folder = folder,
            Terms = scales,
            Scores = [.. scores.Order()],
            PaperScores = [.. paperScores.Order()],
            Residuals = [.. residuals.Order()],
            FeatureDistances = [.. featureDistances.Order()],
            HeatmapScale = HeatmapScale.Of(pixels),
            Tiles = null,
            RegionPeaks = [.. peaks.Order()],
            RegionArea = RegionRule.DefaultMinArea,
        };
    }

    /// <summary>From which threshold on a map shows no region.</summary>
    internal static double PeakOf(IScoreMaps maps) =>
        RegionPeak.Of(maps.MapAtSource(), maps.Width, maps.Height, RegionRule.DefaultMinArea);

    private static IEnumerable<(SearchResult Result, ScoreTerms Terms, float[] Map)> Searched(
        ImageSet images, ImageSearch search, NormalMetric metric, CancellationToken cancellation)
    {
        float[] pixels = new float[images.Channels * images.Size * images.Size];
        foreach (SearchResult result in search.Run(Inputs(images), cancellation))
        {
            images.FillBatch([result.Index], pixels);
            bool[]? foreground = images.Foreground(result.Index);
            float[] map = ResidualMap.Of(pixels, result.Generated, images.Channels, foreground);
            yield return (
                result, ScoreTerms.Of(pixels, result, metric, search.Spec, search.HasEncoder, foreground), map);
        }
    }

    private static IEnumerable<SearchInput> Inputs(ImageSet images)
    {
        for (int i = 0; i < images.Count; i++)
        {
            float[] pixels = new float[images.Channels * images.Size * images.Size];
            images.FillBatch([i], pixels);
            yield return new SearchInput(pixels, images.PixelHash(i));
        }
    }
}
