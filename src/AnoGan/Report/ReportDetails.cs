using System.Globalization;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>The end of the page: model, options, versions and time.</summary>
internal static class ReportDetails
{
    /// <summary>Names and values, those that the run has.</summary>
    public static string Render(ReportContent content)
    {
        RunManifest run = content.Run;
        var details = new List<(string Name, string? Value)>
        {
            ("Images", run.Images),
            ("Method", run.Method),
            ("Model", run.Model),
            ("Model's SHA-256", run.ModelHash),
            ("Training images", run.Baseline is { } facts ? Text(facts) : null),
            ("Score", run.Score switch
            {
                ScoreKind.Combined => "combined",
                ScoreKind.Paper => "paper: (1-λ)·residual + λ·feature distance",
                _ => null,
            }),
            ("Search", run.Search is { } search ? Text(search) : null),
            ("Region of interest", run.RoiFolder is { } folder ? $"{run.Roi} in {folder}" : run.Roi),
            ("Stride of tiles", run.Stride is { } stride ? $"{stride} pixels" : null),
            ("Defects", run.DefectThreshold is { } threshold
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"map above {Html.Of(threshold)}, at least {run.DefectMinArea} pixels")
                : null),
            ("False-positive rate", run.FalsePositiveRate is { } rate ? Html.Of(rate) : null),
            ("Held-out normal images", run.NormalScores?.Count.ToString(CultureInfo.InvariantCulture)),
            ("Device", $"{run.Device}, {Html.Count(run.Threads, "thread")}"),
        };
        details.AddRange(run.Versions.Select(version => (version.Key, (string?)version.Value)));
        string time = string.Create(
            CultureInfo.InvariantCulture, $"<dt>Time</dt><dd><time>{run.ElapsedSeconds:0.0} s</time></dd>");
        return string.Concat(details.Where(detail => detail.Value is not null)
            .Select(detail => $"<dt>{Html.Of(detail.Name)}</dt><dd>{Html.Of(detail.Value!)}</dd>")) + time;
    }

    private static string Text(SearchOptions search) => string.Create(CultureInfo.InvariantCulture,
        $"{search.Steps} steps, learning rate {search.LearningRate} "
            + $"({search.Schedule.ToString().ToLowerInvariant()}), λ {search.Lambda}, prior weight "
            + $"{search.PriorWeight}, restarts {search.Restarts}, plateau {search.Plateau}, batch {search.Batch}, "
            + $"seed {search.Seed}");

    private static string Text(BaselineFacts facts) => string.Create(CultureInfo.InvariantCulture,
        $"{facts.TrainingImages} of {facts.TrainingFolder}, {facts.HeldOutImages} held out, seed "
            + $"{facts.Seed}{(facts.Components is { } components ? $", {components} components" : "")}");
}
