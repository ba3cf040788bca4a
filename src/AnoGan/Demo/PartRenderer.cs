using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>Photographs a part: several shaded samples a pixel, then the sensor's noise, then 8 bits.</summary>
internal static class PartRenderer
{
    private const double NoiseDeviation = 0.012;

    /// <summary>Renders a scene.</summary>
    /// <param name="scene">The part's place, surface and light.</param>
    /// <param name="defect">What is wrong with it, or null. It changes nothing else, not even the noise.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <returns>A grey image of 8 bits.</returns>
    public static PixelImage Render(PartScene scene, PartDefect? defect, int size)
    {
        var shader = new PartShader(scene, defect);
        var noise = new SeededRandom(scene.NoiseSeed);
        float[] greys = new float[size * size];

        // Large pixels need more samples to hide the steps of an edge.
        int samples = Math.Clamp(512 / size, 2, 4);
        double step = 2.0 / (size * samples);
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                double sum = 0;
                for (int i = 0; i < samples * samples; i++)
                {
                    double x = (column * samples + i % samples + 0.5) * step - 1;
                    double y = (row * samples + i / samples + 0.5) * step - 1;
                    sum += shader.Shade(x, y);
                }

                greys[row * size + column] =
                    (float)(sum / (samples * samples) + NoiseDeviation * noise.NextGaussian());
            }
        }

        return PixelImage.FromUnit(greys, size, size, channels: 1);
    }
}
