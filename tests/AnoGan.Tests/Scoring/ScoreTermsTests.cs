using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class ScoreTermsTests
{
    // Pictures of 2×2 pixels.
    private static readonly NetworkSpec Spec = new(2, 1, 2, 16);

    [Fact]
    public void Are_logarithms_of_distances_and_of_the_peak_at_the_encoders_answer()
    {
        // Every metric: variance 36/7 along the first axis, 4/7 along the second, so the squared distance of (a, b) from
        // the origin over its length is (7a²/36 + 7b²/4) / 2.
        ScoreTerms terms = ScoreTerms.Of([0, 0, 0, 4], TinyResult.Of(), Metric(), Spec, hasEncoder: true);

        Assert.Equal(Math.Log((7 * 36 / 36.0 + 7 * 4 / 4.0) / 2), terms.CriticFeatures, 1e-6);
        Assert.Equal(Math.Log((7 * 9 / 36.0 + 7 * 1 / 4.0) / 2), terms.FeatureDifference, 1e-6);
        Assert.Equal(Math.Log((7 * 9 / 36.0 + 7 * 1 / 4.0) / 2), terms.Latent, 1e-6);

        // |x - G(start)| is 4 at one of four pixels, 2 in [0,1] units, and every pixel neighbours every other.
        Assert.Equal(Math.Log(255 * 0.5 + 1), terms.PeakResidual, 1e-6);
    }

    [Fact]
    public void Are_taken_where_the_search_ended_without_an_encoder()
    {
        ScoreTerms terms = ScoreTerms.Of([0, 0, 0, 4], TinyResult.Of(), Metric(), Spec, hasEncoder: false);

        Assert.Equal(Math.Log((7 * 36 / 36.0 + 7 * 4 / 4.0) / 2), terms.CriticFeatures, 1e-6);
        Assert.Equal(Math.Log(7 * 9 / 36.0 / 2), terms.FeatureDifference, 1e-6);
        Assert.Equal(Math.Log(7 * 1 / 4.0 / 2), terms.Latent, 1e-6);
        Assert.Equal(Math.Log(255 * 0.25 + 1), terms.PeakResidual, 1e-6);
    }

    [Fact]
    public void Stay_finite_where_an_image_is_the_mean_of_normal_ones()
    {
        // No distance, and no residual.
        SearchResult result = TinyResult.Of() with { Features = [0, 0], StartDifference = [0, 0], Start = [0, 0] };

        ScoreTerms terms = ScoreTerms.Of(new float[4], result, Metric(), Spec, hasEncoder: true);

        Assert.All((double[])[terms.CriticFeatures, terms.FeatureDifference, terms.Latent], term => Assert.InRange(term, -100, -10));
        Assert.Equal(0, terms.PeakResidual);
    }

    [Fact]
    public void Have_a_scale_each_over_normal_images()
    {
        IReadOnlyDictionary<string, TermScale> scales = ScoreTerms.ScalesOf([new ScoreTerms(1, 10, -1, 0), new ScoreTerms(3, 10, -1, 4), new ScoreTerms(5, 16, -4, 8)]);

        // Means, and roots of the squared deviations' sum over 2.
        Assert.Equal(["critic_features", "feature_difference", "latent", "peak_residual"], scales.Keys.Order(StringComparer.Ordinal));
        AssertScale(3, Math.Sqrt((4 + 0 + 4) / 2.0), scales["critic_features"]);
        AssertScale(12, Math.Sqrt((4 + 4 + 16) / 2.0), scales["feature_difference"]);
        AssertScale(-2, Math.Sqrt((1 + 1 + 4) / 2.0), scales["latent"]);
        AssertScale(4, Math.Sqrt((16 + 0 + 16) / 2.0), scales["peak_residual"]);

        static void AssertScale(double mean, double deviation, TermScale scale)
        {
            Assert.Equal(mean, scale.Mean, 1e-12);
            Assert.Equal(deviation, scale.Deviation, 1e-12);
        }
    }

    [Fact]
    public void Combine_to_the_mean_of_their_standardised_values()
    {
        // (5 - 1)/2 = 2, (0 - -1)/0.5 = 2, (-4 - 0)/4 = -1, (4 - 3)/1 = 1
        double score = new ScoreTerms(5, 0, -4, 4).Combine(TinyModel.Terms);

        Assert.Equal((2 + 2 - 1 + 1) / 4.0, score, 1e-12);
    }

    // Eight vectors of mean 0: (±3, 0) and (0, ±1), twice each.
    private static NormalMetric Metric()
    {
        using Tensor vectors = tensor([3f, 0, -3, 0, 3, 0, -3, 0, 0, 1, 0, -1, 0, 1, 0, -1], [8, 2]);
        var whitening = Whitening.Fit(vectors);
        return new NormalMetric(whitening, whitening, whitening);
    }
}
