using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;
using static TorchSharp.torch;

namespace AnoGan.Tests.Support;

/// <summary>A model of untrained networks.</summary>
internal static class TinyModel
{
    /// <summary>Scales of another line and spread for every term, over images of mean brightness 4.</summary>
    public static TermScales Terms =>
        new()
        {
            ["nearest"] = new(2, 0.5, 4, 0.25),
            ["criticFeatures"] = new(1, 0, 4, 2),
            ["featureDifference"] = new(-1, -2, 4, 0.5),
            ["latent"] = new(0, 1, 4, 4),
            ["peakResidual"] = new(3, 0.25, 4, 1),
            ["local"] = new(0.5, 0, 0, 0.25),
        };

    /// <summary>The same with one of texture.</summary>
    public static TermScales TileTerms => new TermScales { ["texture"] = new(2, 0, 0, 0.5) }.With(Terms);

    /// <summary>The score of whole pictures, in which the local term weighs a half.</summary>
    public static JointScore Joint => new(Terms, Whole: new(0.5, 0, 0, 0.25), Weights(0.5));

    /// <summary>The score of pictures put together from tiles.</summary>
    public static JointScore TileJoint => new(
        new TermScales { ["texture"] = new(1, 0, 0, 0.5), ["local"] = new(3, 0, 0, 2) }.With(Terms),
        Whole: new(0.25, 0, 0, 0.125), Weights(0.4, "texture"));

    /// <summary>1 - w/2 of the whole and of others, w of the local term.</summary>
    public static Dictionary<string, double> Weights(double local, params string[] others)
    {
        var weights = new Dictionary<string, double> { ["whole"] = 1 - local / 2, ["local"] = local };
        foreach (string other in others)
            weights[other] = 1 - local / 2;
        return weights;
    }

    /// <summary>Scale of the logarithm of the local map.</summary>
    public static TermScale Pixel => new(-0.5, 0, 0, 0.5);

    private static TermScales With(this TermScales scales, TermScales others)
    {
        foreach ((string name, TermScale scale) in others)
            scales.TryAdd(name, scale);
        return scales;
    }

    private static SearchOptions Search => new() { Steps = 3, Schedule = LearningRateSchedule.Constant };

    public static ModelManifest Manifest(NetworkSpec spec) => new()
    {
        Format = ModelManifest.FormatName,
        FormatVersion = ModelManifest.CurrentVersion,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Setup = new TrainingSetup
        {
            Network = spec,
            Preparation = Preparation.None,
            Tiles = null,
            Pretrained = null,
            Fit = FitMode.Crop,
            Training = new TrainOptions { Steps = 7, Minutes = 1.5 },
            Search = Search,
            Threads = 1,
            Device = "cpu",
            CacheMegabytes = null,
            Data = new DataFacts("good", 50, 20, 0.1, 1, 0, 8, 16, "abc"),
        },
        Facts = new TrainingFacts(7, 1.25, 0.5, 0.01, EncoderSteps: 3, DefectSteps: 0),
        Health = new TrainingHealthFacts(7, 0.9, 0.04, 0.03, 5, ["at step 5 a sign"]),
        Calibration = new Calibration
        {
            IsHeldOut = true,
            Search = Search,
            Stride = null,
            Folder = "good",
            Joint = Joint,
            Pixel = Pixel,
            DefectPixel = null,
            Position = null,
            Scores = [0.1, 0.2],
            PaperScores = [0.05, 0.06],
            Residuals = [0.01, 0.02],
            FeatureDistances = [0.3, 0.4],
            Added = [],
            HeatmapScale = 0.25,
            Tiles = null,
        },
        Versions = new Dictionary<string, string> { ["anogan"] = "0.1.0" },
        Files = new Dictionary<string, string>(),
    };

    /// <summary>Scales of tiles, each of another centre and spread.</summary>
    public static TileScales TileScales => new(TileTerms, Combined: new(1, 0, 0, 4), Residual: new(1.5, 0, 0, 0.25));

    /// <summary>The manifest of a model of patches.</summary>
    public static ModelManifest TileManifest(NetworkSpec spec)
    {
        ModelManifest whole = Manifest(spec);
        return whole with
        {
            Setup = whole.Setup with
            {
                Preparation = Preparation.Parse("percentiles:2:98,crop", scale: 0.5),
                Tiles = new TileOptions(3, Augmentation.FlipHorizontal | Augmentation.Turn),
            },
            Calibration = whole.Calibration with { Tiles = TileScales, Joint = TileJoint, Stride = 3 },
        };
    }

    /// <summary>Writes a model of seeded networks.</summary>
    public static void Save(
        string folder, NetworkSpec spec, ulong seed = 1, bool replace = false, bool hasEncoder = true)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(spec, seed, hasEncoder);
        ModelDirectory.Save(folder, Manifest(spec), networks, Metric(spec, seed), replace);
    }

    /// <summary>The metric of 40 seeded vectors of normal numbers each, 7 points, and 40 local features.</summary>
    public static NormalMetric Metric(NetworkSpec spec, ulong seed = 1)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        Whitening features = Fit(spec.FeatureLength);
        var neighbours = new NormalNeighbours(TensorAssert.Values(randn(7, features.Components, generator: random)), 7);
        return new NormalMetric(features, neighbours, Fit(spec.FeatureLength), Fit(spec.Latent), Local());

        Whitening Fit(int length) => Whitening.Fit(randn(40, length, generator: random));

        LocalMetric Local()
        {
            long length = (long)spec.LocalChannels * spec.LocalSide * spec.LocalSide;
            float[] Numbers() => TensorAssert.Values(randn(length, generator: random));
            return LocalMetric.Fit(
                [.. Enumerable.Range(0, 40).Select(_ => new LocalFeatures(Numbers(), Numbers()))], spec);
        }
    }

    /// <summary>The metric of patches: the same, and that of 40 seeded textures, themselves its points.</summary>
    public static NormalMetric TileMetric(NetworkSpec spec, ulong seed = 1)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        Tensor textures = randn(40, NormalTexture.Length, generator: random);
        Whitening metric = Whitening.Fit(textures);
        float[] points =
        [
            .. TensorAssert
                .Values(textures)
                .Chunk(NormalTexture.Length)
                .SelectMany(texture => metric.Coordinates(texture)),
        ];
        return Metric(spec, seed) with { Texture = new NormalTexture(metric, new NormalNeighbours(points, 40)) };
    }
}
