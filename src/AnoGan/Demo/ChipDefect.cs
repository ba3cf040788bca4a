using AnoGan.Runtime;

namespace AnoGan.Demo;

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

    /// <inheritdoc/>
    public override bool Removes(double x, double y) => _outline.Level(x, y) < 1;

    /// <inheritdoc/>
    public override double Recolour(double grey, double x, double y)
    {
        double fade = Math.Clamp((1.2 - _outline.Level(x, y)) / 0.2, 0, 1);
        return grey + fade * (_fractureGrey - grey);
    }
}
