using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>
/// A comparison as JSON: snake_case names, null for what could not be compared, numbers with all their digits.
/// </summary>
internal static class ComparisonFile
{
    /// <summary>Writes the file whole or not at all; one that is there is replaced.</summary>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, RunComparison comparison)
    {
        WholeFile.Write(
            path, JsonSerializer.Serialize(comparison, ComparisonJson.Default.RunComparison) + "\n", "--json");
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunComparison))]
internal sealed partial class ComparisonJson : JsonSerializerContext;

/// <summary>A comparison for a person to read.</summary>
internal static class ComparisonReport
{
    /// <summary>Writes a line for each thing that was compared, and for each gate.</summary>
    public static void Write(RunComparison comparison, TextWriter output)
    {
        void Line(string name, string text) => output.WriteLine($"{name,-10} {text}");
        void List(string name, string what, IReadOnlyList<string> paths)
        {
            if (paths.Count > 0)
                Line(name, $"{PathList.Count(paths.Count, "image")} {what}: {PathList.First(paths)}");
        }

        if (comparison.Identical)
            Line("identical", "the same images, and every score and verdict the same to the last digit");
        Line("images", $"{comparison.CommonImages} in both, {comparison.ComparedImages} of them with a score in both");
        List("missing", "of the baseline alone", comparison.MissingImages);
        List("added", "of the new run alone", comparison.AddedImages);
        List("lost", "with a score before and an error now", comparison.NewlyFailedImages);
        List("recovered", "with an error before and a score now", comparison.NewlyScoredImages);
        Line("scores", Scores(comparison));
        Line("ranks", Ranks(comparison));
        Line("verdicts", Verdicts(comparison.Verdicts));
        List("  flipped", "from normal to anomaly", comparison.Verdicts.NormalToAnomaly);
        List("  flipped", "from anomaly to normal", comparison.Verdicts.AnomalyToNormal);
        Line("AUROC", comparison.Auroc is { } auroc
            ? string.Create(CultureInfo.InvariantCulture, $"{auroc.New:F4} after {auroc.Baseline:F4}, "
                + $"{Signed(auroc.Change)} ({auroc.NormalImages} images of {VisibleText.Of(auroc.NormalLabel)} "
                + $"against {auroc.AnomalousImages} others)")
            : $"not measured: {VisibleText.Of(comparison.WhyNoAuroc ?? "")}");
        foreach (GateOutcome gate in comparison.Gates)
            Line(gate.Passed ? "passed" : "failed", $"{gate.Name}: {VisibleText.Of(gate.Message)}");
    }

    private static string Scores(RunComparison comparison) => comparison switch
    {
        { LargestChange: null } => "no image has one in both",
        { ChangedScores: 0 } => "all the same to the last digit",
        { LargestChange: { } largest } => string.Create(CultureInfo.InvariantCulture,
            $"{comparison.ChangedScores} of {comparison.ComparedImages} changed, by {comparison.MeanChange:G4} on "
                + $"average and at most {largest.Change:G4} ({VisibleText.Of(largest.Image)}, from {largest.Baseline} "
                + $"to {largest.New})"),
    };

    // Cut and not rounded: only the same order is 1.
    private static string Ranks(RunComparison comparison) => comparison switch
    {
        { RankCorrelation: { } correlation } => string.Create(CultureInfo.InvariantCulture, $"Spearman correlation "
            + $"{Math.Truncate(correlation * 1e6) / 1e6:F6}"),
        { ComparedImages: < 2 } => "no correlation of fewer than two images",
        _ => "no correlation, for all scores of a run are equal",
    };

    private static string Verdicts(VerdictChanges verdicts) => verdicts switch
    {
        { InBaseline: 0, InNew: 0 } => "none in either",
        { InNew: 0 } => "only in the baseline: nothing to compare",
        { InBaseline: 0 } => "only in the new run: nothing to compare",
        _ => $"{verdicts.Flips} of {verdicts.Compared} flipped",
    };

    private static string Signed(double change) =>
        change == 0 ? "unchanged" : change.ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture);
}
