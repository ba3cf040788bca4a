using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>
/// Grain of a surface turned on a lathe: random grey on a polar grid that is fine across the grooves and long along
/// them, interpolated linearly.
/// </summary>
internal sealed class BrushedMetal
{
    private const int Rings = 96;
    private const int Sectors = 10;
    private readonly double[] _grid = new double[Rings * Sectors];

    /// <summary>Draws the grain.</summary>
    public BrushedMetal(SeededRandom random)
    {
        for (int i = 0; i < _grid.Length; i++)
            _grid[i] = Math.Clamp(random.NextGaussian(), -2.5, 2.5);
    }

    /// <summary>The grain at a point of the part: mean 0, standard deviation below 1.</summary>
    public double At(double x, double y)
    {
        double ring = Math.Min(Math.Sqrt(x * x + y * y), 0.999) * (Rings - 1);
        double sector = (Math.Atan2(y, x) / (2 * Math.PI) + 0.5) * Sectors;
        int r = (int)ring, s = (int)sector;
        double inner = Along(r, s, sector - s);
        return inner + (ring - r) * (Along(r + 1, s, sector - s) - inner);
    }

    private double Along(int ring, int sector, double fraction)
    {
        double first = _grid[ring * Sectors + sector % Sectors];
        double second = _grid[ring * Sectors + (sector + 1) % Sectors];
        return first + fraction * (second - first);
    }
}
