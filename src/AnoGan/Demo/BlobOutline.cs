using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>An irregular round outline: a circle whose radius is modulated by a few random harmonics.</summary>
internal sealed class BlobOutline
{
    private const int FirstHarmonic = 2;
    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _radius;
    private readonly double[] _amplitudes = new double[5];
    private readonly double[] _phases = new double[5];

    /// <summary>Draws an outline.</summary>
    /// <param name="random">The random source.</param>
    /// <param name="centreX">Centre, in part coordinates.</param>
    /// <param name="centreY">Centre, in part coordinates.</param>
    /// <param name="radius">Mean radius.</param>
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
