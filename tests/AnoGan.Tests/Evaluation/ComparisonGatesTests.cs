using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Tests.Evaluation;

public sealed class ComparisonGatesTests
{
    // Largest change 0.25, two flips, AUROC 0.75 after 1, nothing missing.
    private static readonly RunComparison Compared = RunComparer.Compare(
        [
            Row("crack/a", "crack", 3, true), Row("crack/b", "crack", 2, true), Row("good/a", "good", 1, false),
            Row("good/b", "good", 1.9375, false),
        ],
        [
            Row("crack/a", "crack", 3, true), Row("crack/b", "crack", 1.75, false), Row("good/a", "good", 1, false),
            Row("good/b", "good", 1.9375, true),
        ]);

    [Fact]
    public void Are_none_unless_asked_for()
    {
        Assert.Empty(new ComparisonGates().Apply(Compared with { MissingImages = ["x"] }));
        Assert.False(new ComparisonGates().Any);
    }

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.2499999999999999, false)]
    [InlineData(0, false)]
    public void Tolerance_is_the_largest_change_that_passes(double tolerance, bool passes)
    {
        GateOutcome gate = Only(new ComparisonGates { Tolerance = tolerance });

        Assert.Equal(("tolerance", passes, 0.25, tolerance), (gate.Name, gate.Passed, gate.Found, gate.Limit));
        Assert.StartsWith(
            "found a score that changed by 0.25 (crack/b, from 2 to 1.75), expected a change of at most ", gate.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1.1, 0.1)] // as binary numbers they are more than 0.1 apart
    [InlineData(0.56174856, 0.56174284, 5.72e-6)]
    [InlineData(-0.3, 0.6, 0.9)]
    [InlineData(0, 3e-20, 3e-20)]
    [InlineData(3e9, 1e9, 2e9)]
    public void Tolerance_is_compared_with_the_change_as_its_digits_have_it(double before, double now, double change)
    {
        RunComparison comparison = RunComparer.Compare([Row("a", "", before, null)], [Row("a", "", now, null)]);

        Assert.Equal(change, comparison.LargestChange!.Change);
        Assert.True(new ComparisonGates { Tolerance = change }.Apply(comparison)[1].Passed);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void Max_flips_counts_both_ways(int limit, bool passes)
    {
        GateOutcome gate = Only(new ComparisonGates { MaxFlips = limit });

        Assert.Equal(("max-flips", passes, 2, $"found 2 flipped verdicts (good/b, crack/b), expected at most {limit} "
            + "as --max-flips demands"), (gate.Name, gate.Passed, gate.Found, gate.Message));
    }

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.2499999999999999, false)]
    public void Max_auroc_drop_is_the_largest_that_passes(double limit, bool passes)
    {
        GateOutcome gate = Only(new ComparisonGates { MaxAurocDrop = limit });

        Assert.Equal(("max-auroc-drop", passes, 0.25), (gate.Name, gate.Passed, gate.Found));
        Assert.StartsWith(
            "found an AUROC of 0.75 after 1, expected a drop of at most ", gate.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rise_of_the_auroc_is_no_drop()
    {
        RunComparison risen = Compared with { Auroc = new AurocChange("good", 2, 2, 0.5, 0.75) };

        Assert.True(new ComparisonGates { MaxAurocDrop = 0 }.Apply(risen)[1].Passed);
    }

    [Theory]
    [InlineData(0.75, true)]
    [InlineData(0.7500000000000001, false)]
    public void Min_auroc_is_the_smallest_that_passes(double limit, bool passes)
    {
        GateOutcome gate = Only(new ComparisonGates { MinAuroc = limit });

        Assert.Equal(("min-auroc", passes, 0.75), (gate.Name, gate.Passed, gate.Found));
    }

    [Fact]
    public void Completeness_comes_with_any_gate()
    {
        RunComparison lacking = Compared with
        {
            MissingImages = ["a", "b", "c", "d", "e", "f"],
            NewlyFailedImages = ["g\nh"],
            AddedImages = ["z"],
        };

        GateOutcome gate = new ComparisonGates { Tolerance = 1 }.Apply(lacking)[0];

        Assert.Equal((GateOutcome.Completeness, false, 7, 0), (gate.Name, gate.Passed, gate.Found, gate.Limit));
        Assert.Equal("found 6 missing images (a, b, c, d, e and 1 more) and 1 lost score (g\\nh), expected every "
            + "image and score of the baseline", gate.Message);
        Assert.True(new ComparisonGates { Tolerance = 1 }.Apply(Compared with { AddedImages = ["z"] })[0].Passed);
    }

    [Fact]
    public void Refuse_what_cannot_be_applied()
    {
        RunComparison nothing = RunComparer.Compare([Row("a", "x", 1, null)], [Row("b", "x", 1, null)]);
        RunComparison half = Compared with { Verdicts = new VerdictChanges(4, 3, 3, [], []) };

        Assert.StartsWith(
            "Tolerance: found no image with a score in both", Refusal(new ComparisonGates { Tolerance = 1 }, nothing),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "MaxFlips: found verdicts of 0 images of the baseline and 0 of the new run, ",
            Refusal(new ComparisonGates { MaxFlips = 1 }, nothing), StringComparison.Ordinal);
        Assert.StartsWith(
            "MaxFlips: found verdicts of 4 images of the baseline and 3 of the new run, ",
            Refusal(new ComparisonGates { MaxFlips = 1 }, half), StringComparison.Ordinal);
        Assert.StartsWith(
            "MaxAurocDrop: cannot be applied without an AUROC: found the labels x, ",
            Refusal(new ComparisonGates { MaxAurocDrop = 1 }, nothing), StringComparison.Ordinal);
        Assert.StartsWith(
            "MinAuroc: cannot be applied without an AUROC: found the labels x, ",
            Refusal(new ComparisonGates { MinAuroc = 0 }, nothing), StringComparison.Ordinal);
    }

    [Fact]
    public void Never_pass_what_is_no_number()
    {
        RunComparison broken = Compared with
        {
            LargestChange = new ScoreChange("a", 1, double.NaN),
            Auroc = new AurocChange("good", 1, 1, 1, double.NaN),
        };

        Assert.Equal(
            [true, false, false, false],
            new ComparisonGates
            {
                Tolerance = 1,
                MaxAurocDrop = 1,
                MinAuroc = 0,
            }
                .Apply(broken)
                .Select(gate => gate.Passed));
    }

    private static GateOutcome Only(ComparisonGates gates)
    {
        IReadOnlyList<GateOutcome> outcomes = gates.Apply(Compared);
        Assert.Equal((2, true), (outcomes.Count, outcomes[0].Passed));
        return outcomes[1];
    }

    private static string Refusal(ComparisonGates gates, RunComparison comparison) =>
        Assert.Throws<AnoGanException>(() => gates.Apply(comparison)).Message;

    private static ScoreRow Row(string path, string label, double score, bool? isAnomaly) =>
        new()
        {
            Path = path,
            Label = label,
            Score = score,
            IsAnomaly = isAnomaly,
        };
}
