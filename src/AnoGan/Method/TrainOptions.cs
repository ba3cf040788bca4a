using System.Text.Json.Serialization;

namespace AnoGan.Method;

/// <summary>
/// How a WGAN-GP is trained; every number that changes the result and is not a fact of the data or the network.
/// </summary>
public sealed record TrainOptions
{
    /// <summary>The most <see cref="Steps"/>: in effect no limit.</summary>
    public const int MaxSteps = 100_000_000;

    /// <summary>
    /// The most generator steps, at least 1. One step also updates the critic <see cref="CriticSteps"/> times.
    /// </summary>
    [NumberRange(1, MaxSteps)]
    public int Steps { get; init; } = 400;

    /// <summary>Wall-clock limit in minutes, or null for none; training stops at whichever of the two comes first,
    /// but not before the first step.</summary>
    [NumberRange(0.001, 1_000_000)]
    public double? Minutes { get; init; }

    /// <summary>
    /// Each of the three networks is trained until the last third of its steps has made what is measured of it on
    /// pictures apart less than this share better: how well the GAN reconstructs held-out images, the loss of the
    /// encoder on them and that of the segmenter on defects made of them. 0 to below 1; with 0 all steps are made.
    /// Without held-out images the GAN makes all of its steps, and the others are measured on training images.
    /// </summary>
    [NumberRange(0, 0.99)]
    public double Enough { get; init; } = 0.05;

    /// <summary>Critic updates for each generator update, 1 to 100.</summary>
    [NumberRange(1, 100)]
    public int CriticSteps { get; init; } = 2;

    /// <summary>Weight of the gradient penalty in the critic's loss, 0 to 1000.</summary>
    [NumberRange(0, 1000)]
    public double PenaltyWeight { get; init; } = 10;

    /// <summary>
    /// The gradient penalty is taken at every so-many-th critic update, 1 (each) to 100, with its weight that much
    /// larger: less to compute for the same penalty on average.
    /// </summary>
    [NumberRange(1, 100)]
    public int PenaltyEvery { get; init; } = 1;

    /// <summary>In what numbers the convolutions are computed, of the encoder's training too.</summary>
    public Precision Precision { get; init; }

    /// <summary>Adam's learning rate for the critic, above 0 and at most 1.</summary>
    [NumberRange(1e-9, 1)]
    public double CriticLearningRate { get; init; } = 1e-3;

    /// <summary>Adam's learning rate for the generator, above 0 and at most 1.</summary>
    [NumberRange(1e-9, 1)]
    public double GeneratorLearningRate { get; init; } = 1e-3;

    /// <summary>Adam's decay of the mean of the gradients, 0 to below 1.</summary>
    [NumberRange(0, 0.99999)]
    public double Beta1 { get; init; }

    /// <summary>Adam's decay of the mean of the squared gradients, 0 to below 1.</summary>
    [NumberRange(0, 0.99999)]
    public double Beta2 { get; init; } = 0.9;

    /// <summary>
    /// Images in a batch, 1 to 4096; with fewer training images, a batch repeats some. Null for 16 of fewer than 500
    /// training images, 32 of fewer than 2,000, and 64 of more: the fewer there are, the less a step has to see.
    /// </summary>
    [NumberRange(1, 4096)]
    public int? Batch { get; init; }

    /// <summary>
    /// The generator's moving average reaches back over about this share of the steps made so far, 0 (none) to 1, so
    /// that it fits short and long runs alike.
    /// </summary>
    [NumberRange(0, 1)]
    public double AverageShare { get; init; } = 0.05;

    /// <summary>
    /// The most steps of the encoder, which is trained after the other two, 0 (no encoder) to 100 million.
    /// </summary>
    [NumberRange(0, MaxSteps)]
    public int EncoderSteps { get; init; } = 300;

    /// <summary>
    /// Adam's learning rate for the encoder at first, above 0 and at most 1; it falls to 0 in the last third of the
    /// steps.
    /// </summary>
    [NumberRange(1e-9, 1)]
    public double EncoderLearningRate { get; init; } = 1e-3;

    /// <summary>
    /// The most steps of the segmenter, which is trained last, on defects made of normal images, 0 (no segmenter) to
    /// 100 million.
    /// </summary>
    [NumberRange(0, MaxSteps)]
    public int DefectSteps { get; init; } = 1000;

    /// <summary>Whether a segmenter is trained: it sees each image beside the encoder's answer.</summary>
    [JsonIgnore]
    public bool HasSegmenter => DefectSteps > 0 && EncoderSteps > 0;

    /// <summary>The seed from which the initial weights, the order of the images and the noise are derived.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The same with what the training images decide.</summary>
    /// <param name="images">How many there are.</param>
    internal TrainOptions For(int images) =>
        this with { Batch = Batch ?? images switch { < 500 => 16, < 2000 => 32, _ => 64 } };

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate() => ValueRule.Check(this);
}
