using System.Buffers.Binary;

namespace AnoGan.Tests.Fuzzing;

/// <summary>Changes bytes at random: one to four changes of the kinds that parsers stumble over.</summary>
internal static class ByteMutator
{
    private static readonly ulong[] Interesting =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, long.MaxValue, 1UL << 63,
        ulong.MaxValue, 0x10000000, 0x4000,
    ];

    /// <summary>A changed copy.</summary>
    /// <param name="seeds">What is sound, at least one; parts of two may be joined.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        byte[] bytes = [.. Pick(seeds, random)];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
            bytes = Change(bytes, seeds, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> seeds, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];

        // Headers lie at the start, where most of what is interesting is.
        int place = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 64) : bytes.Length);
        int length = random.Next(1, Math.Min(bytes.Length - place, random.Next(2) == 0 ? 4 : 256) + 1);
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3 or 4 or 5:
                Overwrite(bytes.AsSpan(place), Interesting[random.Next(Interesting.Length)], random);
                return bytes;
            case 6:
                return bytes[..place];
            case 7:
                return [.. bytes[..place], .. bytes[(place + length)..]];
            case 8:
                return [.. bytes[..(place + length)], .. bytes[place..]];
            default:
                byte[] other = Pick(seeds, random);
                return [.. bytes[..place], .. other[Math.Min(random.Next(other.Length), place)..]];
        }
    }

    private static void Overwrite(Span<byte> target, ulong value, Random random)
    {
        Span<byte> bytes = stackalloc byte[8];
        int width = 1 << random.Next(4);
        bool isBigEndian = random.Next(2) == 0;
        if (isBigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Span<byte> written = isBigEndian ? bytes[^width..] : bytes[..width];
        written[..Math.Min(width, target.Length)].CopyTo(target);
    }

    private static byte[] Pick(IReadOnlyList<byte[]> seeds, Random random) => seeds[random.Next(seeds.Count)];
}
