using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>Places defects on the metal.</summary>
internal static class RingPoint
{
    private const double Margin = 0.05;

    /// <summary>Draws a point uniformly from the metal that is at least a margin away from every edge.</summary>
    public static (double X, double Y) Draw(SeededRandom random)
    {
        while (true)
        {
            double x = random.NextDouble(-PartGeometry.OuterRadius, PartGeometry.OuterRadius);
            double y = random.NextDouble(-PartGeometry.OuterRadius, PartGeometry.OuterRadius);
            if (PartGeometry.NearestEdge(x, y).Depth >= Margin)
                return (x, y);
        }
    }
}
