using AnoGan.Sampling;

namespace AnoGan.Tests.Sampling;

public sealed class SampleReportTests
{
    [Theory]
    [InlineData(0.1, 0.9, 0.05, "yes: ")]
    [InlineData(0.9, 0.1, 0.05, "yes: ")]
    [InlineData(0.8, 0.8, 0.5, "unclear: ")]
    [InlineData(1.1, 0.9, 0.05, "no sign of it: ")]
    [InlineData(2.5, 1.2, 0, "no sign of it: ")]
    [InlineData(2.5, 2.7, 0, "no: generated pictures lie farther")]
    public void Answers_whether_training_images_are_copied(double pixels, double features, double closer, string answer)
    {
        Assert.StartsWith(
            answer, SampleReport.Verdict(Nearest(new(pixels, 1, pixels, closer), new(features, 1, features, 0.05))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_answer_what_cannot_be_known()
    {
        Assert.StartsWith(
            "not judged: the real images repeat", SampleReport.Verdict(Nearest(new(1, 0, null, null), null)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "not judged: there is nothing", SampleReport.Verdict(Nearest(new(1, null, null, null), null)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "held-out images from theirs 0.0500")]
    [InlineData(false, "training images from their nearest other one 0.0500")]
    public void Says_what_was_measured(bool isHeldOut, string real)
    {
        using var text = new StringWriter { NewLine = "\n" };

        SampleReport.Write(Nearest(new(0.04, 0.05, 0.8, 0.1), null) with { IsHeldOut = isHeldOut }, text);

        Assert.StartsWith(
            "by pixels    generated pictures lie 0.0400 from their nearest training image (median), "
                + $"{real}: 0.80 times as far; 10 % closer than 95 % of these\ncopying      no sign",
            text.ToString(),
            StringComparison.Ordinal);
    }

    private static SampleNearest Nearest(CopyFacts pixels, CopyFacts? features) => new()
    {
        Folder = "good",
        ContentHash = "abc",
        IsTrainingFolder = true,
        TrainingImages = 50,
        RealImages = 20,
        IsHeldOut = true,
        Pixels = pixels,
        Features = features,
        Samples = [],
    };
}
