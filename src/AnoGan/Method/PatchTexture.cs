namespace AnoGan.Method;

/// <summary>
/// How rough a patch is, at which scale and in which direction: what a critic, which looks for things, says little
/// about, and what a worn tool, a missing finish or a change of material alters.
/// </summary>
internal static class PatchTexture
{
    private const int Levels = 3;

    // A difference that 8 bits do not show: it keeps the logarithms of perfectly smooth patches within reach.
    private const double Least = 0.02;

    /// <summary>The texture of one patch.</summary>
    /// <param name="patch">[channels, size, size] in [-1,1]; channels are averaged.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="size">Side in pixels, at least 8.</param>
    /// <returns>
    /// <see cref="NormalTexture.Length"/> numbers: the logarithm of the root mean square of the differences between
    /// horizontal and between vertical neighbours, at full, half and quarter resolution; the mean; and the logarithms
    /// of the standard deviations of the pixels, of the means of the columns and of those of the rows.
    /// </returns>
    public static float[] Of(ReadOnlySpan<float> patch, int channels, int size)
    {
        double[] grey = Grey(patch, channels, size * size);
        var numbers = new List<double>(NormalTexture.Length);
        double[] level = grey;
        for (int l = 0, side = size; l < Levels; l++, side /= 2)
        {
            numbers.Add(LogDifference(level, side, stepX: 1, stepY: 0));
            numbers.Add(LogDifference(level, side, stepX: 0, stepY: 1));
            level = Halve(level, side);
        }

        double[] columns = new double[size], rows = new double[size];
        for (int i = 0; i < grey.Length; i++)
        {
            columns[i % size] += grey[i] / size;
            rows[i / size] += grey[i] / size;
        }

        numbers.AddRange([grey.Average(), LogDeviation(grey), LogDeviation(columns), LogDeviation(rows)]);
        return [.. numbers.Select(number => (float)number)];
    }

    private static double[] Grey(ReadOnlySpan<float> patch, int channels, int plane)
    {
        double[] grey = new double[plane];
        for (int i = 0; i < patch.Length; i++)
            grey[i % plane] += (double)patch[i] / channels;
        return grey;
    }

    private static double LogDifference(double[] level, int side, int stepX, int stepY)
    {
        double squares = 0;
        int count = 0;
        for (int y = 0; y + stepY < side; y++)
        {
            for (int x = 0; x + stepX < side; x++, count++)
            {
                double difference = level[(y + stepY) * side + x + stepX] - level[y * side + x];
                squares += difference * difference;
            }
        }

        return Math.Log(Math.Sqrt(squares / count) + Least);
    }

    private static double LogDeviation(double[] values)
    {
        double mean = values.Average();
        return Math.Log(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)) + Least);
    }

    // Means of 2×2 pixels; an odd last row or column is left out.
    private static double[] Halve(double[] level, int side)
    {
        int half = side / 2;
        double[] halved = new double[half * half];
        for (int y = 0; y < half; y++)
        {
            for (int x = 0; x < half; x++)
            {
                int from = 2 * y * side + 2 * x;
                halved[y * half + x] =
                    (level[from] + level[from + 1] + level[from + side] + level[from + side + 1]) / 4;
            }
        }

        return halved;
    }
}

/// <summary>In which metric the texture of a patch is compared with that of normal ones.</summary>
/// <param name="Metric">The spread of normal textures.</param>
/// <param name="Neighbours">Normal textures, by their coordinates in that metric.</param>
public sealed record NormalTexture(Whitening Metric, NormalNeighbours Neighbours)
{
    /// <summary>Numbers of a texture.</summary>
    public const int Length = 10;

    private const string MetricName = "texture", NeighboursName = "texture-neighbours";

    /// <summary>Fits the metric to normal textures. libtorch must be loaded.</summary>
    /// <param name="textures">As <see cref="PatchTexture"/> gives them, at least one.</param>
    internal static NormalTexture Fit(IReadOnlyList<float[]> textures)
    {
        var metric = Whitening.Fit(textures);
        return new NormalTexture(metric, NormalNeighbours.Of(textures, metric));
    }

    /// <summary>Logarithm of the distance to the nearest normal textures.</summary>
    /// <param name="texture">The patch's texture.</param>
    /// <param name="added">The distance to the nearest of those that were added.</param>
    public double LogDistance(ReadOnlySpan<float> texture, double added = double.PositiveInfinity) =>
        Math.Log(Math.Max(Math.Min(Neighbours.Distance(Metric.Coordinates(texture)), added), 1e-6));

    internal IEnumerable<KeyValuePair<string, NamedArray>> ToArrays() =>
        [.. Metric.ToArrays(MetricName), new(NeighboursName, Neighbours.ToArray())];

    internal static NormalTexture? From(IReadOnlyDictionary<string, NamedArray> arrays)
    {
        if (!arrays.ContainsKey(NeighboursName))
            return null;
        var metric = Whitening.From(arrays, MetricName, Length);
        return new NormalTexture(metric, NormalNeighbours.From(arrays, NeighboursName, metric.Components));
    }
}
