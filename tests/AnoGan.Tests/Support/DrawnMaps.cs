using AnoGan.Runtime;

namespace AnoGan.Tests.Support;

/// <summary>Seeded maps of residuals.</summary>
internal static class DrawnMaps
{
    /// <summary>Noise of few levels from 0 to 1, so that values tie, with some pixels not compared.</summary>
    public static float[] Noise(int length, ulong seed, int levels = 8)
    {
        var random = new SeededRandom(seed);
        float[] map = new float[length];
        for (int i = 0; i < length; i++)
            map[i] = random.NextInt32(20) != 0 ? random.NextInt32(levels) / (levels - 1f)
                : random.NextInt32(2) == 0 ? -1
                : float.NaN;
        return map;
    }

    /// <summary>Round blobs of 1 on weak noise, and specks.</summary>
    public static float[] Blobs(int side, int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        float[] map = new float[side * side];
        for (int i = 0; i < map.Length; i++)
            map[i] = random.NextInt32(50) == 0 ? 0.9f : random.NextInt32(1000) / 2000f;
        for (int n = 0; n < count; n++)
        {
            int radius = 2 + random.NextInt32(30), centreX = random.NextInt32(side), centreY = random.NextInt32(side);
            for (int y = Math.Max(centreY - radius, 0); y <= Math.Min(centreY + radius, side - 1); y++)
            {
                int half = (int)Math.Sqrt(radius * radius - (y - centreY) * (y - centreY));
                int from = Math.Max(centreX - half, 0), to = Math.Min(centreX + half, side - 1);
                map.AsSpan(y * side + from, to - from + 1).Fill(1);
            }
        }

        return map;
    }
}
