using AnoGan.Imaging;
using AnoGan.Models;
using AnoGan.Networks;
using static TorchSharp.torch;

namespace AnoGan.Tests.Support;

/// <summary>A model of untrained networks.</summary>
internal static class TinyModel
{
    /// <summary>Scales of another mean and deviation for every term.</summary>
    public static IReadOnlyDictionary<string, TermScale> Terms => new Dictionary<string, TermScale>
    {
        ["critic_features"] = new(1, 2), ["feature_difference"] = new(-1, 0.5), ["latent"] = new(0, 4), ["peak_residual"] = new(3, 1),
    };

    public static ModelManifest Manifest(NetworkSpec spec) => new()
    {
        Format = ModelManifest.FormatName,
        FormatVersion = ModelManifest.CurrentVersion,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Network = spec,
        Fit = FitMode.Crop,
        Training = new TrainOptions { Steps = 7, Minutes = 1.5 },
        Facts = new TrainingFacts(7, 1.25, 1, "cpu", 0.5, 0.01),
        Data = new DataFacts("good", 50, 20, 0.1, 1, 0, 8, 16, "abc"),
        Search = new SearchOptions { Steps = 3, Schedule = LearningRateSchedule.Constant },
        Calibration = new Calibration
        {
            IsHeldOut = true,
            Folder = "good",
            Terms = Terms,
            Scores = [0.1, 0.2],
            PaperScores = [0.05, 0.06],
            Residuals = [0.01, 0.02],
            FeatureDistances = [0.3, 0.4],
            HeatmapScale = 0.25,
        },
        Versions = new Dictionary<string, string> { ["anogan"] = "0.1.0" },
        Files = new Dictionary<string, string>(),
    };

    /// <summary>Writes a model of seeded networks.</summary>
    public static void Save(string folder, NetworkSpec spec, ulong seed = 1, bool replace = false, bool hasEncoder = true)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(spec, seed, hasEncoder);
        ModelDirectory.Save(folder, Manifest(spec), networks, Metric(spec, seed), replace);
    }

    /// <summary>The metric of 40 seeded vectors of normal numbers each.</summary>
    public static NormalMetric Metric(NetworkSpec spec, ulong seed = 1)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        return new NormalMetric(Fit(spec.FeatureLength), Fit(spec.FeatureLength), Fit(spec.Latent));

        Whitening Fit(int length) => Whitening.Fit(randn(40, length, generator: random));
    }
}
