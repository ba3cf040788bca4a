using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Report;
using AnoGan.Results;

namespace AnoGan.Tests.Support;

/// <summary>Results folders with a report, of drawn pictures and chosen scores: no model takes part.</summary>
internal static class DrawnResults
{
    private const int Side = 8;

    /// <summary>An image of a score.</summary>
    public static ScoredImage Image(string path, double score, double? pValue = null, bool? isAnomaly = null) => new()
    {
        File = new ImageFile("/nowhere/" + path, path, path.Split('/') is [var label, _, ..] ? label : ""),
        Score = new AnomalyScore
        {
            Score = score,
            PValue = pValue ?? 0.5,
            IsAnomaly = isAnomaly ?? score > 2,
            Residual = 0.01 * Math.Abs(score),
            FeatureDistance = 3 - 0.1 * score,
            ZNorm = 1,
        },
        Original = DrawnSquares.Draw(Side, (ulong)Math.Abs(score * 100)),
        Maps = Maps(
            FitGeometry.For(Side, Side, Side, FitMode.Pad), [.. Enumerable.Range(0, Side * Side).Select(i => i / 64f)],
            new float[Side * Side]),
    };

    /// <summary>The maps of a picture that was not prepared and fitted to one square.</summary>
    public static ScoreMaps Maps(FitGeometry fit, float[] levels, float[] generated, float[]? residuals = null) => new(
        PreparedGeometry.Identity(fit.Width, fit.Height), fit, levels, residuals ?? levels, generated,
        foreground: null);

    /// <summary>The same without a verdict.</summary>
    public static ScoredImage Unjudged(string path, double score) =>
        Image(path, score) is { Score: { } numbers } image
            ? image with { Score = numbers with { PValue = double.NaN, IsAnomaly = false } }
            : throw new InvalidOperationException();

    /// <summary>An image that could not be scored.</summary>
    public static ScoredImage Failed(string path, string error) =>
        new() { File = new ImageFile("/nowhere/" + path, path, "bad"), Error = error };

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">The results folder.</param>
    /// <param name="images">Its images.</param>
    /// <param name="normalLabel">The label that counts as normal.</param>
    /// <param name="withPictures">Whether it has pictures.</param>
    /// <param name="adjust">Changes what run.json says.</param>
    /// <returns>The report.</returns>
    public static string Write(
        string folder, IReadOnlyList<ScoredImage> images, string? normalLabel = "good", bool withPictures = true,
        Func<RunManifest, RunManifest>? adjust = null)
    {
        var run = new RunManifest
        {
            Started = TinyRuns.Now,
            Method = RunManifest.AnoGanMethod,
            Model = "part",
            ModelHash = new string('a', 64),
            Images = "photos",
            Search = new SearchOptions(),
            Threads = 1,
            Device = "cpu",
            HeatmapScale = 0.5,
            Score = ScoreKind.Combined,
            FalsePositiveRate = 0.05,
            Threshold = 2,
            NormalScores = [.. Enumerable.Range(0, 40).Select(i => -2 + 0.1 * i)],
            ScoredImages = 0,
            FailedImages = 0,
            ElapsedSeconds = 1.5,
            Versions = new Dictionary<string, string> { ["anogan"] = "0.1.0" },
            Parts = new RunParts { Pictures = withPictures, Report = true },
        };
        run = adjust?.Invoke(run) ?? run;
        using var results = ResultsFolder.OpenOnce(folder, overwrite: true, new RunEvents());
        results.Begin(run, [.. images.Select(image => image.File)], TinyRuns.Expected);
        results.Add(images);
        results.Commit(run.Warnings, staging => ReportPage.WriteFor(staging, normalLabel));
        return Path.Combine(folder, ResultsLayout.Report);
    }
}
