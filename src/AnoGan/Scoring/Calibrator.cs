using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>Normal images, and a metric that none of them was fitted to.</summary>
internal readonly record struct ScalePart(ImageSet Images, NormalMetric Metric);

/// <summary>How normal pictures spread in the features of a pretrained network.</summary>
/// <param name="Spot">Of <see cref="PretrainedMap.Spot"/>.</param>
/// <param name="Mean">Of <see cref="PretrainedMap.Mean"/>.</param>
/// <param name="Position">Of the logarithm of the distance of a position.</param>
internal sealed record PretrainedScales(TermScale Spot, TermScale Mean, TermScale Position);

/// <summary>
/// Learns from normal pictures in which metric their squares are compared, and how squares, pixels and pictures score.
/// </summary>
internal static class Calibrator
{
    // Patches that stand for their pictures.
    private const int MetricPatches = 2000, SearchedPatches = 300, TexturePatches = 4000, ScalePatches = 1000;

    // Anomalies are to differ in colour, too: the brightest one lies at twice the surprise of high normal pixels.
    private const double ScalePerNormal = 2;

    // Pictures are scored until they made up this many tiles, and at least so many pictures.
    private const long MaxTiles = 20_000;
    private const int MinPictures = 20;

    // Squares that the segmenter is tried on.
    private const int TriedSquares = 200;

    // Neighbours say the same: every so-many-th pixel is enough.
    private const int PixelsPerResidual = 7;

    /// <summary>Fits the metric to how normal squares spread.</summary>
    /// <param name="images">The images that the networks were trained on.</param>
    /// <param name="split">Which of them for what.</param>
    /// <param name="search">The search that scoring will use. With an encoder no step of it is needed.</param>
    /// <param name="seed">From which patches are derived.</param>
    /// <param name="progress">Told how many squares are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The metric, and the images that say how the terms are distributed, each with theirs.</returns>
    public static (NormalMetric Metric, IReadOnlyList<ScalePart> Scale) FitMetric(
        ImageSet images, MetricSplit split, ImageSearch search, ulong seed, Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        ImageSet own = images.Subset(split.Metric);
        PretrainedNeighbours? neighbours = search.Pretrained is not { } pretrained
            ? null
            : PretrainedComparison.Fit(own, pretrained, seed, progress, cancellation);
        if (images.Shape.Stride is not null)
        {
            NormalMetric ofPatches = FitToPatches(own, search, seed, progress, cancellation);
            return (
                ofPatches with { Pretrained = neighbours },
                [.. split.Folds.Select(fold => new ScalePart(images.Subset(fold), Apart(ofPatches, PlacesOf(fold))))]);
        }

        NormalSample[] samples = Samples(own.Squares(), own.Count, search, progress, cancellation);
        NormalMetric metric = NormalMetric.Fit(samples, search.Spec);
        return (
            metric with { Pretrained = neighbours }, [.. split.Folds.Select(fold =>
            {
                HashSet<int> apart = PlacesOf(fold);
                NormalSample[] others = [.. samples.Where((_, place) => !apart.Contains(place))];
                bool isPart = others.Length is > 0 && others.Length < samples.Length;
                return new ScalePart(
                    images.Subset(fold), Apart(isPart ? NormalMetric.Fit(others, search.Spec) : metric, apart));
            })]);

        // Among the images that the metric is fitted to.
        HashSet<int> PlacesOf(IReadOnlyList<int> fold)
        {
            var indices = fold.ToHashSet();
            return [.. Enumerable.Range(0, own.Count).Where(place => indices.Contains(split.Metric[place]))];
        }

        NormalMetric Apart(NormalMetric fitted, HashSet<int> places) =>
            fitted with { Pretrained = neighbours?.Without(places) };
    }

