using AnoGan.Evaluation;

namespace AnoGan.Tests.Evaluation;

/// <summary>Scores of two kinds that overlap, and the area under a curve of them.</summary>
internal static class DrawnScores
{
    public static (double[] Normal, double[] Anomalous) Of(int normal, int anomalous, int levels)
    {
        var random = new Random(7);
        double Level(double offset) => Math.Floor((random.NextDouble() + offset) * levels);
        return (
            [.. Enumerable.Range(0, normal).Select(_ => Level(0))],
            [.. Enumerable.Range(0, anomalous).Select(_ => Level(0.4))]);
    }

    public static double Area(IReadOnlyList<CurvePoint> curve) =>
        curve.Zip(curve.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
}
