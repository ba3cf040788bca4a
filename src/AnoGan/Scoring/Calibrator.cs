using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>
/// Learns from normal pictures in which metric their squares are compared, and how squares, pixels and pictures score.
/// </summary>
internal static class Calibrator
{
    // Patches that stand for their pictures.
    private const int MetricPatches = 2000, SearchedPatches = 300, TexturePatches = 4000, ScalePatches = 1000;

    // Pictures are scored until they made up this many tiles, and at least so many pictures.
    private const long MaxTiles = 20_000;
    private const int MinPictures = 20;

    /// <summary>Fits the metric to how normal squares spread.</summary>
    /// <param name="images">Normal images; those that the networks were trained on will do.</param>
    /// <param name="search">The search that scoring will use. With an encoder no step of it is needed.</param>
    /// <param name="seed">From which patches are derived.</param>
    /// <param name="progress">Told how many squares are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static NormalMetric FitMetric(
        ImageSet images, ImageSearch search, ulong seed, Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        if (images.Shape.Stride is null)
            return FitMetric(images.Squares(), images.Count, search, progress, cancellation);

        IReadOnlyList<float[]> patches = images.Sample(
            TexturePatches, SeededRandom.Derive(seed, "metric-patches"), cancellation);
        float[][] textures =
        [
            .. patches.Select(patch => PatchTexture.Of(patch, search.Spec.Channels, search.Spec.Size)),
        ];
        var texture = NormalTexture.Fit(textures);

