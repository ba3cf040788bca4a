using AnoGan.Imaging;
using AnoGan.Models;
using AnoGan.Networks;

namespace AnoGan.Tests.Support;

/// <summary>A model of untrained networks.</summary>
internal static class TinyModel
{
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
            IsHeldOut = true, Scores = [0.1, 0.2], Residuals = [0.01, 0.02], FeatureDistances = [0.3, 0.4], HeatmapScale = 0.25,
        },
        Versions = new Dictionary<string, string> { ["anogan"] = "0.1.0" },
        Files = new Dictionary<string, string>(),
    };

    /// <summary>Writes a model of seeded networks.</summary>
    public static void Save(string folder, NetworkSpec spec, ulong seed = 1, bool replace = false)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(spec, seed);
        ModelDirectory.Save(folder, Manifest(spec), networks, replace);
    }
}
