using AnoGan.Method;
using AnoGan.Training;

namespace AnoGan.Models;

/// <summary>What a finished training says of itself.</summary>
internal static class TrainedManifest
{
    /// <summary>Makes the manifest, but for its hashes.</summary>
    /// <param name="setup">What was trained.</param>
    /// <param name="keeper">How it went.</param>
    /// <param name="calibration">How normal images score.</param>
    /// <param name="now">The time to record.</param>
    public static ModelManifest Of(
        TrainingSetup setup, TrainKeeper keeper, Calibration calibration, DateTimeOffset now) =>
        new()
        {
            Format = ModelManifest.FormatName,
            FormatVersion = ModelManifest.CurrentVersion,
            Created = now,
            Network = setup.Network,
            Preparation = setup.Preparation,
            Tiles = setup.Tiles,
            Fit = setup.Fit,
            Training = setup.Training,
            Facts = FactsOf(keeper.Last!, setup),
            Health = keeper.Health.Facts,
            Data = setup.Data,
            Search = setup.Search!,
            Calibration = calibration,
            Versions = RuntimeVersions.Collect(),
            Files = new Dictionary<string, string>(),
        };

    private static TrainingFacts FactsOf(TrainProgress last, TrainingSetup setup) =>
        new(last.Step, last.ElapsedSeconds, setup.Threads, setup.Device, last.WassersteinEstimate, last.Penalty);
}