        // Every n-th, for they stand in the order of the pictures.
        int step = Math.Max(patches.Count / (search.HasEncoder ? MetricPatches : SearchedPatches), 1);
        Square[] searched = [.. patches.Where((_, i) => i % step == 0).Select(patch => Square.OfTile(patch))];
        return FitMetric(searched, searched.Length, search, progress, cancellation) with { Texture = texture };
    }

    /// <summary>Scores normal images as scoring will.</summary>
    /// <param name="scale">Normal images that say how everything measured is distributed.</param>
    /// <param name="normal">
    /// Normal images whose scores are kept; none of them among the others, or p-values come out too small.
    /// </param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="isHeldOut">Whether training saw neither the kept images nor their like.</param>
    /// <param name="folder">Name of the folder they came from.</param>
    /// <param name="seed">From which patches are derived.</param>
    /// <param name="progress">Told how many images are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">None of the pictures shows an object.</exception>
    public static Calibration Run(
        ImageSet scale, ImageSet normal, ImageSearch search, NormalMetric metric, bool isHeldOut, string folder,
        ulong seed, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        int done = 0, total = scale.Count + normal.Count;
        (NetworkSpec spec, bool hasEncoder, double lambda) = (search.Spec, search.HasEncoder, search.Options.Lambda);
        IScoreRule<SearchResult> rule;
        TermScales terms;
        TileScales? tiles = null;
        if (scale.Shape.Stride is null)
        {
            terms = ScoreTerms.ScalesOf([.. TermsOf(scale.Squares()).Select(measured => measured.Terms)]);
            rule = new WholeRule(metric, spec, hasEncoder, lambda, terms);
        }
        else
        {
            (terms, tiles) = ScalesOfPatches();

            // Spot and Whole are known once the rule of the other scales has scored whole pictures.
            (double Spot, double Whole)[] pictures =
                [.. Scored(scale, TileRuleOf(tiles), before: 0).Select(TileRule.SpotAndWhole)];
            RequireSome(pictures.Length);
            tiles = tiles with
            {
                Spot = TermScale.Of([.. pictures.Select(p => p.Spot)]),
                Whole = TermScale.Of([.. pictures.Select(p => p.Whole)]),
            };
            rule = TileRuleOf(tiles);
        }

        List<SquareNumbers> found = [];
        List<double> peaks = [];
        var heatmaps = new HeatmapScale();
        foreach (PictureAssembly picture in Scored(normal, rule, scale.Count))
        {
            found.Add(rule.Sum(picture));
            heatmaps.Add(picture);
            ScoreMaps maps = picture.Maps;
            peaks.Add(RegionPeak.Of(maps.MapAtSource(), maps.Width, RegionRule.DefaultMinArea));
        }

        RequireSome(found.Count);
        if (done < total)
            progress?.Invoke(total, total);
        return new Calibration
        {
            IsHeldOut = isHeldOut,
            Search = search.Options,
            Stride = scale.Shape.Stride,
            Folder = folder,
            Terms = terms,
            Scores = [.. found.Select(f => f.Score).Order()],
            PaperScores = [.. found.Select(f => f.PaperScore).Order()],
            Residuals = [.. found.Select(f => f.Residual).Order()],
            FeatureDistances = [.. found.Select(f => f.FeatureDistance).Order()],
            HeatmapScale = heatmaps.Value,
            Tiles = tiles,
            RegionPeaks = [.. peaks.Order()],
            RegionArea = RegionRule.DefaultMinArea,
        };

        TileRule TileRuleOf(TileScales scales) => new(metric, spec, hasEncoder, lambda, terms, scales);

        // What is measured on squares that say how the terms are distributed.
        IEnumerable<(Square Square, SearchResult Found, ScoreTerms Terms)> TermsOf(IEnumerable<Square> squares)
        {
            foreach (
                (Square square, SearchResult result) in new SearchReconstructor(search).Run(squares, cancellation))
            {
                yield return (
                    square, result,
                    ScoreTerms.Of(square.Pixels, result, metric, spec, hasEncoder, square.Foreground));
                if (scale.Shape.Stride is null)
                    progress?.Invoke(++done, total);
            }
        }

        (TermScales Terms, TileScales Tiles) ScalesOfPatches()
        {
            IReadOnlyList<float[]> patches = scale.Sample(
                ScalePatches, SeededRandom.Derive(seed, "scale-patches"), cancellation);
            List<ScoreTerms> measured = [];
            List<double> textures = [], residuals = [];
            foreach ((Square patch, SearchResult result, ScoreTerms ofPatch) in TermsOf(
                patches.Select(pixels => Square.OfTile(pixels))))
            {
                measured.Add(ofPatch);
                textures.Add(
                    metric.Texture!.LogDistance(PatchTexture.Of(patch.Pixels, spec.Channels, spec.Size)));
                float[] smooth = TileRule.SmoothResidual(
                    patch.Pixels, result.Reconstruction(hasEncoder).Generated, spec.Channels, spec.Size);
                residuals.AddRange(smooth.Select(residual => ScoreTerms.LogLevel(residual)));
            }

            TermScales scales = ScoreTerms.ScalesOf(measured);
            var unknown = new TermScale(0, 0, 0, 1);
            return (
                scales,
                new TileScales(
                    TermScale.Of(textures), TermScale.Of([.. measured.Select(t => t.Combine(scales))]),
                    TermScale.Of(residuals), unknown, unknown));
        }

        IEnumerable<PictureAssembly> Scored(ImageSet images, IScoreRule<SearchResult> by, int before)
        {
            var scorer = new SquareScorer<SearchResult>(
                new SearchReconstructor(search), by, images.Shape, images.Threads);
            long squares = 0;
            done = before;
            foreach (PictureAssembly picture in scorer.Run(images.Pictures(), null, cancellation).SelectMany(g => g))
            {
                progress?.Invoke(++done, total);
                if (picture.Squares.Count == 0)
                    continue;
                yield return picture;
                squares += picture.Squares.Count;
                if (picture.Canvas is not null && squares >= MaxTiles && done - before >= MinPictures)
                    yield break;
            }
        }

        void RequireSome(int pictures)
        {
            if (pictures == 0)
                throw new AnoGanException($"{folder}: none of the images shows an object, expected some; look at what "
                    + "--prepare leaves of them");
        }
    }

    private static NormalMetric FitMetric(
        IEnumerable<Square> squares, int count, ImageSearch search, Action<int, int>? progress,
        CancellationToken cancellation)
    {
        var reconstructor = new SearchReconstructor(search.HasEncoder ? search.WithoutSteps() : search);
        return NormalMetric.Fit(
            reconstructor.Run(squares, cancellation).Select(reconstructed => reconstructed.Found), search.HasEncoder,
            done => progress?.Invoke(done, count));
    }
}
