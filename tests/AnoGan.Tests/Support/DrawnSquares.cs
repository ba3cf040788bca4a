using System.Security.Cryptography;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Tests.Support;

/// <summary>Pictures of seeded noise over a seeded ramp.</summary>
internal static class DrawnSquares
{
    public static PixelImage Draw(int size, ulong seed) => Draw(size, size, seed);

    public static PixelImage Draw(int width, int height, ulong seed)
    {
        var random = new SeededRandom(seed);
        double slope = random.NextDouble(1, 3);
        byte[] data = new byte[width * height];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(slope * (i % width) * 80 / width + random.NextInt32(16));
        return new PixelImage(width, height, 1, 8, data);
    }

    public static PixelImage[] Draw(int size, IEnumerable<int> seeds) =>
        [.. seeds.Select(seed => Draw(size, (ulong)seed))];

    /// <summary>A picture as a search takes it, with the hash of its content.</summary>
    public static SearchInput Input(PixelImage picture, int channels = 1)
    {
        float[] pixels = new float[channels * picture.Width * picture.Height];
        PixelTensor.Fill(picture, channels, pixels);
        return new SearchInput(pixels, SHA256.HashData(picture.Data));
    }

    public static SearchInput[] Inputs(int size, IEnumerable<int> seeds, int channels = 1) =>
        [.. Draw(size, seeds).Select(picture => Input(picture, channels))];
}
