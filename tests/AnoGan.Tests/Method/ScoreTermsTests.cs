using AnoGan.Method;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class ScoreTermsTests
{
    // Pictures of 2×2 pixels.
    private static readonly NetworkSpec Spec = new(2, 1, 2, 16);

    [Fact]
    public void Are_logarithms_of_distances_and_of_the_peak_at_the_encoders_answer()
    {
        // Every metric: variance 36/7 along the first axis, 4/7 along the second, so the squared distance of (a, b)
        // from the origin over its length is (7a²/36 + 7b²/4) / 2.
        ScoreTerms terms = ScoreTerms.Of([0, 0, 0, 4], TinyResult.Of(), TinyResult.Metric(), Spec, hasEncoder: true);

        Assert.Equal(Math.Log((7 * 36 / 36.0 + 7 * 4 / 4.0) / 2), Value(terms, "criticFeatures"), 1e-6);
        Assert.Equal(Math.Log((7 * 9 / 36.0 + 7 * 1 / 4.0) / 2), Value(terms, "featureDifference"), 1e-6);
        Assert.Equal(Math.Log((7 * 9 / 36.0 + 7 * 1 / 4.0) / 2), Value(terms, "latent"), 1e-6);

        // |x - G(start)| is 4 at one of four pixels, 2 in [0,1] units, and every pixel neighbours every other.
        Assert.Equal(Math.Log(255 * 0.5 + 1), Value(terms, "peakResidual"), 1e-6);

        // 6 along the first axis is √7 deviations: two points are half as far, and the next three lie at the origin.
        Assert.Equal(Math.Log((2 * 0.5 + 3 * 1) / 5 * Math.Sqrt(7)), Value(terms, "nearest"), 1e-6);

        // Twice 0.5, -2, 0.25 and 1, beside the means 1 and 0 and the deviations 0.5, 1, 2 and 1: |-4| is the most.
        TensorAssert.AllClose([0, 4, 0.25f, 2], terms.Map, 1e-6);
        Assert.Equal(Math.Log(4), Value(terms, "local"), 1e-6);

        // Three pixels of 0.5 and one of 2.5 in [0,1] units.
        Assert.Equal(Math.Log(255 * 1 + 1), terms.Brightness, 1e-6);
    }

    [Fact]
    public void Take_the_peak_of_the_foreground_alone()
    {
        // Of the residuals 0, 0, 0.5 and 2 the last is background; the others neighbour each other.
        ScoreTerms terms = ScoreTerms.Of(
            [0, 0, 1, 4], TinyResult.Of(), TinyResult.Metric(), Spec, hasEncoder: true, [true, true, true, false]);
        ScoreTerms whole = ScoreTerms.Of([0, 0, 1, 4], TinyResult.Of(), TinyResult.Metric(), Spec, hasEncoder: true);

        Assert.Equal(Math.Log(255 * (0.5 / 3) + 1), Value(terms, "peakResidual"), 1e-6);
        Assert.Equal(whole.Values.Take(4), terms.Values.Take(4));
        Assert.Equal(whole.Map, terms.Map);
    }

    [Fact]
    public void Take_the_local_term_of_the_foreground_alone()
    {
        // The map is 0, 4, 0.25 and 2, each position a pixel.
        ScoreTerms terms = ScoreTerms.Of(
            new float[4], TinyResult.Of(), TinyResult.Metric(), Spec, hasEncoder: true, [true, false, true, true]);

        Assert.Equal(Math.Log(2), Value(terms, "local"), 1e-6);
    }

    [Fact]
    public void Are_taken_where_the_search_ended_without_an_encoder()
    {
        ScoreTerms terms = ScoreTerms.Of([0, 0, 0, 4], TinyResult.Of(), TinyResult.Metric(), Spec, hasEncoder: false);

        Assert.Equal(Math.Log((7 * 36 / 36.0 + 7 * 4 / 4.0) / 2), Value(terms, "criticFeatures"), 1e-6);
        Assert.Equal(Math.Log(7 * 9 / 36.0 / 2), Value(terms, "featureDifference"), 1e-6);
        Assert.Equal(Math.Log(7 * 1 / 4.0 / 2), Value(terms, "latent"), 1e-6);
        Assert.Equal(Math.Log(255 * 0.25 + 1), Value(terms, "peakResidual"), 1e-6);

        // Twice 0.25, 0.125, -0.5 and 0: (0.5 - 1) / 0.5 is the most.
        TensorAssert.AllClose([1, 0.25f, 0.5f, 0], terms.Map, 1e-6);
        Assert.Equal(0, Value(terms, "local"), 1e-6);
        Assert.Equal(Math.Log((2 * 0.5 + 3 * 1) / 5 * Math.Sqrt(7)), Value(terms, "nearest"), 1e-6);
        Assert.Equal(Math.Log(255 * 1 + 1), terms.Brightness, 1e-6);
    }

    [Fact]
    public void Stay_finite_where_an_image_is_the_mean_of_normal_ones()
    {
        // No distance, to whichever neighbour, and no residual.
        NormalMetric metric = TinyResult.Metric() with { Neighbours = new NormalNeighbours(new float[5], 5) };
        SearchResult result = TinyResult.Of() with
        {
            Features = [0, 0], StartDifference = [0, 0], Start = [0, 0], StartLocal = [0.5f, 0, 0, 0],
        };

        ScoreTerms terms = ScoreTerms.Of(new float[4], result, metric, Spec, hasEncoder: true);

        Assert.All(terms.Values.Where((_, i) => i != 4), term => Assert.InRange(term, -100, -10));
        Assert.Equal(0, Value(terms, "peakResidual"));
    }

    [Theory]
    [InlineData(-1f, -1f, -1f, -1f, 0)]
    [InlineData(1f, 1f, 1f, 1f, 1)]
    [InlineData(-1f, 0f, 0f, 0.5f, 0.4375)] // (0 + 0.5 + 0.5 + 0.75) / 4
    public void Know_the_brightness_of_the_image(float a, float b, float c, float d, double mean) =>
        Assert.Equal(
            Math.Log(255 * mean + 1),
            ScoreTerms.Of([a, b, c, d], TinyResult.Of(), TinyResult.Metric(), Spec, hasEncoder: true).Brightness,
            1e-12);

    [Fact]
    public void Have_a_scale_each_over_normal_images()
    {
        TermScales scales = ScoreTerms.ScalesOf(
            [
                new ScoreTerms([7, 1, 10, -1, 0, 1], 2),
                new ScoreTerms([8, 3, 10, -1, 4, 2], 3),
                new ScoreTerms([12, 5, 16, -4, 8, 6], 4),
            ],
            patches: false);

        // Means, and roots of the squared deviations' sum over 2, which a logistic curve has of spread √3/π.
        Assert.Equal(6, scales.Count);
        AssertScale(9, (4 + 1 + 9) / 2.0, scales["nearest"]);
        AssertScale(3, (4 + 0 + 4) / 2.0, scales["criticFeatures"]);
        AssertScale(12, (4 + 4 + 16) / 2.0, scales["featureDifference"]);
        AssertScale(-2, (1 + 1 + 4) / 2.0, scales["latent"]);
        AssertScale(4, (16 + 0 + 16) / 2.0, scales["peakResidual"]);
        AssertScale(3, (4 + 1 + 9) / 2.0, scales["local"], brightness: 0);

        static void AssertScale(double mean, double variance, TermScale scale, double brightness = 3)
        {
            Assert.Equal(mean, scale.Centre, 1e-12);
            Assert.Equal(Math.Sqrt(3 * variance) / Math.PI, scale.Spread, 1e-12);
            Assert.Equal((0.0, brightness), (scale.Slope, scale.Brightness));
        }
    }

    [Fact]
    public void Have_a_slope_each_over_enough_normal_images_but_for_those_that_speak_alone()
    {
        TermScales scales = ScoreTerms.ScalesOf(
            [
                .. Enumerable.Range(0, 21).Select(i => i / 10.0).Select(b =>
                    new ScoreTerms([1 + b, 2 - b, 3 + 2 * b, 4 - 2 * b, 5, 6 + b, 7 + b], b)),
            ],
            patches: true);

        TermScale[] all = [.. ScoreTerms.NamesFor(patches: true).Select(name => scales[name])];
        TensorAssert.AllClose([1, -1, 2, -2, 0, 0, 0], [.. all.Select(scale => (float)scale.Slope)], 1e-6);
        TensorAssert.AllClose([2, 1, 5, 2, 5], [.. all[..5].Select(scale => (float)scale.Centre)], 1e-4);
        Assert.All(all[..5], scale => Assert.Equal(1, scale.Brightness, 1e-12));

        // Of 0, 0.1 to 2, four in five stay below 1.6, and 1.7 to 2 exceed that by 0.25 on average.
        double spread = 0.25 * 0.2 / -Math.Log(0.8);
        Assert.Equal(spread, scales["texture"].Spread, 1e-9);
        Assert.Equal(6 + 1.6 - Math.Log(4) * spread, scales["texture"].Centre, 1e-9);
        Assert.Equal(7 + 1.6 - Math.Log(4) * spread, scales["local"].Centre, 1e-9);
    }

    [Fact]
    public void Standardise_beside_normal_images_as_bright()
    {
        // By 2 brighter than normal: (4 - 2 - 0.5·2)/0.25, (5 - 1)/2, (0 - -1 - -2·2)/0.5, (-4 - 0 - 1·2)/4 and
        // (4 - 3 - 0.25·2)/1; brightness enters neither into texture, (3 - 2)/0.5, nor into (1 - 0.5)/0.25.
        Assert.Equal([4, 2, 10, -1.5, 0.5, 2], new ScoreTerms([4, 5, 0, -4, 4, 1], 6).Standardise(TinyModel.Terms));
        Assert.Equal(
            [4, 2, 10, -1.5, 0.5, 2, 2], new ScoreTerms([4, 5, 0, -4, 4, 3, 1], 6).Standardise(TinyModel.TileTerms));
    }

    [Fact]
    public void Are_one_witness_of_the_whole_but_for_those_that_speak_alone()
    {
        Assert.Equal(1, ScoreTerms.Names.Sum(name => ScoreTerms.ShareOf(name) ?? 0), 1e-12);
        Assert.Equal(
            ["texture", "local", "madeDefects", "pretrainedSpot", "pretrainedMean"],
            ScoreTerms.Names.Where(name => ScoreTerms.ShareOf(name) is null));
        Assert.Equal(
            ScoreTerms.Names.SkipLast(2).Where(name => name != "texture"),
            ScoreTerms.NamesFor(patches: false, defects: true));
        Assert.Equal(ScoreTerms.Names.SkipLast(3), ScoreTerms.NamesFor(patches: true));
        Assert.Equal(ScoreTerms.Names.SkipLast(2), ScoreTerms.NamesFor(patches: true, defects: true));
        Assert.Equal(ScoreTerms.Names, ScoreTerms.NamesFor(patches: true, defects: true, pretrained: true));
    }

    private static double Value(ScoreTerms terms, string name) =>
        terms.Values[ScoreTerms.NamesFor(patches: false).Index().Single(term => term.Item == name).Index];

    // Eight vectors of mean 0: (±3, 0) and (0, ±1), twice each. They are the neighbours, too: along the one component,
    // the first axis, they lie at ±√7/2 twice each and four times at 0.
}
