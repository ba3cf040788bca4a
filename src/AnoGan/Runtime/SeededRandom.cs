using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AnoGan.Runtime;

/// <summary>
/// A small random generator whose numbers are the same on every machine and with every version of .NET: SplitMix64
/// (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). Neither for secrets nor
/// safe for use by several threads at once: give each picture, thread or purpose its own, seeded by
/// <see cref="Derive"/>.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _state;
    private double _spareGaussian = double.NaN;

    /// <summary>Starts the sequence that belongs to the seed.</summary>
    /// <param name="seed">Any number, 0 included; equal seeds give equal sequences.</param>
    public SeededRandom(ulong seed) => _state = seed;

    /// <summary>
    /// Makes the seed for one purpose out of the user's one seed: the first eight bytes, little-endian, of the SHA-256
    /// of the UTF-8 text "seed/name/index". A new purpose or a longer run therefore never shifts the numbers of
    /// another.
    /// </summary>
    /// <param name="seed">The user's seed, or one derived from it.</param>
    /// <param name="name">What the numbers are for, such as "init" or "noise".</param>
    /// <param name="index">Which one of many, such as the number of the picture.</param>
    public static ulong Derive(ulong seed, string name, ulong index = 0)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{seed}/{name}/{index}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Draws 64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Draws a number uniformly from [0,1): the upper 53 bits of a draw, divided by 2^53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws a number uniformly between two bounds.</summary>
    public double NextDouble(double minimum, double maximum) => minimum + (maximum - minimum) * NextDouble();

    /// <summary>Draws a whole number from 0 to <paramref name="count"/> - 1; the bias is below count / 2^64.</summary>
    public int NextInt32(int count)
    {
        return (int)Math.BigMul(NextUInt64(), (ulong)count, out _);
    }

    /// <summary>
    /// Draws from the normal distribution of mean 0 and standard deviation 1 by Marsaglia's polar method (1964). It
    /// makes two at a time; the second waits for the next call.
    /// </summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            double spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        double u, v, square;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            square = u * u + v * v;
        }
        while (square is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = v * factor;
        return u * factor;
    }
}