    /// <summary>Learns how pictures spread in the features of a pretrained network.</summary>
    /// <param name="scale">As of <see cref="Run"/>; of more than 200 pictures every so many-th is looked at.</param>
    /// <param name="pretrained">Gives the features; null for none.</param>
    /// <param name="events">Told of a stage of its own.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Null without a network.</returns>
    public static PretrainedScales? FitPretrained(
        IReadOnlyList<ScalePart> scale, PretrainedFeatures? pretrained, RunEvents events,
        CancellationToken cancellation = default)
    {
        if (pretrained is null)
            return null;
        int total = PretrainedComparison.CountOf(scale.Select(part => part.Images));
        events.Stage?.Invoke($"comparing {total} images by their pretrained features");
        List<PretrainedMap> maps = [];
        foreach (PretrainedMap map in PretrainedComparison.Maps(scale, pretrained, cancellation))
        {
            maps.Add(map);
            events.Images?.Invoke(maps.Count, total);
        }

        return new PretrainedScales(
            TermScale.Of([.. maps.Select(map => map.Spot)]), TermScale.Of([.. maps.Select(map => map.Mean)]),
            TermScale.Of([.. maps.SelectMany(map => map.CountedLogarithms)]));
    }

    /// <summary>Scores normal images as scoring will.</summary>
    /// <param name="scale">Normal images that say how everything measured is distributed.</param>
    /// <param name="normal">
    /// Normal images whose scores are kept; none of them among the others, or p-values come out too small.
    /// </param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="ofPretrained">
    /// What <see cref="FitPretrained"/> learned; null where the search has no pretrained network.
    /// </param>
    /// <param name="isHeldOut">Whether training saw neither the kept images nor their like.</param>
    /// <param name="folder">Name of the folder they came from.</param>
    /// <param name="seed">From which patches are derived.</param>
    /// <param name="events">
    /// Told of a stage for the images that say how everything is distributed, and of one for those whose scores are
    /// kept.
    /// </param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">None of the pictures shows an object.</exception>
    public static Calibration Run(
        IReadOnlyList<ScalePart> scale, ImageSet normal, ImageSearch search, NormalMetric metric,
        PretrainedScales? ofPretrained, bool isHeldOut, string folder, ulong seed, RunEvents events,
        CancellationToken cancellation = default)
    {
        PretrainedFeatures? pretrained = search.Pretrained;
        int measured = 0, toMeasure = scale.Sum(part => part.Images.Count);
        events.Stage?.Invoke($"measuring all terms of {toMeasure} images");
        (NetworkSpec spec, bool hasEncoder, double lambda) = (search.Spec, search.HasEncoder, search.Options.Lambda);
        bool patches = normal.Shape.Stride is not null;
        IScoreRule<SearchResult> rule;
        JointScore joint;
        TermScale pixel;
        TermScale? defectPixel = null, position = ofPretrained?.Position;
        var furtherScales = new TermScales();
        if (ofPretrained is not null)
        {
            furtherScales[ScoreTerms.PretrainedSpot] = ofPretrained.Spot;
            furtherScales[ScoreTerms.PretrainedMean] = ofPretrained.Mean;
        }

        double? trust =
            search.HasSegmenter ? DefectsFound(normal, search, isTexture: patches, seed, cancellation) : null;
        TileScales? tiles = null;
        if (!patches)
        {
            ScoreTerms[] terms = [.. scale.SelectMany(part => TermsOf(part, part.Images.Squares()))];
            pixel = PixelScaleOf(terms);
            TermScales scales = ScoreTerms.ScalesOf(terms, patches);
            if (search.HasSegmenter)
            {
                // The segmenter was trained without the first part.
                ScoreTerms[] unseen = [.. terms.Take(scale[0].Images.Count)];
                scales[ScoreTerms.MadeDefects] =
                    ScoreTerms.ScalesOf(unseen, patches)[ScoreTerms.MadeDefects];
                defectPixel = DefectPixelScaleOf(unseen);
            }

            joint = JointScore.Fit(
                terms.Select(of => new PictureTerms(of.Values, of.Brightness)), scales,
                JointScore.WeightsOfWhole(metric.Local.PlaceShare, trust, pretrained is not null)).With(furtherScales);
            rule = new WholeRule(metric, spec, hasEncoder, lambda, joint, pixel, defectPixel, position);
        }
        else
        {
            Square[] sample =
            [
                .. scale[0].Images.Sample(ScalePatches, SeededRandom.Derive(seed, "scale-patches"), cancellation)
                    .Select(patch => Square.OfTile(patch)),
            ];
            List<double> residuals = [];
            ScoreTerms[] terms = [.. TermsOf(scale[0], sample, (square, result) => residuals.AddRange(
                TileRule.LogResiduals(square.Pixels, result, spec, hasEncoder)
                    .Where((_, i) => i % PixelsPerResidual == 0).Select(value => (double)value)))];
            pixel = PixelScaleOf(terms);
            defectPixel = DefectPixelScaleOf(terms);
            TermScales ofTiles = ScoreTerms.ScalesOf(terms, patches);
            tiles = new TileScales(
                ofTiles, TermScale.Of([.. terms.Select(of => TileRule.Combined(of.Standardise(ofTiles)))]),
                TermScale.Of(residuals));

            // How pictures are distributed is known once a rule without that has put them together.
            var unknown = new JointScore(ofTiles, tiles.Combined, JointScore.WeightsOfTiles(trust));
            PictureTerms[] pictures =
            [
                .. Scored(scale[0].Images, TileRuleOf(unknown)).Select(TileRule.TermsOf),
            ];
            RequireSome(pictures.Length);
            var scales = new TermScales();
            foreach ((int i, string name) in ScoreTerms.NamesIn(ofTiles).Index())
                scales[name] = TermScale.Of([.. pictures.Select(picture => picture.Values[i])]);
            joint = JointScore.Fit(pictures, scales, JointScore.WeightsOfTiles(trust, pretrained is not null))
                .With(furtherScales);
            rule = TileRuleOf(joint);
        }

        events.Stage?.Invoke($"calibrating on {normal.Count} {(isHeldOut ? "held-out" : "training")} images");
        List<SquareNumbers> found = [];
        var heatmaps = new HeatmapScale();
        foreach (PictureAssembly picture in Scored(normal.WithViews(pretrained?.Size), rule))
        {
            found.Add(rule.Sum(picture));
            heatmaps.Add(picture);
        }

        RequireSome(found.Count);
        return new Calibration
        {
            IsHeldOut = isHeldOut,
            Search = search.Options,
            Stride = normal.Shape.Stride,
            Folder = folder,
            Joint = joint,
            Pixel = pixel,
            DefectPixel = defectPixel,
            Position = position,
            Tiles = tiles,
            Added = [],
            Scores = [.. found.Select(f => f.Score).Order()],
            PaperScores = [.. found.Select(f => f.PaperScore).Order()],
            Residuals = [.. found.Select(f => f.Residual).Order()],
            FeatureDistances = [.. found.Select(f => f.FeatureDistance).Order()],
            HeatmapScale = Math.Min(ScalePerNormal * heatmaps.Value, 1),
        };

        TileRule TileRuleOf(JointScore pictures) =>
            new(metric, spec, hasEncoder, lambda, tiles!, pixel, pictures, defectPixel, position);

        // What is measured on squares that say how the terms are distributed.
        IEnumerable<ScoreTerms> TermsOf(
            ScalePart part, IEnumerable<Square> squares, Action<Square, SearchResult>? also = null)
        {
            var reconstructor = new SearchReconstructor(hasEncoder ? search.WithoutSteps() : search);
            foreach ((Square square, SearchResult result) in reconstructor.Run(squares, cancellation))
            {
                also?.Invoke(square, result);
                yield return ScoreTerms.Of(square.Pixels, result, part.Metric, spec, hasEncoder, square.Foreground);
                if (patches)
                    continue;
                events.Images?.Invoke(++measured, toMeasure);
            }
        }

        IEnumerable<PictureAssembly> Scored(ImageSet images, IScoreRule<SearchResult> by)
        {
            var scorer = new SquareScorer<SearchResult>(
                new SearchReconstructor(search), by, images.Shape, images.Threads,
                PretrainedComparison.With(pretrained, metric.Pretrained));
            long squares = 0;
            int done = 0;
            foreach (PictureAssembly picture in scorer.Run(images.Pictures(), null, cancellation).SelectMany(g => g))
            {
                events.Images?.Invoke(++done, images.Count);
                if (picture.Squares.Count == 0)
                    continue;
                yield return picture;
                squares += picture.Squares.Count;
                if (picture.Canvas is not null && squares >= MaxTiles && done >= MinPictures)
                    break;
            }

            if (done < images.Count)
                events.Images?.Invoke(images.Count, images.Count);
        }

        void RequireSome(int pictures)
        {
            if (pictures == 0)
                throw new AnoGanException($"{folder}: none of the images shows an object, expected some; look at what "
                    + "--prepare leaves of them");
        }
    }

