using AnoGan.Method;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Data;

/// <summary>Whole images in the order of <see cref="EpochOrder"/>: each comes once an epoch.</summary>
/// <param name="count">Number of images, at least 1.</param>
/// <param name="seed">The same seed and count give the same order.</param>
/// <param name="read">
/// Reads images by their numbers, 0 to count - 1: float32 [N, C, H, W] in [-1,1] on the CPU.
/// </param>
internal sealed class EpochDraws(int count, ulong seed, Func<int[], torch.Tensor> read) : ITrainingDraws
{
    private readonly EpochOrder _order = new(count, seed);

    /// <inheritdoc/>
    public torch.Tensor Next(int count) => read(_order.Next(count));

    /// <inheritdoc/>
    public void Skip(long count) => _order.Skip(count);
}

/// <summary>
/// The endless order in which training visits its images: one seeded permutation after another. Batches run across the
/// borders of epochs, so that none is ever incomplete, however few images there are.
/// </summary>
internal sealed class EpochOrder
{
    private readonly int[] _order;
    private readonly SeededRandom _random;
    private int _position;

    public EpochOrder(int count, ulong seed)
    {
        _order = [.. Enumerable.Range(0, count)];
        _random = new SeededRandom(seed);
        _position = count;
    }

    /// <summary>The next image numbers of the order.</summary>
    public int[] Next(int batch)
    {
        int[] indices = new int[batch];
        for (int i = 0; i < batch; i++)
        {
            if (_position == _order.Length)
                Shuffle();
            indices[i] = _order[_position++];
        }

        return indices;
    }

    /// <summary>Passes over numbers of the order.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_position == _order.Length)
                Shuffle();
            int taken = (int)Math.Min(count, _order.Length - _position);
            _position += taken;
            count -= taken;
        }
    }

    // Fisher and Yates, from the last place down.
    private void Shuffle()
    {
        for (int last = _order.Length - 1; last > 0; last--)
        {
            int chosen = (int)(_random.NextDouble() * (last + 1));
            (_order[last], _order[chosen]) = (_order[chosen], _order[last]);
        }

        _position = 0;
    }
}
