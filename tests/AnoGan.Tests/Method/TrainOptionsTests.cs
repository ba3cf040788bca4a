using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class TrainOptionsTests
{
    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Are_refused_out_of_range(TrainOptions options, string message)
    {
        new TrainOptions { Minutes = 1 }.Validate();
        new TrainOptions { EncoderSteps = 0 }.Validate();

        var refusal = Assert.Throws<AnoGanException>(options.Validate);

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<TrainOptions, string> OutOfRange() => new()
    {
        { new TrainOptions { Steps = 0 }, "Steps: found 0, expected 1 to 100000000" },
        { new TrainOptions { Minutes = 0 }, "Minutes: found 0, expected " },
        { new TrainOptions { Minutes = double.NaN }, "Minutes: found NaN, expected " },
        { new TrainOptions { CriticSteps = 0 }, "CriticSteps: found 0, expected 1 to 100" },
        { new TrainOptions { PenaltyEvery = 0 }, "PenaltyEvery: found 0, expected " },
        { new TrainOptions { PenaltyEvery = 101 }, "PenaltyEvery: found 101, expected " },
        { new TrainOptions { Precision = (Precision)2 }, "Precision: found 2, expected fp32 or bf16" },
        { new TrainOptions { PenaltyWeight = -1 }, "PenaltyWeight: found -1, expected " },
        { new TrainOptions { CriticLearningRate = 0 }, "CriticLearningRate: found 0, expected " },
        { new TrainOptions { GeneratorLearningRate = 2 }, "GeneratorLearningRate: found 2, expected " },
        { new TrainOptions { Beta1 = 1 }, "Beta1: found 1, expected " },
        { new TrainOptions { Beta2 = 1 }, "Beta2: found 1, expected " },
        { new TrainOptions { Batch = 0 }, "Batch: found 0, expected " },
        { new TrainOptions { EncoderSteps = -1 }, "EncoderSteps: found -1, expected 0 to "
            + "100000000" },
        { new TrainOptions { EncoderLearningRate = 0 }, "EncoderLearningRate: found 0, expected " },
        { new TrainOptions { EncoderLearningRate = 1.1 }, "EncoderLearningRate: found 1.1, expected " },
        { new TrainOptions { AverageShare = 1.5 }, "AverageShare: found 1.5, expected " },
    };
}
