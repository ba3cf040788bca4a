using System.Buffers.Binary;

namespace AnoGan.Tests.Fuzzing;

/// <summary>
/// Changes safetensors files at random: their header as text with its length made right, or any of their bytes.
/// </summary>
internal static class WeightMutator
{
    private static readonly float[] Numbers =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 0, -1, 1e-30f,
    ];

    /// <summary>A changed copy.</summary>
    /// <param name="seeds">Sound files, at least one.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        byte[] file = [.. seeds[random.Next(seeds.Count)]];
        int data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        switch (random.Next(4))
        {
            case 0:
                return ByteMutator.Mutate(seeds, random);
            case 1:
                byte[] header = TextMutator.Mutate([file[8..data]], random);
                byte[] length = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                return [.. length, .. header, .. file[data..]];
            case 2:
                BinaryPrimitives.WriteSingleLittleEndian(
                    file.AsSpan(data + 4 * random.Next((file.Length - data) / 4)), Numbers[random.Next(Numbers.Length)]
                );
                return file;
            default:
                file[random.Next(data, file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
        }
    }
}
