using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

public sealed class TrainingForecastTests
{
    private static readonly TrainingSetup Setup = new()
    {
        Network = new NetworkSpec(64, 3, 64, 16),
        Preparation = Preparation.None,
        Tiles = null,
        Pretrained = null,
        Fit = FitMode.Pad,
        Training = new TrainOptions { Batch = 16, EncoderSteps = 300, DefectSteps = 0, Enough = 0 },
        Search = new SearchOptions { Steps = 0 },
        Threads = 2,
        Device = "cpu",
        CacheMegabytes = null,
        Data = new DataFacts("good", 90, 0, 0.1, 0, 0, 64, 64, "abc"),
    };

    [Fact]
    public void An_encoder_takes_its_share_of_the_operations()
    {
        var cost = new NetworkCost(Setup.Network);
        double share = cost.EncoderStep(16) / cost.TrainingStep(16, Setup.Training.CriticSteps);
        Assert.InRange(share, 0.2, 0.4); // 6 of the critic and 2 of the generator, of some 28

        var forecast = new TrainingForecast(Setup, readingSeconds: 5);
        Assert.Equal(
            300 * share * 0.1, forecast.SecondsAfterNetworks(0.1) - forecast.SecondsAfterEncoder(0.1), 9);
        Assert.Equal(forecast.SecondsAfterEncoder(0.1), forecast.SecondsAfterSegmenter(0.1));
    }

    [Theory]
    [InlineData(90, 0, 270)] // all for the metric, in their turns to say how its terms are distributed, and for scores
    [InlineData(90, 20, 200)]
    [InlineData(5000, 0, 2700)]
    public void All_that_is_looked_at_after_the_training_counts(int images, int heldOut, int looks)
    {
        var cost = new NetworkCost(Setup.Network);
        var forecast = new TrainingForecast(
            Setup with { Data = new DataFacts("good", images, heldOut, 0.1, 0, 0, 64, 64, "abc") }, readingSeconds: 5);

        double share = cost.SearchStart(hasEncoder: true) / cost.TrainingStep(16, Setup.Training.CriticSteps);
        Assert.Equal(5 * looks * share * 0.1, forecast.SecondsAfterSegmenter(0.1), 9);
    }

    [Fact]
    public void Where_less_may_be_enough_fewer_steps_are_expected()
    {
        double all = new TrainingForecast(Setup, 5).SecondsAfterNetworks(0.1), some = new TrainingForecast(
            Setup with { Training = Setup.Training with { Enough = 0.05 } }, 5).SecondsAfterNetworks(0.1);
        Assert.InRange(some, 0.5 * all, 0.95 * all);
    }

    [Fact]
    public void A_pretrained_network_sees_pictures_that_are_read_again()
    {
        TrainingSetup with = Setup with { Pretrained = new PretrainedSetup("resnet18", new string('0', 64), 256) };
        var forecast = new TrainingForecast(with, readingSeconds: 6);

        // All 90 once more to say how they spread, how their distances are distributed, and for their scores.
        Assert.Equal(6, forecast.SecondsAfterPretrained(0));
        Assert.Equal(12, forecast.SecondsAfterLearning(0));
        Assert.Equal(18, forecast.SecondsAfterSegmenter(0));
        Assert.True(forecast.SecondsAfterLearning(0.1) > 12);
    }
}
