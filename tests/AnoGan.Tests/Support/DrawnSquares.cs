using System.Security.Cryptography;
using AnoGan.Imaging;
using AnoGan.Runtime;

namespace AnoGan.Tests.Support;

/// <summary>Pictures of seeded noise over a seeded ramp, with the hashes of their content.</summary>
internal static class DrawnSquares
{
    public static PixelImage Draw(int size, ulong seed)
    {
        var random = new SeededRandom(seed);
        double slope = random.NextDouble(1, 3);
        byte[] data = new byte[size * size];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(slope * (i % size) * 80 / size + random.NextInt32(16));
        return new PixelImage(size, size, 1, 8, data);
    }

    public static PixelImage[] Draw(int size, IEnumerable<int> seeds) => [.. seeds.Select(seed => Draw(size, (ulong)seed))];

    public static ReadOnlyMemory<byte>[] Hashes(IEnumerable<PixelImage> pictures) =>
        [.. pictures.Select(picture => (ReadOnlyMemory<byte>)SHA256.HashData(picture.Data))];
}
