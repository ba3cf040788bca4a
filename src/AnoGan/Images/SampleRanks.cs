namespace AnoGan.Images;

/// <summary>
/// Values by their rank, exactly and without sorting or copying the planes: two counts, of the upper and of the lower
/// half of the bits.
/// </summary>
internal static class SampleRanks
{
    private const int HalfCount = 1 << 16;

    /// <summary>The value of rank ⌊share · (count - 1)⌋, the lower median for 0.5; 0 where nothing counts.</summary>
    /// <param name="planes">Planes of one size; no value may be NaN.</param>
    /// <param name="foreground">Of each pixel whether it counts; null where all do.</param>
    /// <param name="share">0 (the least value) to 1 (the greatest).</param>
    /// <param name="around">If given, the distances |value - around| are ranked in the values' place.</param>
    public static float Quantile(IReadOnlyList<float[]> planes, bool[]? foreground, double share, float? around = null)
    {
        long[] counts = new long[HalfCount];
        Count(planes, foreground, around, upper: null, counts);
        long count = counts.Sum();
        if (count == 0)
            return 0f;
        long rank = (long)(share * (count - 1));
        uint high = Find(counts, ref rank);

        Array.Clear(counts);
        Count(planes, foreground, around, high, counts);
        return FromKey(high << 16 | Find(counts, ref rank));
    }

    private static void Count(
        IReadOnlyList<float[]> planes, bool[]? foreground, float? around, uint? upper, long[] counts)
    {
        foreach (float[] plane in planes)
        {
            for (int i = 0; i < plane.Length; i++)
            {
                if (foreground is not null && !foreground[i])
                    continue;
                uint key = Key(around is { } centre ? MathF.Abs(plane[i] - centre) : plane[i]);
                if (upper is null)
                    counts[key >> 16]++;
                else if (key >> 16 == upper)
                    counts[key & 0xFFFF]++;
            }
        }
    }

    // The bucket that contains the rank; what remains of the rank is the rank within it.
    private static uint Find(long[] counts, ref long rank)
    {
        uint bucket = 0;
        while (rank >= counts[bucket])
            rank -= counts[bucket++];
        return bucket;
    }

    // Keys sort as unsigned numbers as their values do.
    private static uint Key(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    private static float FromKey(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x80000000) != 0 ? key & 0x7FFFFFFF : ~key);
}
