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
        { new TrainOptions { Steps = 0 }, "--steps 0: out of range, expected a value from 1 to 100000000" },
        { new TrainOptions { Minutes = 0 }, "--minutes 0: out of range" },
        { new TrainOptions { Minutes = double.NaN }, "--minutes NaN: out of range" },
        { new TrainOptions { CriticSteps = 0 }, "--critic-steps 0: out of range, expected a value from 1 to 100" },
        { new TrainOptions { PenaltyEvery = 0 }, "--penalty-every 0: out of range" },
        { new TrainOptions { PenaltyEvery = 101 }, "--penalty-every 101: out of range" },
        { new TrainOptions { Precision = (Precision)2 }, "--precision 2: expected fp32 or bf16" },
        { new TrainOptions { PenaltyWeight = -1 }, "--penalty-weight -1: out of range" },
        { new TrainOptions { CriticLearningRate = 0 }, "--critic-lr 0: out of range" },
        { new TrainOptions { GeneratorLearningRate = 2 }, "--generator-lr 2: out of range" },
        { new TrainOptions { Beta1 = 1 }, "--beta1 1: out of range" },
        { new TrainOptions { Beta2 = 1 }, "--beta2 1: out of range" },
        { new TrainOptions { Batch = 0 }, "--batch 0: out of range" },
        { new TrainOptions { EncoderSteps = -1 }, "--encoder-steps -1: out of range, expected a value from 0 to "
            + "100000000" },
        { new TrainOptions { EncoderLearningRate = 0 }, "--encoder-lr 0: out of range" },
        { new TrainOptions { EncoderLearningRate = 1.1 }, "--encoder-lr 1.1: out of range" },
        { new TrainOptions { AverageShare = 1.5 }, "--average-share 1.5: out of range" },
    };
}
