using AnoGan.Method;
using TorchSharp;

namespace AnoGan.Data;

/// <summary>Whole images in the order of <see cref="EpochOrder"/>: each comes once an epoch.</summary>
internal sealed class EpochDraws : ITrainingDraws
{
    private readonly EpochOrder _order;
    private readonly Func<int[], torch.Tensor> _read;

    /// <summary>Starts the sequence.</summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="seed">The same seed and count give the same order.</param>
    /// <param name="read">
    /// Reads images by their numbers, 0 to count - 1: float32 [N, C, H, W] in [-1,1] on the CPU.
    /// </param>
    public EpochDraws(int count, ulong seed, Func<int[], torch.Tensor> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _order = new EpochOrder(count, seed);
        _read = read;
    }

    /// <inheritdoc/>
    public torch.Tensor Next(int count) => _read(_order.Next(count));

    /// <inheritdoc/>
    public void Skip(long count) => _order.Skip(count);
}
