using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Tests.Preparing;

/// <summary>
/// A B-scan drawn with a known boundary: a curved retina with a pit, in layers of even brightness, under speckle.
/// </summary>
internal static class DrawnScan
{
    public const int Width = 300;
    public const int Height = 220;

    /// <summary>
    /// Depth in rows below the boundary at which each layer ends, and its brightness; the last one goes on.
    /// </summary>
    public static readonly (int End, float Level)[] Layers =
        [(12, 0.65f), (30, 0.4f), (40, 0.25f), (60, 0.15f), (72, 0.8f), (int.MaxValue, 0.3f)];

    public const float Vitreous = 0.06f;

    /// <summary>The first row of the retina: a bowl with a pit in the middle, slopes up to 1 row a column.</summary>
    /// <param name="shift">How many rows lower the retina lies; negative ones may push it out of the picture.</param>
    public static int[] Boundary(int shift = 0)
    {
        int[] rows = new int[Width];
        for (int x = 0; x < Width; x++)
        {
            double side = (x - Width / 2.0) / (Width / 2.0);
            double pit = Math.Exp(-(side - 0.1) * (side - 0.1) / 0.01);
            rows[x] = (int)Math.Round(45 + shift + 25 * (1 - side * side) + 18 * pit);
        }

        return rows;
    }

    /// <summary>Brightness in [0,1], rows from top to bottom.</summary>
    /// <param name="boundary">Of each column the first row of the retina.</param>
    /// <param name="noise">
    /// Whether to multiply by speckle, the mean of four exponential numbers, from a fixed seed.
    /// </param>
    public static float[] Draw(int[] boundary, bool noise)
    {
        var random = new SeededRandom(7);
        float[] scan = new float[Width * Height];
        for (int i = 0; i < scan.Length; i++)
        {
            int depth = i / Width - boundary[i % Width];
            float level = depth < 0 ? Vitreous : Layers.First(layer => depth < layer.End).Level;
            scan[i] = noise ? level * (float)Speckle(random) : level;
        }

        return scan;
    }

    public static PixelImage Picture(float[] scan, int bitDepth) =>
        PixelImage.FromUnit(scan, Width, Height, 1, bitDepth);

    private static double Speckle(SeededRandom random)
    {
        double sum = 0;
        for (int i = 0; i < 4; i++)
            sum -= Math.Log(1 - random.NextDouble());
        return sum / 4;
    }
}