    private static TermScale PixelScaleOf(IEnumerable<ScoreTerms> terms) =>
        TermScale.Of([.. terms.SelectMany(of => of.Map).Select(value => LocalMap.Log(value))]);

    private static TermScale? DefectPixelScaleOf(IEnumerable<ScoreTerms> terms)
    {
        double[] logits = [.. terms.SelectMany(of => of.Defects ?? []).Select(logit => (double)logit)];
        return logits.Length == 0 ? null : TermScale.Of(logits);
    }

    // How well the segmenter tells made defects from normal squares that it was not trained on: 0 where no better than
    // by chance, 1 where always.
    private static double DefectsFound(
        ImageSet normal, ImageSearch search, bool isTexture, ulong seed, CancellationToken cancellation)
    {
        (NetworkSpec spec, ulong own) = (search.Spec, SeededRandom.Derive(seed, "defects-found"));
        float[][] squares =
        [
            .. isTexture
                ? normal.Sample(TriedSquares, own, cancellation)
                : normal.Squares().Take(TriedSquares).Select(square => square.Pixels),
        ];
        var maker = new MadeDefects(
            DefectStyle.Fit(squares, spec.Channels, spec.Size, isTexture, own), spec.Channels, spec.Size);
        IEnumerable<float[]> made = squares.Select((_, i) =>
            maker.Make(squares, i, new SeededRandom(SeededRandom.Derive(own, "defects", (ulong)i))).Pixels);
        double[] found =
        [
            .. new SearchReconstructor(search.WithoutSteps())
                .Run([.. squares.Concat(made).Select(pixels => Square.OfTile(pixels))], cancellation)
                .Select(one => DefectMap.Spot(one.Found.Defects!, spec, foreground: null)),
        ];
        return Math.Max(
            found.Take(squares.Length).Average(unchanged =>
                found.Skip(squares.Length).Average(changed => (double)changed.CompareTo(unchanged))), 0);
    }

