using AnoGan.Runtime;

namespace AnoGan.Sampling;

/// <summary>Latent vectors to draw pictures from.</summary>
internal static class LatentVectors
{
    // Below this sine of the angle two vectors lie on one line, and the sphere between them is not one way.
    private const double LeastSine = 1e-4;

    /// <summary>One vector of independent standard normal numbers, as in training.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="index">Which of the seed's vectors, from 0; how many others are drawn changes nothing.</param>
    /// <param name="length">Length of the latent vector, at least 1.</param>
    public static float[] Draw(ulong seed, int index, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var random = new SeededRandom(SeededRandom.Derive(seed, "sample-latent", (ulong)index));
        float[] z = new float[length];
        for (int i = 0; i < z.Length; i++)
            z[i] = (float)random.NextGaussian();
        return z;
    }

    /// <summary>
    /// A vector on the way from one to another along the sphere (Shoemake 1985, "slerp"). Long standard normal vectors
    /// all have a length near √latent; the middle of a straight way between two would be 0.7 times as long, where the
    /// generator was never trained.
    /// </summary>
    /// <param name="from">The vector at <paramref name="share"/> 0.</param>
    /// <param name="to">The vector at 1, of the same length.</param>
    /// <param name="share">How much of the way, 0 to 1.</param>
    /// <returns>The straight way's where the two lie on one line, as they always do for a latent length of 1.</returns>
    public static float[] Between(IReadOnlyList<float> from, IReadOnlyList<float> to, double share)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Count != to.Count)
            throw new ArgumentException($"vectors of {from.Count} and {to.Count} numbers", nameof(to));
        if (share is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "0 to 1");

        double product = from.Zip(to, (a, b) => (double)a * b).Sum();
        double lengths = Math.Sqrt(from.Sum(a => (double)a * a) * to.Sum(b => (double)b * b));
        double angle = lengths > 0 ? Math.Acos(Math.Clamp(product / lengths, -1, 1)) : 0;
        double sine = Math.Sin(angle);
        (double first, double second) = sine < LeastSine
            ? (1 - share, share)
            : (Math.Sin((1 - share) * angle) / sine, Math.Sin(share * angle) / sine);
        return [.. from.Zip(to, (a, b) => (float)(first * a + second * b))];
    }
}
