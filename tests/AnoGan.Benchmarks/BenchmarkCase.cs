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
