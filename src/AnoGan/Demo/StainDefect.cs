using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>A dark soft spot of oil or rust on the metal.</summary>
internal sealed class StainDefect : PartDefect
{
    private readonly BlobOutline _outline;
    private readonly double _opacity;

    /// <summary>Draws a stain whose middle lies on the ring.</summary>
    public StainDefect(SeededRandom random, DefectSize size)
    {
        (double x, double y) = RingPoint.Draw(random);
        _outline = new BlobOutline(random, x, y, size.Of(random.NextDouble(0.17, 0.29), 1.5), 0.1);
        _opacity = random.NextDouble(0.4, 0.7);
    }

    /// <inheritdoc/>
    public override double Recolour(double grey, double x, double y)
    {
        double inside = Math.Clamp((1 - _outline.Level(x, y)) / 0.7, 0, 1);
        double cover = inside * inside * (3 - 2 * inside);
        return grey * (1 - cover * _opacity);
    }
}
