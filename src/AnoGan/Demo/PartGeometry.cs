using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>
/// The flange in its own coordinates: centre at (0,0), x to the right, y down, and the picture's half width as unit.
/// </summary>
internal static class PartGeometry
{
    public const double OuterRadius = 0.80;
    public const double BoreRadius = 0.28;
    public const double PitchRadius = 0.55;
    public const double HoleRadius = 0.10;
    public const int HoleCount = 6;

    private static readonly (double X, double Y)[] Holes = [.. Enumerable.Range(0, HoleCount).Select(PlaceHole)];

    /// <summary>Centre of a bolt hole, 0 to 5, clockwise from the right.</summary>
    public static (double X, double Y) Hole(int index) => Holes[index];

    /// <summary>How deep a point lies in the metal, and which edge is the nearest.</summary>
    /// <param name="filledHole">The hole that was never drilled, or -1.</param>
    public static PartEdge NearestEdge(double x, double y, int filledHole = -1)
    {
        double radius = Math.Sqrt(x * x + y * y);
        double away = radius > 1e-9 ? 1 / radius : 0;
        PartEdge edge = OuterRadius - radius < radius - BoreRadius
            ? new PartEdge(OuterRadius - radius, x * away, y * away)
            : new PartEdge(radius - BoreRadius, -x * away, -y * away);

        // Off the ring there are no holes.
        if (edge.Depth < 0)
            return edge;

        for (int i = 0; i < HoleCount; i++)
        {
            double dx = Holes[i].X - x, dy = Holes[i].Y - y;
            double reach = edge.Depth + HoleRadius;
            double square = dx * dx + dy * dy;
            if (i == filledHole || square >= reach * reach)
                continue;
            double distance = Math.Sqrt(square);
            double toHole = distance > 1e-9 ? 1 / distance : 0;
            edge = new PartEdge(distance - HoleRadius, dx * toHole, dy * toHole);
        }

        return edge;
    }

    private static (double X, double Y) PlaceHole(int index)
    {
        double angle = index * 2 * Math.PI / HoleCount;
        return (PitchRadius * Math.Cos(angle), PitchRadius * Math.Sin(angle));
    }
}

/// <summary>The edge of the metal nearest to a point.</summary>
/// <param name="Depth">Distance to it, in half picture widths: positive in the metal, negative outside.</param>
/// <param name="NormalX">Unit vector from the metal across the edge.</param>
/// <param name="NormalY">Its y component, down.</param>
internal readonly record struct PartEdge(double Depth, double NormalX, double NormalY);

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
