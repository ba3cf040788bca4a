using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>
/// A thin curved line over the metal, bright where the tool tore it open or dark where dirt fills it.
/// </summary>
internal sealed class ScratchDefect : PartDefect
{
    private const int Segments = 24;
    private readonly (double X, double Y)[] _path = new (double X, double Y)[Segments + 1];
    private readonly double _halfWidth;
    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _reach;
    private readonly double _grey;
    private readonly double _opacity;

    /// <summary>Draws a scratch whose middle lies on the ring.</summary>
    public ScratchDefect(SeededRandom random, DefectSize size)
    {
        double length = size.Of(random.NextDouble(0.5, 0.95), 4);
        _halfWidth = size.Of(random.NextDouble(0.017, 0.026), 0.5);
        (_centreX, _centreY) = RingPoint.Draw(random);
        _reach = 0.75 * length + _halfWidth;

        // A parabola through the middle: straight along the direction, bent across it.
        double direction = random.NextDouble(0, 2 * Math.PI);
        double bend = random.NextDouble(-0.2, 0.2) * length;
        double cos = Math.Cos(direction), sin = Math.Sin(direction);
        for (int i = 0; i <= Segments; i++)
        {
            double t = 2.0 * i / Segments - 1;
            double along = 0.5 * length * t, across = bend * t * t;
            _path[i] = (_centreX + along * cos - across * sin, _centreY + along * sin + across * cos);
        }

        bool isBright = random.NextInt32(2) == 0;
        _grey = isBright ? 1 : 0.08;
        _opacity = random.NextDouble(0.6, 1);
    }

    /// <inheritdoc/>
    public override double Recolour(double grey, double x, double y)
    {
        double dx = x - _centreX, dy = y - _centreY;
        if (dx * dx + dy * dy > _reach * _reach)
            return grey;

        double cover = 0;
        for (int i = 0; i < Segments; i++)
            cover = Math.Max(cover, Cover(i, x, y));
        return grey + cover * _opacity * (_grey - grey);
    }

    // 1 on the line, falling to 0 in its outer third; the ends taper off.
    private double Cover(int segment, double x, double y)
    {
        (double fromX, double fromY) = _path[segment];
        double alongX = _path[segment + 1].X - fromX, alongY = _path[segment + 1].Y - fromY;
        double t = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX * alongX + alongY * alongY);
        t = Math.Clamp(t, 0, 1);
        double dx = x - fromX - t * alongX, dy = y - fromY - t * alongY;
        double place = 2 * (segment + t) / Segments - 1;
        double halfWidth = _halfWidth * (1 - 0.8 * place * place * place * place);
        return Math.Clamp(3 * (1 - Math.Sqrt(dx * dx + dy * dy) / halfWidth), 0, 1);
    }
}
