using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class TileCalibratorTests : IDisposable
{
    private const int Stride = 4;
    private static readonly NetworkSpec Spec = TinyNetworks.Spec;

    private readonly TempFolder _temp = new();
    private readonly TrainedNetworks _networks = TinyNetworks.Frozen(Spec, hasEncoder: true);

    public void Dispose()
    {
        _networks.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Keeps_the_scores_that_scoring_gives()
    {
        ImageSet scale = Drawn("scale", 5, 100), normal = Drawn("normal", 7, 0);
        ImageSearch search = Search();
        NormalMetric metric = TinyModel.TileMetric(Spec);
        var progress = new List<(int Done, int Of)>();

        Calibration calibration = Calibrator.Run(
            [new ScalePart(scale, metric)], normal, search, metric, ofPretrained: null, isHeldOut: true, "good",
            seed: 1, new RunEvents { Images = (done, of) => progress.Add((done, of)) },
            TestContext.Current.CancellationToken);

        // Scored anew: the distributions are those of the one set, the scores those of the other.
        JointScore joint = calibration.Joint;
        TileRule rule = Rule(metric, calibration);
        PictureAssembly[] scaled = Scored(search, rule, scale),
            kept = Scored(search, rule, normal);
        SquareNumbers[] found = [.. kept.Select(rule.Sum)];
        PictureTerms[] terms = [.. scaled.Select(TileRule.TermsOf)];
        foreach ((int i, string name) in ScoreTerms.NamesFor(patches: true).Index())
            Assert.Equal(TermScale.Of([.. terms.Select(of => of.Values[i])]), joint.Terms[name]);
        JointScore fitted = JointScore.Fit(terms, joint.Terms, JointScore.WeightsOfTiles());
        Assert.Equal(fitted.Whole, joint.Whole);
        Assert.Equal(JointScore.WeightsOfTiles(), joint.Weights);
        Assert.Equal(found.Select(f => f.Score).Order(), calibration.Scores);
        Assert.Equal(found.Select(f => f.PaperScore).Order(), calibration.PaperScores);
        Assert.Equal(found.Select(f => f.Residual).Order(), calibration.Residuals);
        Assert.Equal(found.Select(f => f.FeatureDistance).Order(), calibration.FeatureDistances);
        Assert.Equal((true, "good"), (calibration.IsHeldOut, calibration.Folder));
        Assert.Equal(7, calibration.Scores.Count);
        Assert.Equal(
            [.. Enumerable.Range(1, 5).Select(i => (i, 5)), .. Enumerable.Range(1, 7).Select(i => (i, 7))], progress);
        calibration.Validate("model.json");
    }

    [Fact]
    public void Takes_the_level_that_999_of_1000_pixels_stay_below_for_the_scale()
    {
        ImageSet normal = Drawn("normal", 7, 0);
        ImageSearch search = Search();
        NormalMetric metric = TinyModel.TileMetric(Spec);

        Calibration calibration = Run(normal, normal, search, metric);

        TileRule rule = Rule(metric, calibration);
        float[] pixels = [.. Scored(search, rule, normal).SelectMany(image => image.Maps.MapAtSource()).Order()];

        // Of 7 · 480 pixels 3356.64 are 99.9 %, so that the 3357th reaches it; the scale goes twice as far.
        Assert.Equal(Math.Min(2 * pixels[3356], 1), calibration.HeatmapScale, 1e-6);
    }

    [Fact]
    public void Fits_the_scales_to_patches_of_the_one_set()
    {
        ImageSet scale = Drawn("scale", 5, 100);
        NormalMetric metric = TinyModel.TileMetric(Spec);

        Calibration one = Run(scale, Drawn("normal", 4, 0), Search(), metric),
            other = Run(scale, Drawn("others", 6, 50), Search(), metric);

        ScaleAssert.Same(one.Joint, other.Joint);
        ScaleAssert.Same(one.Tiles, other.Tiles);
        Assert.Equal(one.Pixel, other.Pixel);
        Assert.NotEqual(one.Scores, other.Scores);
    }

    [Fact]
    public void Fits_a_metric_that_knows_the_texture_of_normal_patches()
    {
        ImageSet pictures = Drawn("normal", 6, 0);

        (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
            pictures, ForBoth(pictures), Search(), seed: 1, cancellation: TestContext.Current.CancellationToken);

        NormalTexture texture = metric.Texture!;
        float[] patch = pictures.Sample(1, seed: 5, TestContext.Current.CancellationToken)[0],
            checks = [.. Enumerable.Range(0, 64).Select(i => (i + i / 8) % 2 - 0.5f)];
        double normal = texture.LogDistance(PatchTexture.Of(patch, 1, 8)),
            strange = texture.LogDistance(PatchTexture.Of(checks, 1, 8));
        Assert.Equal((10, 6 * 20), (texture.Metric.Length, texture.Neighbours.Count));
        Assert.Equal(6 * 20, metric.Neighbours.Count); // every tile of 24×20 pictures once
        Assert.Equal(metric, Assert.Single(scale).Metric);
        Assert.True(strange > normal + 1, $"{strange} is not far above {normal}");
    }

    [Fact]
    public void Leaves_out_pictures_that_show_no_object()
    {
        // Background where the picture's content says so: three of eight.
        var plain = new PlainPreparation
        {
            Foreground = picture => [.. Enumerable.Repeat(picture.Data[0] % 2 == 0, picture.Data.Length)],
        };
        for (int i = 0; i < 8; i++)
            ImageCodec.WritePng(
                _temp[$"some/{i}.png"],
                TinyImages.Grey8(24, 20, [(byte)(i < 3 ? 1 : 2), .. DrawnSquares.Draw(24, 20, (ulong)i).Data[1..]]));
        ImageSet some = Load("some", plain.Prepare);
        ImageSet none = some.Subset([0, 1, 2]);
        NormalMetric metric = TinyModel.TileMetric(Spec);

        Calibration calibration = Run(some, some, Search(), metric);

        Assert.Equal(5, calibration.Scores.Count);
        foreach ((ImageSet scale, ImageSet normal) in new[] { (none, some), (some, none) })
        {
            var refusal = Assert.Throws<AnoGanException>(() => Run(scale, normal, Search(), metric));
            Assert.StartsWith("good: none of the images shows an object", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Copes_with_pictures_that_are_all_alike()
    {
        for (int i = 0; i < 5; i++)
            ImageCodec.WritePng(_temp[$"flat/{i}.png"], TinyImages.Constant(24, 20, 77));
        ImageSet flat = Load("flat");
        (NormalMetric metric, _) = Calibrator.FitMetric(
            flat, ForBoth(flat), Search(), seed: 1, cancellation: TestContext.Current.CancellationToken);

        Calibration calibration = Run(flat, flat, Search(), metric);

        calibration.Validate("model.json");
        Assert.All(calibration.Scores, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Leaves_no_tensors_behind()
    {
        ImageSet pictures = Drawn("normal", 4, 0);
        ImageSearch search = Search();
        NormalMetric metric = TinyModel.TileMetric(Spec);

        TensorAssert.LeavesNoTensors(() =>
            Calibrator.FitMetric(
                pictures, ForBoth(pictures), search, seed: 1, cancellation: TestContext.Current.CancellationToken));
        TensorAssert.LeavesNoTensors(() => Run(pictures, pictures, search, metric));
    }

    private ImageSearch Search() => new(_networks, Spec, new SearchOptions { Steps = 1, Batch = 16 }, CPU);

    private static Calibration Run(ImageSet scale, ImageSet normal, ImageSearch search, NormalMetric metric) =>
        Calibrator.Run(
            [new ScalePart(scale, metric)], normal, search, metric, ofPretrained: null, isHeldOut: true, "good",
            seed: 1, new RunEvents(), TestContext.Current.CancellationToken);

    // All pictures for the metric and for the scale.
    private static MetricSplit ForBoth(ImageSet pictures)
    {
        int[] all = [.. Enumerable.Range(0, pictures.Count)];
        return new MetricSplit(all, [all]);
    }

    private static TileRule Rule(NormalMetric metric, Calibration calibration) => new(
        metric, Spec, hasEncoder: true, lambda: 0.1, calibration.Tiles!, calibration.Pixel, calibration.Joint);

    private static PictureAssembly[] Scored(ImageSearch search, TileRule rule, ImageSet pictures) =>
        [
            .. new SquareScorer<SearchResult>(new SearchReconstructor(search), rule, pictures.Shape, threads: 1)
                .Run(pictures.Pictures(), null, TestContext.Current.CancellationToken)
                .SelectMany(group => group),
        ];

    private ImageSet Drawn(string name, int count, int firstSeed)
    {
        TinyRuns.DrawWide(Path.Combine(_temp.Path, name), count, firstSeed);
        return Load(name);
    }

    private ImageSet Load(string name, Func<PixelImage, string, PreparedImage>? prepare = null) =>
        ImageSet.Load(
            ImageFolder.List(Path.Combine(_temp.Path, name)),
            new ImageSetOptions { Size = 8, Tiles = new TileOptions(Stride, Augmentation.None) }, prepare: prepare,
            ct: TestContext.Current.CancellationToken);
}
