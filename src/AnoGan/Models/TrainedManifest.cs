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
            Setup = setup,
            Facts = FactsOf(keeper.Last!),
            Health = keeper.Health.Facts,
            Calibration = calibration,
            Versions = RuntimeVersions.Collect(),
            Files = new Dictionary<string, string>(),
        };

    private static TrainingFacts FactsOf(TrainProgress last) =>
        new(last.Step, last.ElapsedSeconds, last.WassersteinEstimate, last.Penalty);
}
