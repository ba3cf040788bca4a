using System.Globalization;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Benchmarks;

/// <summary>
/// What a finished scoring run came to, beside the matrix rate and the published search on the machine it ran on.
/// </summary>
internal static class ScoredRun
{
    private const double YardstickSeconds = 2;
    private const int ReferenceWidth = 64;

    /// <summary>Measures the machine now and writes what the run did in its time.</summary>
    /// <param name="folder">The results folder.</param>
    /// <param name="model">The model it was scored with.</param>
    /// <param name="output">Where to write.</param>
    public static void Report(string folder, string model, TextWriter output)
    {
        RunManifest run = RunManifest.Read(folder, "name a folder that `anogan score` wrote");
        (ModelManifest manifest, _) = ManifestReader.Read(Path.Combine(model, ModelDirectory.ManifestName));
        TorchDevice.SetThreads(run.Threads);
        double before = MatrixRate.Measure(YardstickSeconds);
        double referenceStep = Median.Of(
            ReferenceSearch.Time(new NetworkSpec(28, 1, BenchmarkCase.Latent, ReferenceWidth)));
        double matrix = (before + MatrixRate.Measure(YardstickSeconds)) / 2;

        IReadOnlyList<ScoreRow> rows = [.. ScoreTable.Stream(folder).Where(row => row.Score is not null)];
        var cost = new NetworkCost(manifest.Setup.Network);
        double operations = rows.Sum(row =>
            cost.SearchStart(ModelDirectory.HasEncoder(manifest)) + (row.Steps ?? 0) * cost.SearchStep);
        double image = run.ElapsedSeconds / rows.Count,
            rate = operations / run.ElapsedSeconds / 1e9,
            reference = referenceStep * ReferenceSearch.PublishedSteps;
        output.WriteLine(Machine.Describe());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scored     {rows.Count} images in "
            + $"{run.ElapsedSeconds:F1} s, {image * 1000:F1} ms each, {rows.Average(row => row.Steps):F1} steps"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate       {rate:F0} GFLOP/s over the whole "
            + $"command after start-up, {rate / matrix:P0} of the matrix rate of {matrix:F0}"));
        if (manifest.Setup.Network is { Size: 28, Channels: 1 })
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"published  "
                + $"{ReferenceSearch.PublishedSteps} steps of {referenceStep * 1000:F2} ms, {reference:F0} s an "
                + $"image: {reference / image:F0} times as long"));
    }
}
