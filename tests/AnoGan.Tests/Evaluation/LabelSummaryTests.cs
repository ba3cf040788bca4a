using AnoGan.Data;
using AnoGan.Evaluation;

namespace AnoGan.Tests.Evaluation;

public sealed class LabelSummaryTests
{
    [Fact]
    public void Compares_one_label_with_all_others()
    {
        // Scores separate all four pairs, residuals three, feature distances none.
        LabelledScore[] images =
        [
            new("good", 1, 0.1, 9), new("good", 2, 0.3, 9),
            new("scratch", 3, 0.2, 8), new("dent", 4, 0.8, 8),
        ];

        LabelSummary? summary = LabelSummary.From(images, "good");

        Assert.NotNull(summary);
        Assert.Equal(("good", 2, 2), (summary.NormalLabel, summary.NormalImages, summary.AnomalousImages));
        Assert.Equal((1, 0.75, 0), (summary.ScoreAuroc, summary.ResidualAuroc, summary.FeatureAuroc));
        Assert.Equal(0.2, summary.NormalResidual, 1e-12);
        Assert.Equal(0.5, summary.AnomalousResidual, 1e-12);
    }

    [Fact]
    public void Counts_images_without_a_label_as_neither()
    {
        LabelledScore[] images =
        [
            new("good", 1, 0.1, 9), new("", 0, 0, 0), new("dent", 3, 0.4, 8), new("", 0, 0, 0),
        ];

        LabelSummary? summary = LabelSummary.From(images, "good");

        Assert.NotNull(summary);
        Assert.Equal((1, 1, 1.0), (summary.NormalImages, summary.AnomalousImages, summary.ScoreAuroc));
        Assert.Equal(0.4, summary.AnomalousResidual);
        Assert.Null(LabelSummary.From([images[0], images[1]], "good"));
        Assert.Equal(
            (2, 1),
            LabelSummary.From([.. images[1..]], "") is { } named ? (named.NormalImages, named.AnomalousImages) : default
        );
    }

    [Fact]
    public void Says_nothing_of_one_kind_alone()
    {
        LabelledScore[] images = [new("good", 0, 0, 0), new("good", 0, 0, 0)];

        Assert.Null(LabelSummary.From(images, "good"));
        Assert.Null(LabelSummary.From(images, "dent"));
        Assert.Null(LabelSummary.From([], "good"));
    }

    [Fact]
    public void Takes_good_or_normal_for_normal_where_nothing_is_asked()
    {
        Assert.Equal("good", LabelSummary.FindNormalLabel(Files("bad", "normal", "good"), null));
        Assert.Equal("normal", LabelSummary.FindNormalLabel(Files("bad", "normal"), null));
        Assert.Null(LabelSummary.FindNormalLabel(Files("bad", "Good", "test/good", ""), null));
    }

    [Fact]
    public void Takes_the_label_that_is_asked_for()
    {
        Assert.Equal("0", LabelSummary.FindNormalLabel(Files("0", "1", "good"), "0"));

        var refusal = Assert.Throws<AnoGanException>(() => LabelSummary.FindNormalLabel(Files("1", "0", ""), "2"));
        Assert.Equal("NormalLabel 2: no such label among the images; found (none), 0, 1", refusal.Message);
    }

    private static ImageFile[] Files(params string[] labels) =>
        [.. labels.Select(label => new ImageFile("", "", label))];
}
