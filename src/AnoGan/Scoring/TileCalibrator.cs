using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>
/// Learns from normal pictures in which metric their patches are compared, and how tiles, pixels and whole pictures
/// score.
/// </summary>
internal static class TileCalibrator
{
    private const int MetricPatches = 2000, SearchedPatches = 300, TexturePatches = 4000, ScalePatches = 1000;

    // Pictures are scored until they made up this many tiles, and at least so many pictures.
    private const long MaxTiles = 20_000;
    private const int MinPictures = 20;

    /// <summary>Fits the metric of normal patches.</summary>
    /// <param name="pictures">Normal pictures; those that the networks were trained on will do.</param>
    /// <param name="search">The search that scoring will use. With an encoder no step of it is needed.</param>
    /// <param name="stride">Pixels from one tile to the next.</param>
    /// <param name="seed">From which the patches are derived.</param>
    /// <param name="progress">Told how many patches are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static NormalMetric FitMetric(
        PatchSet pictures, ImageSearch search, int stride, ulong seed, Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(search);
        IReadOnlyList<float[]> patches = pictures.Sample(
            TexturePatches, stride, SeededRandom.Derive(seed, "metric-patches"), cancellation);
        float[][] textures =
        [
            .. patches.Select(patch => PatchTexture.Of(patch, search.Spec.Channels, search.Spec.Size)),
        ];
        var texture = NormalTexture.Fit(textures);

        // Every n-th, for they stand in the order of the pictures.
        int step = Math.Max(patches.Count / (search.HasEncoder ? MetricPatches : SearchedPatches), 1);
        float[][] searched = [.. patches.Where((_, i) => i % step == 0)];
        NormalMetric found = Calibrator.FitMetric(
            searched.Select(TileScorer.InputOf), searched.Length, search, progress, cancellation);
        return found with { Texture = texture };
    }

    /// <summary>Scores normal pictures and keeps the distributions.</summary>
    /// <param name="scale">Normal pictures that say how everything measured is distributed.</param>
    /// <param name="normal">
    /// Normal pictures whose scores are kept; none of them among the others, or p-values come out too small.
    /// </param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="stride">Pixels from one tile to the next.</param>
    /// <param name="isHeldOut">Whether training saw neither the kept pictures nor their like.</param>
    /// <param name="folder">Name of the folder they came from.</param>
    /// <param name="seed">From which patches are derived.</param>
    /// <param name="progress">Told how many pictures are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">None of the pictures shows an object.</exception>
    public static Calibration Run(
        PatchSet scale, PatchSet normal, ImageSearch search, NormalMetric metric, int stride, bool isHeldOut,
        string folder, ulong seed, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(search);
        (TermScales terms, TileScales scales) = ScalesOfPatches(scale, search, metric, stride, seed, cancellation);
        var scorer = new TileScorer(
            search, new TileRule(metric, search.Spec, search.HasEncoder, terms, scales), stride);

        // Spot and Whole are known once the rule above has scored whole pictures.
        int done = 0, total = scale.Count + normal.Count;
        IEnumerable<TiledImage> Score(PatchSet pictures, int before)
        {
            long tiles = 0;
            done = before;
            foreach (
                TiledImage image in scorer.Run(
                    Enumerable.Range(0, pictures.Count).Select(pictures.Prepared), null, cancellation))
            {
                progress?.Invoke(++done, total);
                if (image.Tiles.Count == 0)
                    continue;
                yield return image;
                tiles += image.Tiles.Count;
                if (tiles >= MaxTiles && done - before >= MinPictures)
                    yield break;
            }
        }

        var summaries = Score(scale, before: 0).Select(image => (image.Spot, image.Whole)).ToList();
        if (summaries.Count == 0)
            throw new AnoGanException($"{folder}: none of the images shows an object, expected some; look at what "
                + "--prepare leaves of them");
        scales = scales with
        {
            Spot = TermScale.Of([.. summaries.Select(s => s.Spot)]),
            Whole = TermScale.Of([.. summaries.Select(s => s.Whole)]),
        };

        List<TileSummary> found = [];
        List<double> peaks = [];
        long[] levels = new long[ushort.MaxValue + 1];
        foreach (TiledImage image in Score(normal, scale.Count))
        {
            found.Add(TileSummary.Of(image, scales));
            peaks.Add(Calibrator.PeakOf(image.Maps));
            for (int level = 0; level < levels.Length; level++)
                levels[level] += image.Levels[level];
        }

        if (found.Count == 0)
            throw new AnoGanException($"{folder}: none of the images shows an object, expected some; look at what "
                + "--prepare leaves of them");
        progress?.Invoke(total, total);
        return new Calibration
        {
            IsHeldOut = isHeldOut,
            Search = search.Options,
            Stride = stride,
            Folder = folder,
            Terms = terms,
            Scores = [.. found.Select(f => f.Score).Order()],
            PaperScores = [.. found.Select(f => f.PaperScore).Order()],
            Residuals = [.. found.Select(f => f.Residual).Order()],
            FeatureDistances = [.. found.Select(f => f.FeatureDistance).Order()],
            HeatmapScale = HeatmapScale.Of(levels),
            Tiles = scales,
            RegionPeaks = [.. peaks.Order()],
            RegionArea = RegionRule.DefaultMinArea,
        };
    }

    private static (TermScales Terms, TileScales Tiles) ScalesOfPatches(
        PatchSet pictures, ImageSearch search, NormalMetric metric, int stride, ulong seed,
        CancellationToken cancellation)
    {
        IReadOnlyList<float[]> patches = pictures.Sample(
            ScalePatches, stride, SeededRandom.Derive(seed, "scale-patches"), cancellation);
        int channels = search.Spec.Channels,
            size = search.Spec.Size;
        List<ScoreTerms> terms = [];
        List<double> textures = [], residuals = [];
        foreach (SearchResult result in search.Run(patches.Select(TileScorer.InputOf), cancellation))
        {
            float[] patch = patches[result.Index];
            terms.Add(ScoreTerms.Of(patch, result, metric, search.Spec, search.HasEncoder));
            textures.Add(metric.Texture!.LogDistance(PatchTexture.Of(patch, channels, size)));
            residuals.AddRange(
                TileRule
                    .SmoothResidual(patch, TileRule.Reference(result, search.HasEncoder), channels, size)
                    .Select(r => TileRule.LogResidual(r)));
        }

        TermScales scales = ScoreTerms.ScalesOf(terms);
        var unknown = new TermScale(0, 0, 0, 1);
        return (
            scales,
            new TileScales(
                TermScale.Of(textures), TermScale.Of([.. terms.Select(t => t.Combine(scales))]),
                TermScale.Of(residuals), unknown, unknown));
    }
}
