using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class CalibratorTests : IDisposable
{
    private static readonly NetworkSpec Spec = TinyNetworks.Spec;
    private static readonly SearchOptions Options = new() { Steps = 1, Batch = 4 };

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Sorts_the_residuals_of_all_images()
    {
        // A generator without weights draws 0 everywhere, half way between black and white.
        Calibration calibration = RunFlat(255, 51, 204, 0, 102);

        TensorAssert.AllClose([0.1f, 0.3f, 0.3f, 0.5f, 0.5f], [.. calibration.Residuals.Select(r => (float)r)], 1e-6);
        Assert.All(
            (IReadOnlyList<double>[])[calibration.Scores, calibration.PaperScores, calibration.FeatureDistances],
            list => Assert.Equal(list.Order(), list));
        Assert.Equal(
            (5, 5, 5), (calibration.Scores.Count, calibration.PaperScores.Count, calibration.FeatureDistances.Count));
        Assert.Equal(0.3, calibration.MedianResidual, 1e-6);
        Assert.Equal(calibration.Scores[2], calibration.MedianScore);
        Assert.Equal((true, "good"), (calibration.IsHeldOut, calibration.Folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keeps_the_scores_that_scoring_gives(bool hasEncoder)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: hasEncoder);
        var search = new ImageSearch(networks, Spec, Options, CPU);
        NormalMetric metric = TinyModel.Metric(Spec);
        ImageSet scale = Drawn("scale", 5, 100), normal = Drawn("normal", 6, 0);

        Calibration calibration = Calibrator.Run(
            [new ScalePart(scale, metric)], normal, search, metric, ofPretrained: null, isHeldOut: false, "good",
            seed: 1, new RunEvents(), TestContext.Current.CancellationToken);

        // The scales come from the one set, the scores from the other.
        ScoreTerms[] scaled = [.. Terms(scale)], scored = [.. Terms(normal)];
        JointScore joint = calibration.Joint;
        SearchResult[] results = [.. search.Run(Inputs(normal), TestContext.Current.CancellationToken)];
        Assert.Equal(ScoreTerms.ScalesOf(scaled, patches: false), joint.Terms);
        Assert.Equal(Math.Max(metric.Local.PlaceShare * metric.Local.PlaceShare, 0.05), joint.Weights["local"], 1e-12);
        AssertSame(TermScale.Of([.. scaled.Select(terms => Mean(joint.Of(Pictured(terms))))]), joint.Whole);
        Assert.Equal(
            TermScale.Of([.. scaled.SelectMany(terms => terms.Map).Select(value => LocalMap.Log(value))]),
            calibration.Pixel);
        Assert.Equal(
            scored.Select(terms => joint.Combine(joint.Of(Pictured(terms))).Score).Order(), calibration.Scores);
        Assert.Equal(
            results.Select(r => (1 - Options.Lambda) * r.Residual + Options.Lambda * r.FeatureDistance).Order(),
            calibration.PaperScores);
        Assert.Equal(results.Select(r => (double)r.Residual).Order(), calibration.Residuals);
        Assert.Equal(results.Select(r => (double)r.FeatureDistance).Order(), calibration.FeatureDistances);
        Assert.False(calibration.IsHeldOut);

        // Of 6 · 64 pixels the one at place 382 of 383.
        float[] levels =
        [
            .. scored.SelectMany(terms => WholeRule.Enlarged(terms.Map, calibration.Pixel, Spec))
                .Select(spreads => (float)AnomalyLevel.Of(spreads)).Order(),
        ];
        Assert.Equal(Math.Min(2 * Math.Max(levels[382], 1 / 255.0), 1), calibration.HeatmapScale, 1e-9);

        IEnumerable<ScoreTerms> Terms(ImageSet images)
        {
            SearchInput[] inputs = Inputs(images);
            return search.Run(inputs, TestContext.Current.CancellationToken)
                .Select(r => ScoreTerms.Of(inputs[r.Index].Image, r, metric, Spec, hasEncoder));
        }

        PictureTerms Pictured(ScoreTerms terms) => new(terms.Values, terms.Brightness);

        // Two witnesses of a third, and three of a ninth.
        double Mean(double[] surprises) =>
            (surprises[0] + surprises[1] + (surprises[2] + surprises[3] + surprises[4]) / 3) / 3;
    }

    [Fact]
    public void Fits_the_metric_to_what_the_encoder_answers()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        var search = new ImageSearch(networks, Spec, Options with { Steps = 50, Restarts = 3 }, CPU);
        ImageSet images = Drawn("normal", 12, 0);
        var progress = new List<(int Done, int Of)>();

        (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
            images, ForBoth(images), search, seed: 1, (done, of) => progress.Add((done, of)),
            TestContext.Current.CancellationToken);

        using var scope = NewDisposeScope();
        Tensor real = images.Batch([.. Enumerable.Range(0, 12)]);
        Tensor z = networks.Encoder!.forward(real);
        Tensor features = Critic.Normalise(networks.Critic.Features(real)).flatten(1);
        Tensor difference =
            features - Critic.Normalise(networks.Critic.Features(networks.Average.forward(z))).flatten(1);
        AssertSame(Whitening.Fit(z), metric.Latent);
        AssertSame(Whitening.Fit(features), metric.Features);
        AssertSame(Whitening.Fit(difference), metric.Difference);
        AssertNeighbours([.. Enumerable.Range(0, 12).Select(i => TensorAssert.Values(features[i]))], metric);
        Tensor local = Critic.Normalise(networks.Critic.LocalAndLast(real).Local);
        Tensor generated = Critic.Normalise(networks.Critic.LocalAndLast(networks.Average.forward(z)).Local);
        AssertSame(Local(i => local[i], i => local[i] - generated[i]), metric.Local);
        Assert.Equal(metric, Assert.Single(scale).Metric);
        Assert.Equal(12, scale[0].Images.Count);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (i, 12)), progress);

        LocalMetric Local(Func<int, Tensor> features, Func<int, Tensor> difference) => LocalMetric.Fit(
            [
                .. Enumerable.Range(0, 12).Select(i =>
                    new LocalFeatures(TensorAssert.Values(features(i)), TensorAssert.Values(difference(i)))),
            ],
            Spec);
    }

    [Fact]
    public void Measures_each_fifth_in_a_metric_of_the_others()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        var search = new ImageSearch(networks, Spec, Options, CPU);
        ImageSet images = Drawn("normal", 12, 0);
        MetricSplit split = images.DrawMetric(hasEncoder: true, trainingSeed: 3);

        (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
            images, split, search, seed: 1, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(12, metric.Neighbours.Count);
        Assert.Equal([3, 3, 2, 2, 2], scale.Select(part => part.Images.Count));
        SearchResult[] results =
        [
            .. search.WithoutSteps().Run(Inputs(images), TestContext.Current.CancellationToken),
        ];
        foreach ((IReadOnlyList<int> fold, ScalePart part) in split.Folds.Zip(scale))
        {
            SearchResult[] others = [.. split.Metric.Except(fold).Select(index => results[index])];
            Assert.Equal(
                fold.Select(index => images.Files[index].RelativePath),
                part.Images.Files.Select(file => file.RelativePath));
            Assert.Equal(others.Length, part.Metric.Neighbours.Count);
            AssertSame(Whitening.Fit([.. others.Select(r => r.Start)]), part.Metric.Latent);
            AssertSame(Whitening.Fit([.. others.Select(r => r.Features)]), part.Metric.Features);
            AssertSame(
                LocalMetric.Fit([.. others.Select(r => new LocalFeatures(r.LocalFeatures, r.StartLocal))], Spec),
                part.Metric.Local);
        }
    }

    [Fact]
    public void Measures_each_part_of_the_scale_in_its_own_metric()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        var search = new ImageSearch(networks, Spec, Options, CPU);
        NormalMetric metric = TinyModel.Metric(Spec), other = TinyModel.Metric(Spec, seed: 2);
        ImageSet scale = Drawn("scale", 6, 100), normal = Drawn("normal", 6, 0);
        ScalePart[] parts = [new(scale.Subset([0, 1, 2]), metric), new(scale.Subset([3, 4, 5]), other)];

        Calibration calibration = Calibrator.Run(
            parts, normal, search, metric, ofPretrained: null, isHeldOut: true, "good", seed: 1, new RunEvents(),
            TestContext.Current.CancellationToken);

        ScoreTerms[] terms = [.. parts.SelectMany(part => Terms(part.Images, part.Metric))];
        Assert.Equal(ScoreTerms.ScalesOf(terms, patches: false), calibration.Joint.Terms);

        IEnumerable<ScoreTerms> Terms(ImageSet images, NormalMetric by)
        {
            SearchInput[] inputs = Inputs(images);
            return search.WithoutSteps().Run(inputs, TestContext.Current.CancellationToken)
                .Select(r => ScoreTerms.Of(inputs[r.Index].Image, r, by, Spec, hasEncoder: true));
        }
    }

    [Fact]
    public void Fits_the_metric_to_where_searches_end_without_an_encoder()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        var search = new ImageSearch(networks, Spec, Options with { Steps = 5 }, CPU);

        ImageSet images = Drawn("normal", 12, 0);

        (NormalMetric metric, _) = Calibrator.FitMetric(
            images, ForBoth(images), search, seed: 1, cancellation: TestContext.Current.CancellationToken);

        SearchResult[] results = [.. search.Run(Inputs(images), TestContext.Current.CancellationToken)];
        AssertSame(Fit(r => r.Z), metric.Latent);
        AssertSame(Fit(r => r.Features), metric.Features);
        AssertSame(Fit(r => r.Difference), metric.Difference);
        AssertNeighbours([.. results.Select(r => r.Features)], metric);
        AssertSame(
            LocalMetric.Fit([.. results.Select(r => new LocalFeatures(r.LocalFeatures, r.Local))], Spec), metric.Local);

        Whitening Fit(Func<SearchResult, float[]> part)
        {
            using Tensor rows = tensor(results.SelectMany(part).ToArray(), [12, part(results[0]).Length]);
            return Whitening.Fit(rows);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Copes_with_images_that_are_all_alike(int count)
    {
        Calibration calibration = RunFlat([.. Enumerable.Repeat((byte)77, count)]);

        Assert.All(calibration.Scores.Concat(calibration.PaperScores), score => Assert.True(double.IsFinite(score)));
        Assert.Equal(ScoreTerms.NamesFor(patches: false), calibration.Joint.Terms.Keys);
        Assert.All(calibration.Joint.Terms.Values, scale => Assert.True(scale.IsUsable() && scale.Slope == 0));
        Assert.True(calibration.Joint.Whole.IsUsable() && calibration.Pixel.IsUsable());
        calibration.Validate("model.json");
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        var search = new ImageSearch(networks, Spec, Options, CPU);
        ImageSet images = Drawn("normal", 6, 0);

        TensorAssert.LeavesNoTensors(() =>
        {
            (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
                images, images.DrawMetric(hasEncoder: true, 1), search, seed: 1,
                cancellation: TestContext.Current.CancellationToken);
            Calibrator.Run(
                scale, images, search, metric, null, true, "good", seed: 1, new RunEvents(),
                TestContext.Current.CancellationToken);
        });
    }

    // Two metrics say the same of vectors of many lengths, to float32 precision.
    private static void AssertSame(Whitening expected, Whitening actual)
    {
        Assert.Equal((expected.Length, expected.Components), (actual.Length, actual.Components));
        for (int i = 1; i <= 5; i++)
        {
            float[] vector = [.. Enumerable.Range(0, expected.Length).Select(k => (float)Math.Sin(i * k + i))];
            double distance = expected.Distance(vector);
            Assert.Equal(distance, actual.Distance(vector), 1e-3 * distance);
        }
    }

    private static void AssertSame(LocalMetric expected, LocalMetric actual)
    {
        Assert.Equal((expected.Positions, expected.Components), (actual.Positions, actual.Components));
        Assert.Equal(expected.PlaceShare, actual.PlaceShare, 1e-4);
        float[] difference = [.. Enumerable.Range(0, 256).Select(k => (float)Math.Sin(k + 1) / 10)];
        Assert.All(
            expected.Map(difference).Zip(actual.Map(difference)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-2 * pair.First));
    }

    private static void AssertSame(TermScale expected, TermScale actual)
    {
        Assert.Equal(expected.Centre, actual.Centre, 1e-9);
        Assert.Equal(expected.Spread, actual.Spread, 1e-9);
        Assert.Equal((expected.Slope, expected.Brightness), (actual.Slope, actual.Brightness));
    }

    // The points are the images in the coordinates of the metric: three for twelve images.
    private static void AssertNeighbours(float[][] features, NormalMetric metric)
    {
        float[][] points = [.. features.Select(vector => metric.Features.Coordinates(vector))];

        Assert.Equal((points.Length, 3), (metric.Neighbours.Count, metric.Neighbours.Length));
        foreach (float[] point in (float[][])[.. points, [1, -2, 3]])
        {
            double expected =
                points
                    .Select(p =>
                        Math.Sqrt(
                            Math.Pow(p[0] - point[0], 2) + Math.Pow(p[1] - point[1], 2) + Math.Pow(p[2] - point[2], 2)))
                    .Order()
                    .Take(5)
                    .Sum() / 5;
            Assert.Equal(expected, metric.Neighbours.Distance(point), 1e-3 * expected);
        }
    }

    // Pictures of one level each.
    private Calibration RunFlat(params byte[] levels)
    {
        for (int i = 0; i < levels.Length; i++)
            ImageCodec.WritePng(_temp[$"constant/{i:D2}.png"], TinyImages.Constant(8, 8, levels[i]));
        return RunFlat(Load("constant"));
    }

    // With a generator that draws 0 everywhere.
    private static Calibration RunFlat(ImageSet images)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using (no_grad())
        {
            foreach (Tensor parameter in networks.Average.parameters())
                parameter.zero_();
        }

        var search = new ImageSearch(networks, Spec, Options, CPU);
        (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
            images, ForBoth(images), search, seed: 1, cancellation: TestContext.Current.CancellationToken);
        return Calibrator.Run(
            scale, images, search, metric, ofPretrained: null, isHeldOut: true, "good", seed: 1, new RunEvents(),
            TestContext.Current.CancellationToken);
    }

    // All images for the metric and for the scale.
    private static MetricSplit ForBoth(ImageSet images)
    {
        int[] all = [.. Enumerable.Range(0, images.Count)];
        return new MetricSplit(all, [all]);
    }

    private static SearchInput[] Inputs(ImageSet images) =>
        [
            .. Enumerable
                .Range(0, images.Count)
                .Select(i => new SearchInput(
                    SavedImages.Values(images.Picture(i).Picture.Data), ContentHash.Of(images.Picture(i).Picture))),
        ];

    private ImageSet Drawn(string name, int count, int firstSeed)
    {
        TinyRuns.Draw(Path.Combine(_temp.Path, name), count, firstSeed: firstSeed);
        return Load(name);
    }

    private ImageSet Load(string name) =>
        ImageSet.Load(
            ImageFolder.List(Path.Combine(_temp.Path, name)), new ImageSetOptions { Size = 8 },
            ct: TestContext.Current.CancellationToken);
}
