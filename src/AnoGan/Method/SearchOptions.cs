namespace AnoGan.Method;

/// <summary>How the latent vector of an image is searched.</summary>
public sealed record SearchOptions
{
    /// <summary>
    /// The defaults of a model without an encoder, whose searches have further to go and get stuck on the way.
    /// </summary>
    public static readonly SearchOptions WithoutEncoder = new() { Steps = 100, Restarts = 3 };

    /// <summary>The most Adam steps on z, 0 to 1,000,000; 0 compares with the picture of the start itself.</summary>
    [NumberRange(0, 1_000_000)]
    public int Steps { get; init; } = 25;

    /// <summary>Adam's learning rate at the first step, in units of z, above 0 and at most 10.</summary>
    [NumberRange(1e-9, 10)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>How the learning rate changes over the steps.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>
    /// Weight λ of the feature distance, 0 to 1 (0.1 in the AnoGAN paper): the search minimises (1-λ)·residual +
    /// λ·feature distance, and the paper's score weighs them alike.
    /// </summary>
    [NumberRange(0, 1)]
    public double Lambda { get; init; } = 0.1;

    /// <summary>Weight of mean z², which holds z near the prior N(0, I), 0 to 1000.</summary>
    [NumberRange(0, 1000)]
    public double PriorWeight { get; init; } = 0.01;

    /// <summary>
    /// Searches from different starts, of which the one of least loss is kept for each image, 1 to 100. With an encoder
    /// the first start is its answer, all others are drawn from the prior.
    /// </summary>
    [NumberRange(1, 100)]
    public int Restarts { get; init; } = 1;

    /// <summary>
    /// A search ends before its last step once its loss has fallen by less than this share of itself over ten steps, 0
    /// (never) to 1.
    /// </summary>
    [NumberRange(0, 1)]
    public double Plateau { get; init; } = 0.01;

    /// <summary>
    /// Images searched together, 1 to 4096, rounded up to a multiple of 16; the last batch is as small as it can be.
    /// Larger batches are faster and take more memory, in which their pictures are too.
    /// </summary>
    [NumberRange(1, 4096)]
    public int Batch { get; init; } = 16;

    /// <summary>In what numbers the steps are computed; where a search ends is looked at in fp32.</summary>
    public Precision Precision { get; init; }

    /// <summary>The seed from which, together with an image's content, its starts are derived.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate() => ValueRule.Check(this);

    /// <summary>The learning rate of one step.</summary>
    /// <param name="step">From 0 to <see cref="Steps"/> - 1.</param>
    public double LearningRateAt(int step) => Schedule switch
    {
        LearningRateSchedule.Cosine => LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / Steps)),
        _ => LearningRate,
    };
}

/// <summary>How the search's learning rate changes over its steps.</summary>
public enum LearningRateSchedule
{
    /// <summary>Half a cosine wave, from the given rate to 0.</summary>
    Cosine,

    /// <summary>The given rate at every step.</summary>
    Constant,
}
