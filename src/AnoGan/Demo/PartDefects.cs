using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>A kind of defect: the name of its folder, and how one is drawn.</summary>
internal sealed record DefectKind(string Name, Func<SeededRandom, DefectSize, PartDefect> Draw)
{
    /// <summary>Every kind, in the order of the summary.</summary>
    public static IReadOnlyList<DefectKind> All { get; } =
    [
        new("scratch", (random, size) => new ScratchDefect(random, size)),
        new("chip", (random, size) => new ChipDefect(random, size)),
        new("stain", (random, size) => new StainDefect(random, size)),
        new("missing_hole", (random, _) => new MissingHoleDefect(random)),
    ];
}

/// <summary>How large defects are drawn.</summary>
/// <param name="Scale">Factor on their lengths.</param>
/// <param name="PixelWidth">One pixel in half picture widths, below which nothing could be seen.</param>
internal readonly record struct DefectSize(double Scale, double PixelWidth)
{
    /// <summary>A scaled length that is at least the given number of pixels.</summary>
    public double Of(double length, double minimumPixels) => Math.Max(length * Scale, minimumPixels * PixelWidth);
}

/// <summary>What can be wrong with a part, in part coordinates. Each kind overrides what it touches.</summary>
internal abstract class PartDefect
{
    /// <summary>The bolt hole that was never drilled, or -1.</summary>
    public virtual int FilledHole => -1;

    /// <summary>Whether the metal at a point has broken away.</summary>
    public virtual bool Removes(double x, double y) => false;

    /// <summary>The grey in [0,1] of the metal at a point whose sound grey is given.</summary>
    public virtual double Recolour(double grey, double x, double y) => grey;
}

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

/// <summary>A bite out of the rim or the bore, with a pale fracture along it.</summary>
internal sealed class ChipDefect : PartDefect
{
    private readonly BlobOutline _outline;
    private readonly double _fractureGrey;

    /// <summary>Draws a chip centred on an edge; two in three lie on the rim.</summary>
    public ChipDefect(SeededRandom random, DefectSize size)
    {
        bool isRim = random.NextInt32(3) > 0;
        double angle = random.NextDouble(0, 2 * Math.PI);
        double edge = isRim ? PartGeometry.OuterRadius : PartGeometry.BoreRadius;
        double radius = size.Of(random.NextDouble(0.1, 0.17), 1.5);
        _outline = new BlobOutline(random, edge * Math.Cos(angle), edge * Math.Sin(angle), radius, 0.09);
        _fractureGrey = random.NextDouble(0.75, 0.95);
    }

    public override bool Removes(double x, double y) => _outline.Level(x, y) < 1;

    public override double Recolour(double grey, double x, double y)
    {
        double fade = Math.Clamp((1.2 - _outline.Level(x, y)) / 0.2, 0, 1);
        return grey + fade * (_fractureGrey - grey);
    }
}

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

    public override double Recolour(double grey, double x, double y)
    {
        double inside = Math.Clamp((1 - _outline.Level(x, y)) / 0.7, 0, 1);
        double cover = inside * inside * (3 - 2 * inside);
        return grey * (1 - cover * _opacity);
    }
}

/// <summary>A bolt hole that was never drilled.</summary>
internal sealed class MissingHoleDefect : PartDefect
{
    public MissingHoleDefect(SeededRandom random) => FilledHole = random.NextInt32(PartGeometry.HoleCount);

    public override int FilledHole { get; }
}

/// <summary>An irregular round outline: a circle whose radius is modulated by a few random harmonics.</summary>
internal sealed class BlobOutline
{
    private const int FirstHarmonic = 2;
    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _radius;
    private readonly double[] _amplitudes = new double[5];
    private readonly double[] _phases = new double[5];

    /// <param name="roughness">Greatest share by which one harmonic changes the radius.</param>
    public BlobOutline(SeededRandom random, double centreX, double centreY, double radius, double roughness)
    {
        _centreX = centreX;
        _centreY = centreY;
        _radius = radius;
        for (int i = 0; i < _amplitudes.Length; i++)
        {
            _amplitudes[i] = random.NextDouble(0, roughness);
            _phases[i] = random.NextDouble(0, 2 * Math.PI);
        }
    }

    /// <summary>Distance from the centre divided by the outline's in that direction: below 1 inside.</summary>
    public double Level(double x, double y)
    {
        double dx = x - _centreX, dy = y - _centreY;
        double distance = Math.Sqrt(dx * dx + dy * dy);
        if (distance > 3 * _radius)
            return 3;

        double angle = Math.Atan2(dy, dx);
        double outline = 1;
        for (int i = 0; i < _amplitudes.Length; i++)
            outline += _amplitudes[i] * Math.Cos((FirstHarmonic + i) * angle + _phases[i]);
        return distance / (_radius * Math.Max(outline, 0.3));
    }
}
