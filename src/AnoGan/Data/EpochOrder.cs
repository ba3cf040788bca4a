using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>
/// The endless order in which training visits its images: one seeded permutation after another. Batches run across the
/// borders of epochs, so that none is ever incomplete, however few images there are.
/// </summary>
internal sealed class EpochOrder
{
    private readonly int[] _order;
    private readonly SeededRandom _random;
    private int _position;

    /// <summary>Starts the order.</summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="seed">The same seed and count give the same order.</param>
    public EpochOrder(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _order = [.. Enumerable.Range(0, count)];
        _random = new SeededRandom(seed);
        _position = count;
    }

    /// <summary>Takes the next numbers of the order.</summary>
    /// <param name="batch">How many; may exceed the number of images.</param>
    /// <returns>Image numbers.</returns>
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
    /// <param name="count">How many, at least 0.</param>
    public void Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
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
