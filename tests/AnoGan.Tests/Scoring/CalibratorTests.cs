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
        Assert.Equal(0.5, calibration.HeatmapScale, 1e-6);
        Assert.Equal((true, "good"), (calibration.IsHeldOut, calibration.Folder));
    }

    [Fact]
    public void Gives_heatmaps_at_least_one_grey_level()
    {
        // |128/127.5 - 1| / 2 is half a level.
        Calibration calibration = RunFlat(128, 128);

        Assert.Equal(0.5 / 255, calibration.Residuals[0], 1e-6);
        Assert.Equal(1.0 / 255, calibration.HeatmapScale);
    }

    [Fact]
    public void Takes_the_pixel_that_999_of_1000_stay_below_for_the_scale()
    {
        // Of 32 · 64 = 2048 pixels, two are left above place 2045 of 2047; one image of 31 is black.
        byte[] levels = [.. Enumerable.Repeat((byte)128, 31), 0];
        Assert.Equal(0.5, RunFlat(levels).HeatmapScale, 1e-6);

        // A single black pixel among 2048 does not count.
        for (int i = 0; i < 32; i++)
        {
            byte[] pixels = [.. Enumerable.Repeat((byte)102, 64)];
            pixels[5] = i == 7 ? (byte)0 : pixels[5];
            ImageCodec.WritePng(_temp[$"single/{i:D2}.png"], TinyImages.Grey8(8, 8, pixels));
        }

        Assert.Equal(0.1, RunFlat(Load("single")).HeatmapScale, 1e-6);
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
            scale, normal, search, metric, isHeldOut: false, "good", seed: 1,
            cancellation: TestContext.Current.CancellationToken);

        // The scales come from the one set, the scores from the other.
        TermScales scales = ScoreTerms.ScalesOf([.. Terms(scale)]);
        SearchResult[] results = [.. search.Run(Inputs(normal), TestContext.Current.CancellationToken)];
        Assert.Equal(scales, calibration.Terms);
        Assert.Equal(Terms(normal).Select(t => t.Combine(scales)).Order(), calibration.Scores);
        Assert.Equal(
            results.Select(r => (1 - Options.Lambda) * r.Residual + Options.Lambda * r.FeatureDistance).Order(),
            calibration.PaperScores);
        Assert.Equal(results.Select(r => (double)r.Residual).Order(), calibration.Residuals);
        Assert.Equal(results.Select(r => (double)r.FeatureDistance).Order(), calibration.FeatureDistances);
        Assert.False(calibration.IsHeldOut);

        IEnumerable<ScoreTerms> Terms(ImageSet images)
        {
            SearchInput[] inputs = Inputs(images);
            return search.Run(inputs, TestContext.Current.CancellationToken)
                .Select(r => ScoreTerms.Of(inputs[r.Index].Image, r, metric, Spec, hasEncoder));
        }
    }

    [Fact]
    public void Fits_the_metric_to_what_the_encoder_answers()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        var search = new ImageSearch(networks, Spec, Options with { Steps = 50, Restarts = 3 }, CPU);
        ImageSet images = Drawn("normal", 12, 0);
        var progress = new List<(int Done, int Of)>();

        NormalMetric metric = Calibrator.FitMetric(
            images, search, seed: 1, (done, of) => progress.Add((done, of)), TestContext.Current.CancellationToken);

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
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (i, 12)), progress);
    }

    [Fact]
    public void Fits_the_metric_to_where_searches_end_without_an_encoder()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        var search = new ImageSearch(networks, Spec, Options with { Steps = 5 }, CPU);

        ImageSet images = Drawn("normal", 12, 0);

        NormalMetric metric = Calibrator.FitMetric(
            images, search, seed: 1, cancellation: TestContext.Current.CancellationToken);

        SearchResult[] results = [.. search.Run(Inputs(images), TestContext.Current.CancellationToken)];
        AssertSame(Fit(r => r.Z), metric.Latent);
        AssertSame(Fit(r => r.Features), metric.Features);
        AssertSame(Fit(r => r.Difference), metric.Difference);
        AssertNeighbours([.. results.Select(r => r.Features)], metric);

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
        TermScales terms = calibration.Terms;
        Assert.Equal(ScoreTerms.Names, terms.Keys);
        Assert.All(
            terms.Values,
            scale =>
                Assert.True(
                    double.IsFinite(scale.Mean)
                        && double.IsFinite(scale.Brightness)
                        && scale.Slope == 0
                        && scale.Deviation > 0));
        calibration.Validate("model.json");
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        var search = new ImageSearch(networks, Spec, Options, CPU);
        ImageSet images = Drawn("normal", 6, 0);

        TensorAssert.LeavesNoTensors(() =>
            Calibrator.Run(
                images, images, search,
                Calibrator.FitMetric(images, search, seed: 1, cancellation: TestContext.Current.CancellationToken),
                true, "good", seed: 1, cancellation: TestContext.Current.CancellationToken));
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
        NormalMetric metric = Calibrator.FitMetric(
            images, search, seed: 1, cancellation: TestContext.Current.CancellationToken);
        return Calibrator.Run(
            images, images, search, metric, isHeldOut: true, "good", seed: 1,
            cancellation: TestContext.Current.CancellationToken);
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
