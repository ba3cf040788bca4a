namespace AnoGan.Demo;

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

    /// <summary>Prepares a scene.</summary>
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
