using System.Buffers.Binary;
using System.Security.Cryptography;
using AnoGan.Runtime;

namespace AnoGan.Tests.Runtime;

public sealed class SeededRandomTests
{
    [Fact]
    public void Draws_the_published_SplitMix64_sequence()
    {
        var random = new SeededRandom(1234567);

        ulong[] drawn = [.. Enumerable.Range(0, 5).Select(_ => random.NextUInt64())];

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            drawn);
    }

    [Fact]
    public void Maps_the_upper_53_bits_to_the_unit_interval()
    {
        double drawn = new SeededRandom(1234567).NextDouble();

        // 6457827717110365317 / 2^64
        Assert.Equal(0.3500795420214082, drawn, tolerance: 1e-15);
    }

    [Fact]
    public void Draws_every_whole_number_about_equally_often()
    {
        var random = new SeededRandom(3);
        int[] counts = new int[6];

        for (int i = 0; i < 60_000; i++)
            counts[random.NextInt32(6)]++;

        // The standard deviation of a count is 91.
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Gaussian_has_the_moments_of_the_normal_distribution()
    {
        const int Count = 200_000;
        var random = new SeededRandom(2);

        double[] drawn = [.. Enumerable.Range(0, Count).Select(_ => random.NextGaussian())];

        Assert.Equal(0, drawn.Average(), tolerance: 0.01);
        Assert.Equal(1, drawn.Average(x => x * x), tolerance: 0.015);
        Assert.Equal(0, drawn.Average(x => x * x * x), tolerance: 0.04);
        Assert.Equal(3, drawn.Average(x => x * x * x * x), tolerance: 0.1);
        Assert.Equal(0.6827, drawn.Count(x => Math.Abs(x) < 1) / (double)Count, tolerance: 0.005);
    }

    [Fact]
    public void Derives_a_seed_from_the_hash_of_the_text()
    {
        byte[] hash = SHA256.HashData("42/noise/7"u8);

        Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(hash), SeededRandom.Derive(42, "noise", 7));
    }

    [Fact]
    public void Derives_different_seeds_for_other_seeds_names_and_indices()
    {
        ulong[] seeds =
        [
            SeededRandom.Derive(1, "noise"),
            SeededRandom.Derive(2, "noise"),
            SeededRandom.Derive(1, "order"),
            SeededRandom.Derive(1, "noise", 1),
        ];

        Assert.Distinct(seeds);
    }
}
