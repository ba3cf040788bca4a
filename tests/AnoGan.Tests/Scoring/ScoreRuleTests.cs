using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class ScoreRuleTests : IDisposable
{
    private static readonly NetworkSpec Spec = TinyNetworks.Spec;
    private static readonly SearchOptions Search = TinyModel.Manifest(Spec).Calibration.Search with { Lambda = 0.25 };

    private readonly List<TrainedModel> _models = [];

    public void Dispose() => _models.ForEach(model => model.Dispose());

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(0.1, 0.9 * 0.25 + 0.1 * 4)]
    [InlineData(1, 4)]
    public void Weighs_residual_and_feature_distance_by_lambda_as_the_paper_does(double lambda, double expected) =>
        Assert.Equal(expected, TinyResult.Of().PaperScore(lambda), 1e-12);

    [Fact]
    public void Gives_paper_scores_p_values_of_paper_scores()
    {
        TrainedModel model = Model();
        var rule = new ScoreRule(model, Search, ScoreKind.Paper, 0.2);

        // 0.75·0.4 + 0.25·1.92 = 0.78; of the normal scores 0.1, 0.2 to 0.9, two are at least as large.
        AnomalyScore score = Apply(rule, model, new float[64], Result(0.4f, 1.92f));

        Assert.Equal(0.78, score.Score, 1e-6);
        Assert.Equal((1 + 2) / 10.0, score.PValue, 1e-12);
        Assert.False(score.IsAnomaly);
        Assert.Equal(0.2, rule.Rate);
        Assert.Equal(0.8, rule.Threshold);
        Assert.Equal((0.4f, 1.92f), ((float)score.Residual, (float)score.FeatureDistance));
        Assert.Equal(0.5, score.ZNorm, 1e-12);
        Assert.Null(score.Term);
    }

    [Theory]
    [InlineData(0.05, 1.0)]
    [InlineData(0.79, 0.3)]
    [InlineData(0.81, 0.2)]
    [InlineData(0.95, 0.1)]
    public void Calls_anomalies_those_whose_p_value_is_at_most_the_rate(double paperScore, double pValue)
    {
        TrainedModel model = Model();
        var rule = new ScoreRule(model, Search, ScoreKind.Paper, 0.2);

        AnomalyScore score = Apply(rule, model, new float[64], Result((float)paperScore, (float)paperScore));

        Assert.Equal(pValue, score.PValue, 1e-12);
        Assert.Equal(pValue <= 0.2, score.IsAnomaly);
        Assert.Equal(score.Score > rule.Threshold, score.IsAnomaly);
    }

    [Fact]
    public void Gives_combined_scores_p_values_of_combined_scores()
    {
        TrainedModel model = Model();
        SearchResult result = Result(0.4f, 2);
        float[] image = [.. Enumerable.Range(0, 64).Select(i => i / 100f)];
        (double expected, string term) = Combined(model, image, result, hasEncoder: true);
        double[] normal = [expected - 3, expected - 2, expected - 1, expected + 1];
        TrainedModel calibrated = Model(c =>
            c with
            {
                Scores = normal,
                PaperScores = [1, 1, 1, 1],
                Residuals = [1, 1, 1, 1],
                FeatureDistances = [1, 1, 1, 1],
            }
        );

        AnomalyScore score = Apply(
            new ScoreRule(calibrated, Search, ScoreKind.Combined, 0.4), calibrated, image, result);
        AnomalyScore stricter = Apply(
            new ScoreRule(calibrated, Search, ScoreKind.Combined, 0.3), calibrated, image, result);

        Assert.Equal((expected, 2 / 5.0, true), (score.Score, score.PValue, score.IsAnomaly));
        Assert.Equal((expected, 2 / 5.0, false), (stricter.Score, stricter.PValue, stricter.IsAnomaly));
        Assert.Equal(term, score.Term);
        Assert.Equal(ScoreTerms.NamesFor(patches: false), score.Surprises.Keys);
    }

    [Fact]
    public void Takes_the_terms_where_the_search_ended_in_a_model_without_an_encoder()
    {
        TrainedModel model = Model(hasEncoder: false);
        SearchResult result = Result(0.4f, 2);
        float[] image = new float[64];

        double score = Apply(new ScoreRule(model, Search, ScoreKind.Combined, 0.2), model, image, result).Score;

        Assert.Equal(Combined(model, image, result, hasEncoder: false).Score, score);
        Assert.NotEqual(Combined(model, image, result, hasEncoder: true).Score, score);
    }

    [Fact]
    public void Raises_the_rate_to_the_smallest_that_the_images_can_vouch_for()
    {
        var rule = new ScoreRule(Model(), Search, ScoreKind.Paper, 0.01);

        Assert.Equal((0.1, 0.9), (rule.Rate, rule.Threshold));
    }

    [Fact]
    public void Gives_no_verdict_on_images_that_were_not_held_out() =>
        AssertNoVerdict(Model(c => c with { IsHeldOut = false }), Search);

    [Fact]
    public void Gives_no_verdict_on_paper_scores_of_another_search() =>
        AssertNoVerdict(Model(), Search with { Steps = 4 });

    [Fact]
    public void Gives_no_verdict_on_combined_scores_of_another_search_without_an_encoder()
    {
        TrainedModel model = Model(hasEncoder: false);
        var rule = new ScoreRule(model, Search with { Steps = 4 }, ScoreKind.Combined, 0.2);

        AnomalyScore score = Apply(rule, model, new float[64], Result(1, 1));

        Assert.Equal((null, null), (rule.Rate, rule.Threshold));
        Assert.Equal((double.NaN, false), (score.PValue, score.IsAnomaly));
    }

    [Fact]
    public void Gives_the_same_verdict_on_combined_scores_whatever_the_search_where_an_encoder_answers_before_it()
    {
        TrainedModel model = Model();
        SearchResult result = Result(1, 1),
            longer = result with
            {
                Z = [4, 4, 4, 4], Generated = new float[64], Difference = Ramp(1), Local = Ramp(2), Residual = 0,
            };

        AnomalyScore score = Apply(new ScoreRule(model, Search, ScoreKind.Combined, 0.2), model, new float[64], result);
        AnomalyScore other = Apply(
            new ScoreRule(model, Search with { Steps = 4 }, ScoreKind.Combined, 0.2), model, new float[64], longer);

        Assert.Equal((score.Score, score.PValue, score.IsAnomaly), (other.Score, other.PValue, other.IsAnomaly));
        Assert.True(double.IsFinite(other.PValue));
    }

    [Fact]
    public void Gives_no_verdict_where_the_search_diverged()
    {
        TrainedModel model = Model();

        AnomalyScore score = Apply(
            new ScoreRule(model, Search, ScoreKind.Paper, 0.2), model, new float[64], Result(float.NaN, 1));

        Assert.Equal((double.NaN, double.NaN, false), (score.Score, score.PValue, score.IsAnomaly));
    }

    [Theory]
    [InlineData(ScoreKind.Combined, 0.85, 0.2)]
    [InlineData(ScoreKind.Paper, 0.35, 0.7)]
    public void Judges_what_tiles_came_to(ScoreKind kind, double expected, double pValue)
    {
        var rule = new ScoreRule(PatchModel(), Search, kind, 0.2, stride: 3);

        // Of the normal scores 0.1, 0.2 to 0.9 one is at least 0.85, and six 0.35.
        AnomalyScore score = rule.Judge(new SquareNumbers(0.85, 0.35, 0.1, 2, 0.5, Steps: 3, Converged: true));

        Assert.Equal((expected, 0.1, 2, 0.5), (score.Score, score.Residual, score.FeatureDistance, score.ZNorm));
        Assert.Equal(pValue, score.PValue, 1e-12);
        Assert.Equal(kind == ScoreKind.Combined, score.IsAnomaly);
    }

    [Fact]
    public void Gives_no_p_values_with_another_stride_than_the_models()
    {
        var rule = new ScoreRule(PatchModel(), Search, ScoreKind.Combined, 0.2, stride: 4);

        AnomalyScore score = rule.Judge(new SquareNumbers(0.95, 0.95, 0.1, 2, 0.5, Steps: 3, Converged: true));

        Assert.Equal((0.95, double.NaN, false), (score.Score, score.PValue, score.IsAnomaly));
        Assert.Equal(((double?)null, (double?)null), (rule.Rate, rule.Threshold));
    }

    [Fact]
    public void Takes_the_stride_of_the_model_where_none_is_given()
    {
        Assert.Equal(3, new ScoreRule(PatchModel(), Search, ScoreKind.Combined, 0.2).Stride);
        Assert.Null(new ScoreRule(Model(), Search, ScoreKind.Combined, 0.2).Stride);
        Assert.Throws<ArgumentException>(() => new ScoreRule(Model(), Search, ScoreKind.Combined, 0.2, stride: 4));
    }

    [Fact]
    public void Fits_a_search_that_differs_in_batch_and_seed_only()
    {
        ModelManifest manifest = Model().Manifest;

        Assert.True(ScoreRule.Fits(manifest, Search, dependsOnSearch: true));
        Assert.True(ScoreRule.Fits(manifest, Search with { Batch = 5, Seed = 77 }, dependsOnSearch: true));
        Assert.All(
            (SearchOptions[])
                [
                    Search with
                    {
                        Steps = 4,
                    },
                    Search with
                    {
                        LearningRate = 0.2,
                    },
                    Search with
                    {
                        Schedule = LearningRateSchedule.Cosine,
                    },
                    Search with
                    {
                        Lambda = 0.1,
                    },
                    Search with
                    {
                        PriorWeight = 0,
                    },
                    Search with
                    {
                        Plateau = 0,
                    },
                    Search with
                    {
                        Restarts = 2,
                    },
                ],
            other => Assert.False(ScoreRule.Fits(manifest, other, dependsOnSearch: true)));
    }

    [Fact]
    public void Fits_a_search_in_another_precision_where_no_score_depends_on_it()
    {
        ModelManifest manifest = Model().Manifest;

        Assert.True(ScoreRule.Fits(manifest, Search with { Precision = Precision.Bf16 }, dependsOnSearch: false));
        Assert.False(ScoreRule.Fits(manifest, Search with { Precision = Precision.Bf16 }, dependsOnSearch: true));
    }

    [Fact]
    public void Depends_on_the_search_without_an_encoder_and_as_the_paper_does()
    {
        Assert.False(ScoreRule.DependsOnSearch(hasEncoder: true, ScoreKind.Combined));
        Assert.True(ScoreRule.DependsOnSearch(hasEncoder: true, ScoreKind.Paper));
        Assert.True(ScoreRule.DependsOnSearch(hasEncoder: false, ScoreKind.Combined));
    }

    // The verdict on a searched image.
    private static AnomalyScore Apply(ScoreRule rule, TrainedModel model, float[] image, SearchResult result)
    {
        Calibration calibration = model.Manifest.Calibration;
        var formulas = new WholeRule(
            model.Metric, Spec, model.Networks.Encoder is not null, Search.Lambda, calibration.Joint,
            calibration.Pixel);
        JudgedSquare judged = formulas.Judge(new Square(image, new byte[32], default, Foreground: null), result);
        return rule.Judge(judged.Numbers.With(calibration.Joint, judged.Terms!.Value));
    }

    private static (double Score, string Term) Combined(
        TrainedModel model, float[] image, SearchResult result, bool hasEncoder)
    {
        ScoreTerms terms = ScoreTerms.Of(image, result, model.Metric, Spec, hasEncoder);
        JointScore joint = model.Manifest.Calibration.Joint;
        return joint.Combine(joint.Of(new PictureTerms(terms.Values, terms.Brightness)));
    }

    private static void AssertNoVerdict(TrainedModel model, SearchOptions search)
    {
        var rule = new ScoreRule(model, search, ScoreKind.Paper, 0.2);

        AnomalyScore score = Apply(rule, model, new float[64], Result(1, 1));

        Assert.Equal((null, null), (rule.Rate, rule.Threshold));
        Assert.Equal((1, double.NaN, false), (score.Score, score.PValue, score.IsAnomaly));
    }

    // Of the tiny networks: 256 features, 4 latent numbers.
    private static SearchResult Result(float residual, float featureDistance) =>
        TinyResult.Of(residual, featureDistance) with
        {
            Start = [1, 2, 3, 4],
            StartGenerated = new float[64],
            Generated = [.. Enumerable.Repeat(0.5f, 64)],
            Z = [1, 0, 0, 0],
            Features = Ramp(0.01f),
            StartDifference = Ramp(0.02f),
            Difference = Ramp(0.03f),
            LocalFeatures = Ramp(0.01f),
            StartLocal = Ramp(0.02f),
            Local = Ramp(0.03f),
        };

    private static float[] Ramp(float slope) => [.. Enumerable.Range(0, Spec.FeatureLength).Select(i => slope * i)];

    // The same with tiles of a stride of 3.
    private TrainedModel PatchModel()
    {
        TrainedModel whole = Model();
        return whole with
        {
            Manifest = TinyModel.TileManifest(Spec) with
            {
                Calibration = whole.Manifest.Calibration with { Stride = 3 },
            },
        };
    }

    private TrainedModel Model(Func<Calibration, Calibration>? adjust = null, bool hasEncoder = true)
    {
        double[] normal = [.. Enumerable.Range(1, 9).Select(i => i / 10.0)];
        ModelManifest manifest = TinyModel.Manifest(Spec);
        Calibration calibration = manifest.Calibration with
        {
            Search = Search,
            Scores = normal,
            PaperScores = normal,
            Residuals = normal,
            FeatureDistances = normal,
        };
        manifest = manifest with { Calibration = adjust?.Invoke(calibration) ?? calibration };
        var model = new TrainedModel(
            manifest, TinyNetworks.Frozen(Spec, hasEncoder: hasEncoder), TinyModel.Metric(Spec), "hash");
        _models.Add(model);
        return model;
    }
}
