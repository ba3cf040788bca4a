using System.Globalization;
using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>From scored and labelled images to every measure that needs no masks.</summary>
internal static class ImageEvaluation
{
    private static readonly double[] Specificities = [0.95, 0.99];

    /// <summary>
    /// Measures the images that have a score; those without are counted. Behind each interval there are resamples, at
    /// least 1, drawn from a seed.
    /// </summary>
    /// <exception cref="ArgumentException">The images with a score are all normal or all anomalous.</exception>
    public static EvaluationMetrics Compute(
        IReadOnlyCollection<ScoreRow> rows, string normalLabel, int resamples, ulong seed,
        CancellationToken cancellation = default)
    {
        ScoreRow[] normal = [.. rows.Where(row => row.Score is not null && row.Label == normalLabel)];
        ScoreRow[] anomalous = [.. rows.Where(row => row.Score is not null && row.Label != normalLabel)];
        if (normal.Length == 0 || anomalous.Length == 0)
            throw new ArgumentException("both normal and anomalous images are needed", nameof(rows));

        TermMetrics? Term(Func<ScoreRow, double?> value) =>
            Measure(normal, anomalous, value, resamples, seed, cancellation);
        TermMetrics score = Term(row => row.Score)!;
        var terms = new Dictionary<string, TermMetrics> { [EvaluationMetrics.ScoreTerm] = score };
        if (Term(row => row.Residual) is { } residual)
            terms[EvaluationMetrics.ResidualTerm] = residual;
        if (Term(row => row.FeatureDistance) is { } feature)
            terms[EvaluationMetrics.FeatureTerm] = feature;
        foreach ((int place, string column) in ScoreTable.SurpriseColumns.Index())
        {
            if (Term(row => row.Surprises.Count > 0 && !double.IsNaN(row.Surprises[place])
                ? row.Surprises[place]
                : null) is { } term)
                terms[column] = term;
        }

        double[] normalScores = Values(normal, row => row.Score)!;
        double[] anomalousScores = Values(anomalous, row => row.Score)!;
        ConfusionMatrix? confusion = Verdicts(normal) is { } negatives && Verdicts(anomalous) is { } positives
            ? new ConfusionMatrix(
                positives.Count(called => called), negatives.Count(called => called),
                negatives.Count(called => !called), positives.Count(called => !called))
            : null;
        return new EvaluationMetrics
        {
            NormalLabel = normalLabel,
            NormalImages = normal.Length,
            AnomalousImages = anomalous.Length,
            FailedImages = rows.Count - normal.Length - anomalous.Length,
            ImageAuroc = score.Auroc,
            ImageAurocInterval = score.Interval,
            AveragePrecision = score.AveragePrecision,
            F1 = confusion?.F1,
            Confusion = confusion,
            SensitivityAtSpecificity = Specificities.ToDictionary(
                share => share.ToString(CultureInfo.InvariantCulture),
                share => Roc.SensitivityAt(normalScores, anomalousScores, share)),
            FalsePositiveRate = confusion?.FalsePositiveRate,
            Classes = anomalous.GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => OfClass([.. group], normalScores)),
            Terms = terms,
            Bootstrap = resamples,
            Seed = seed,
        };
    }

    private static ClassMetrics OfClass(ScoreRow[] rows, double[] normalScores) => new(
        rows.Length, Verdicts(rows)?.Count(called => called), Roc.Area(normalScores, Values(rows, row => row.Score)!));

    private static TermMetrics? Measure(
        ScoreRow[] normal, ScoreRow[] anomalous, Func<ScoreRow, double?> value, int resamples, ulong seed,
        CancellationToken cancellation)
    {
        if (Values(normal, value) is not { } low || Values(anomalous, value) is not { } high)
            return null;
        return new TermMetrics(
            Roc.Area(low, high), Roc.AreaInterval(low, high, resamples, seed, cancellation),
            PrecisionRecall.Average(low, high));
    }

    // Null where one is missing: a measure over some of the images would pass for one over all.
    private static double[]? Values(ScoreRow[] rows, Func<ScoreRow, double?> value) =>
        Array.TrueForAll(rows, row => value(row) is not null) ? [.. rows.Select(row => value(row)!.Value)] : null;

    private static bool[]? Verdicts(ScoreRow[] rows) =>
        Array.TrueForAll(rows, row => row.IsAnomaly is not null) ? [.. rows.Select(row => row.IsAnomaly!.Value)] : null;
}