    private static NormalMetric FitToPatches(
        ImageSet images, ImageSearch search, ulong seed, Action<int, int>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<float[]> patches = images.Sample(
            TexturePatches, SeededRandom.Derive(seed, "metric-patches"), cancellation);
        float[][] textures =
        [
            .. patches.Select(patch => PatchTexture.Of(patch, search.Spec.Channels, search.Spec.Size)),
        ];

        // Every n-th, for they stand in the order of the pictures.
        int step = Math.Max(patches.Count / (search.HasEncoder ? MetricPatches : SearchedPatches), 1);
        Square[] searched = [.. patches.Where((_, i) => i % step == 0).Select(patch => Square.OfTile(patch))];
        NormalSample[] samples = Samples(searched, searched.Length, search, progress, cancellation);
        return NormalMetric.Fit(samples, search.Spec) with { Texture = NormalTexture.Fit(textures) };
    }

    private static NormalSample[] Samples(
        IEnumerable<Square> squares, int count, ImageSearch search, Action<int, int>? progress,
        CancellationToken cancellation)
    {
        // Local features are kept of every n-th round of folds where they would take too much memory, so that every
        // fold keeps some.
        int done = 0, step = (count - 1) / LocalMetric.MostImages(search.Spec) + 1;
        var reconstructor = new SearchReconstructor(search.HasEncoder ? search.WithoutSteps() : search);
        return [.. reconstructor.Run(squares, cancellation).Select(reconstructed =>
        {
            bool keepsLocal = done++ / MetricSplit.FoldCount % step == 0;
            progress?.Invoke(done, count);
            return NormalSample.Of(reconstructed.Found, search.HasEncoder, keepsLocal);
        })];
    }
}
