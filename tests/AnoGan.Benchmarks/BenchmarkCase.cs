using AnoGan.Method;

namespace AnoGan.Benchmarks;

/// <summary>What one measurement computes.</summary>
/// <param name="Work">training, search, or reference-search.</param>
/// <param name="Size">Side of the images in pixels.</param>
/// <param name="Width">Channels of the critic's first convolution.</param>
/// <param name="Batch">Images in a batch.</param>
/// <param name="CriticSteps">Critic steps for each generator step; 0 for a search.</param>
/// <param name="PenaltyEvery">Critic steps from one gradient penalty to the next; 0 for a search.</param>
/// <param name="Threads">CPU threads.</param>
/// <param name="Precision">Of the convolutions.</param>
internal sealed record BenchmarkCase(
    string Work, int Size, int Width, int Batch, int CriticSteps, int PenaltyEvery, int Threads, Precision Precision)
{
    public const string Training = "training", Search = "search", ReferenceSearch = "reference-search";

    /// <summary>Length of z; of little weight in the cost.</summary>
    public const int Latent = 128;

    public NetworkSpec Spec => new(Size, 1, Latent, Width);

    /// <summary>Floating-point operations of one step of the whole batch.</summary>
    public double StepOperations => Work switch
    {
        Training => new NetworkCost(Spec).TrainingStep(Batch, CriticSteps, PenaltyEvery),
        ReferenceSearch => new NetworkCost(Spec).Generator * 2, // forward, and the gradient back to z
        _ => new NetworkCost(Spec).SearchStep * Batch,
    };
}

/// <summary>What one measurement found.</summary>
/// <param name="Case">What was computed.</param>
/// <param name="Steps">Steps that were timed, the first ones apart.</param>
/// <param name="SecondsPerStep">The median over the steps.</param>
/// <param name="ImagesPerSecond">Real images that training sees, or image steps of a search.</param>
/// <param name="GigaflopsPerSecond">Operations counted from the shapes, in thousand millions a second.</param>
/// <param name="MatrixGigaflopsPerSecond">
/// A product of square fp32 matrices, measured just before and just after; the mean.
/// </param>
/// <param name="Bf16MatrixGigaflopsPerSecond">The same in bfloat16; null for a case in fp32.</param>
internal sealed record BenchmarkResult(
    BenchmarkCase Case, int Steps, double SecondsPerStep, double ImagesPerSecond, double GigaflopsPerSecond,
    double MatrixGigaflopsPerSecond, double? Bf16MatrixGigaflopsPerSecond)
{
    /// <summary>The share of the fp32 matrix rate, above 1 where bfloat16 pays.</summary>
    public double Share => GigaflopsPerSecond / MatrixGigaflopsPerSecond;

    /// <summary>The share of the bfloat16 matrix rate; null for a case in fp32.</summary>
    public double? Bf16Share => GigaflopsPerSecond / Bf16MatrixGigaflopsPerSecond;
}
