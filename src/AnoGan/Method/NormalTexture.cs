namespace AnoGan.Method;

/// <summary>In which metric the texture of a patch is compared with that of normal ones.</summary>
/// <param name="Metric">The spread of normal textures.</param>
/// <param name="Neighbours">Normal textures, by their coordinates in that metric.</param>
public sealed record NormalTexture(Whitening Metric, NormalNeighbours Neighbours)
{
    /// <summary>Numbers of a texture.</summary>
    public const int Length = 10;

    private const string MetricName = "texture", NeighboursName = "texture-neighbours";

    /// <summary>Logarithm of the distance to the nearest normal textures.</summary>
    /// <param name="texture">The patch's texture.</param>
    public double LogDistance(ReadOnlySpan<float> texture) =>
        Math.Log(Math.Max(Neighbours.Distance(Metric.Coordinates(texture)), 1e-6));

    internal IEnumerable<KeyValuePair<string, NamedArray>> ToArrays() =>
        [.. Metric.ToArrays(MetricName), new(NeighboursName, Neighbours.ToArray())];

    internal static NormalTexture? From(IReadOnlyDictionary<string, NamedArray> arrays, string path)
    {
        if (!arrays.ContainsKey(NeighboursName))
            return null;
        var metric = Whitening.From(arrays, MetricName, Length, path);
        return new NormalTexture(metric, NormalNeighbours.From(arrays, NeighboursName, metric.Components, path));
    }
}
