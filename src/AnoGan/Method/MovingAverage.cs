using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

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
        using var noGrad = no_grad();
        double newest = 1 / (1 + share * step);
        using Scalar keep = (1 - newest).ToScalar(), add = newest.ToScalar();
        foreach ((Tensor old, Tensor now) in average.parameters().Zip(current.parameters()))
            old.mul_(keep).add_(now, add);
    }
}
