using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>
/// Everything that naturally varies from one photograph of a sound part to the next. The ranges are small and smooth
/// on purpose: a small generator has to learn them from a few hundred pictures.
/// </summary>
internal sealed record PartScene
{
    /// <summary>The part's centre, in half picture widths right of the picture's.</summary>
    public required double ShiftX { get; init; }

    /// <summary>The part's centre, in half picture widths below the picture's.</summary>
    public required double ShiftY { get; init; }

    /// <summary>Rotation in radians, clockwise.</summary>
    public required double Angle { get; init; }

    /// <summary>Size of the part, 1 for nominal.</summary>
    public required double Scale { get; init; }

    /// <summary>Direction towards the light, in radians clockwise from the right.</summary>
    public required double LightAngle { get; init; }

    /// <summary>Added to every grey in [0,1].</summary>
    public required double Brightness { get; init; }

    /// <summary>Stretches greys about the middle, 1 for nominal.</summary>
    public required double Contrast { get; init; }

    /// <summary>The brushed surface.</summary>
    public required BrushedMetal Metal { get; init; }

    /// <summary>Seed of the sensor noise.</summary>
    public required ulong NoiseSeed { get; init; }

    /// <summary>Draws the scene that belongs to a picture's seed.</summary>
    public static PartScene Draw(ulong imageSeed)
    {
        var random = new SeededRandom(SeededRandom.Derive(imageSeed, "scene"));
        return new PartScene
        {
            ShiftX = random.NextDouble(-0.04, 0.04),
            ShiftY = random.NextDouble(-0.04, 0.04),
            Angle = random.NextDouble(-4, 4) * Math.PI / 180,
            Scale = random.NextDouble(0.985, 1.015),
            LightAngle = random.NextDouble(-135, -105) * Math.PI / 180,
            Brightness = random.NextDouble(-0.04, 0.04),
            Contrast = random.NextDouble(0.94, 1.06),
            Metal = new BrushedMetal(new SeededRandom(SeededRandom.Derive(imageSeed, "metal"))),
            NoiseSeed = SeededRandom.Derive(imageSeed, "noise"),
        };
    }

    /// <summary>Turns a direction of the picture into one of the part.</summary>
    public (double X, double Y) ToPartDirection(double x, double y)
    {
        double cos = Math.Cos(Angle), sin = Math.Sin(Angle);
        return (cos * x + sin * y, cos * y - sin * x);
    }

    /// <summary>Where a point of the part lies in the picture, whose corners are (-1,-1) and (1,1).</summary>
    public (double X, double Y) ToPicture(double x, double y)
    {
        double cos = Math.Cos(Angle), sin = Math.Sin(Angle);
        return (ShiftX + Scale * (cos * x - sin * y), ShiftY + Scale * (sin * x + cos * y));
    }
}
