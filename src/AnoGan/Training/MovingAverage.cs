using static TorchSharp.torch;

namespace AnoGan.Training;

/// <summary>
/// The exponential moving average of the generator's weights, whose memory grows with the run: at step t it weighs
/// the newest weights with 1 / (1 + share · t), so early, bad weights fade however long the run is.
/// </summary>
internal static class MovingAverage
{
    /// <summary>Moves the average towards the current weights, in place.</summary>
    /// <param name="average">The averaged network.</param>
    /// <param name="current">The network being trained.</param>
    /// <param name="step">Steps done, from 1.</param>
    /// <param name="share">Share of the run that the average remembers; 0 copies the current weights.</param>
    public static void Update(nn.Module average, nn.Module current, int step, double share)
    {
        using var scope = NewDisposeScope(); // lerp_ returns a tensor of its own
        using var noGrad = no_grad();
        double weight = 1 / (1 + share * step);
        foreach ((Tensor old, Tensor now) in average.parameters().Zip(current.parameters()))
            old.lerp_(now, weight);
    }
}
