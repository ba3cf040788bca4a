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
    /// <param name="imageSeed">The seed.</param>
    /// <param name="lightTurn">By how many degrees the light is turned clockwise.</param>
    public static PartScene Draw(ulong imageSeed, double lightTurn = 0)
    {
        var random = new SeededRandom(SeededRandom.Derive(imageSeed, "scene"));
        return new PartScene
        {
            ShiftX = random.NextDouble(-0.04, 0.04),
            ShiftY = random.NextDouble(-0.04, 0.04),
            Angle = random.NextDouble(-4, 4) * Math.PI / 180,
            Scale = random.NextDouble(0.985, 1.015),
            LightAngle = (random.NextDouble(-135, -105) + lightTurn) * Math.PI / 180,
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

/// <summary>
/// Grain of a surface turned on a lathe: random grey on a polar grid that is fine across the grooves and long along
/// them, interpolated linearly.
/// </summary>
internal sealed class BrushedMetal
{
    private const int Rings = 96;
    private const int Sectors = 10;
    private readonly double[] _grid = new double[Rings * Sectors];

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

/// <summary>The grey of a scene at a point of the picture, before the sensor.</summary>
internal sealed class PartShader
{
    private const double ChamferWidth = 0.03;
    private const double ShadowLength = 0.07;
    private readonly PartScene _scene;
    private readonly PartDefect? _defect;
    private readonly int _filledHole;
    private readonly double _cos;
    private readonly double _sin;
    private readonly double _lightX;
    private readonly double _lightY;

    public PartShader(PartScene scene, PartDefect? defect)
    {
        _scene = scene;
        _defect = defect;
        _filledHole = defect?.FilledHole ?? -1;
        _cos = Math.Cos(scene.Angle) / scene.Scale;
        _sin = Math.Sin(scene.Angle) / scene.Scale;
        (_lightX, _lightY) = scene.ToPartDirection(Math.Cos(scene.LightAngle), Math.Sin(scene.LightAngle));
    }

    /// <summary>The grey at a point of the picture, whose corners are (-1,-1) and (1,1); about [0,1].</summary>
    public double Shade(double pictureX, double pictureY)
    {
        double dx = pictureX - _scene.ShiftX, dy = pictureY - _scene.ShiftY;
        double x = _cos * dx + _sin * dy, y = _cos * dy - _sin * dx;

        PartEdge edge = PartGeometry.NearestEdge(x, y, _filledHole);
        bool isMetal = edge.Depth > 0 && !(_defect?.Removes(x, y) ?? false);
        double grey = isMetal ? Metal(x, y, edge) : Table(x, y);

        double vignette = 1 - 0.12 * (pictureX * pictureX + pictureY * pictureY);
        return ((grey - 0.5) * _scene.Contrast + 0.5 + _scene.Brightness) * vignette;
    }

    private double Metal(double x, double y, PartEdge edge)
    {
        // Circular grooves throw the light back in two fans, towards the lamp and away from it.
        double towards = x * _lightX + y * _lightY;
        double cosine = towards * towards / (x * x + y * y);
        double grey = 0.55 + 0.2 * cosine * cosine + 0.06 * towards + 0.045 * _scene.Metal.At(x, y);

        // The chamfer faces outwards: bright towards the lamp, dark away from it.
        if (edge.Depth < ChamferWidth)
            grey += 0.22 * (edge.NormalX * _lightX + edge.NormalY * _lightY);
        return _defect?.Recolour(grey, x, y) ?? grey;
    }

    // The dark table below, darker in the soft shadow of the part. The shadow is that of a sound part, so that a
    // defect changes the picture nowhere but at its own place.
    private double Table(double x, double y)
    {
        double depth = PartGeometry.NearestEdge(x + ShadowLength * _lightX, y + ShadowLength * _lightY).Depth;
        double shadow = Math.Clamp(0.5 + depth / 0.12, 0, 1);
        return 0.24 - 0.14 * shadow;
    }
}
