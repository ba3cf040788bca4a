using System.Xml.Linq;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

public sealed class TrainingCurvesTests
{
    private static readonly LogLine[] Lines =
    [
        new(10) { WassersteinEstimate = 5, Penalty = 0.1 },
        new(20) { WassersteinEstimate = 2, Penalty = 0.01, HeldOutResidual = 0.3, SampleDiversity = 0.5 },
    ];

    [Fact]
    public void Have_a_panel_for_everything_that_was_measured()
    {
        Assert.Equal(
            ["Wasserstein estimate", "Gradient penalty", "Held-out residual", "Diversity of samples"], Titles(Lines));
        Assert.Equal(["Wasserstein estimate", "Gradient penalty"], Titles(Lines[..1]));
    }

    [Fact]
    public void Say_in_words_what_they_show()
    {
        Assert.Contains(
            "Wasserstein estimate: 5 at step 10, 2 at step 20", TrainingCurves.Draw(Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(HealthKind.PenaltyOutOfRange), "Gradient penalty")]
    [InlineData(nameof(HealthKind.CriticLost), "Wasserstein estimate")]
    [InlineData(nameof(HealthKind.CriticWon), "Wasserstein estimate")]
    [InlineData(nameof(HealthKind.SamplesCollapsed), "Diversity of samples")]
    [InlineData(nameof(HealthKind.ResidualRose), "Held-out residual")]
    [InlineData(nameof(HealthKind.ResidualStuck), "Held-out residual")]
    public void Mark_a_warning_where_its_quantity_is_drawn(string kind, string panel)
    {
        XElement marked = Assert.Single(
            Panels([
                .. Lines,
                new LogLine(20) { Warning = "something is wrong", WarningKind = Enum.Parse<HealthKind>(kind) },
            ]),
            chart => Texts(chart).Contains("warning at 20"));

        Assert.Contains(panel, Texts(marked));
    }

    [Fact]
    public void Are_a_small_file_however_long_the_run()
    {
        string svg = TrainingCurves.Draw([
            .. Enumerable
                .Range(1, 100_000)
                .Select(i => new LogLine(10 * i) { WassersteinEstimate = Math.Sin(i), Penalty = 1 + Math.Cos(i) }),
        ]);

        Assert.InRange(svg.Length, 10_000, 200_000);
    }

    private static string[] Titles(LogLine[] lines) =>
        [
            .. Panels(lines)
                .Select(chart => Texts(chart).First(text => !text.StartsWith("warning", StringComparison.Ordinal))),
        ];

    private static XElement[] Panels(LogLine[] lines) =>
        [.. XDocument.Parse(TrainingCurves.Draw(lines)).Root!.Elements().Where(e => e.Name.LocalName == "svg")];

    private static string[] Texts(XElement chart) =>
        [.. chart.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
}
