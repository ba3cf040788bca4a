using System.Globalization;
using AnoGan.Report.Charts;

namespace AnoGan.Training;

/// <summary>curves.svg: what a training measured over its steps, a panel a quantity, with its warnings.</summary>
internal static class TrainingCurves
{
    private const int Width = 760, PanelHeight = 200;

    private static readonly HealthKind[] OfCritic = [HealthKind.CriticLost, HealthKind.CriticWon];
    private static readonly HealthKind[] OfPenalty = [HealthKind.PenaltyOutOfRange];
    private static readonly HealthKind[] OfResidual = [HealthKind.ResidualRose, HealthKind.ResidualStuck];
    private static readonly HealthKind[] OfSamples = [HealthKind.SamplesCollapsed];

    /// <summary>Draws the panels of everything that was measured.</summary>
    /// <param name="lines">The log so far; at least one line is no warning.</param>
    /// <returns>The text of an SVG file.</returns>
    public static string Draw(IReadOnlyList<LogLine> lines)
    {
        LineChart?[] panels =
        [
            Panel(lines, "Wasserstein estimate", "units of the critic", line => line.WassersteinEstimate, OfCritic),
            Panel(
                lines, "Gradient penalty", "without its weight", line => line.Penalty, OfPenalty, isLogarithmic: true),
            Panel(lines, "Held-out residual", "mean |x - G(z)|", line => line.HeldOutResidual, OfResidual, least: 0),
            Panel(
                lines, "Diversity of samples", "times training images", line => line.SampleDiversity, OfSamples,
                least: 0),
        ];
        return ChartColumn.ToSvg([.. panels.OfType<LineChart>()], Width, PanelHeight);
    }

    private static LineChart? Panel(
        IReadOnlyList<LogLine> lines, string name, string unit, Func<LogLine, double?> valueOf, HealthKind[] signs,
        bool isLogarithmic = false, double? least = null)
    {
        LogLine[] measured = [.. lines.Where(line => valueOf(line) is not null)];
        if (measured.Length == 0)
            return null;
        double[] values = [.. measured.Select(line => valueOf(line)!.Value)];
        LogLine[] warnings =
        [
            .. lines.Where(line =>
                line.Warning is not null && (line.WarningKind is not { } kind || signs.Contains(kind))),
        ];
        string steps = string.Join(", ", warnings.Select(line => line.Step));
        string warned = warnings.Length == 0 ? "" : $"; warnings at steps {steps}";
        return new LineChart
        {
            Title = name,
            Description = string.Create(CultureInfo.InvariantCulture, $"{name}: {values[0]:G3} at step "
                + $"{measured[0].Step}, {values[^1]:G3} at step {measured[^1].Step}{warned}"),
            X = new ChartAxis("generator steps") { Min = 0, Max = lines.Max(line => line.Step) },
            Y = new ChartAxis(unit) { IsLogarithmic = isLogarithmic, Min = least },
            Series = [new ChartSeries(name, [.. measured.Select(line => (double)line.Step)], values)],
            Marks =
            [
                .. warnings.Select(line => new ChartMark(
                    line.Step, string.Create(CultureInfo.InvariantCulture, $"warning at {line.Step}"), IsWarning: true
                )),
            ],
        };
    }
}
