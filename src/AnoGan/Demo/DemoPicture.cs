using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>One picture of the demo data, with its mask and its sound twin where it shows a defect.</summary>
/// <param name="Image">The picture: grey, 8 bits.</param>
/// <param name="Mask">255 where the defect changed the picture, else 0; null for a normal picture.</param>
/// <param name="Sound">The same picture without the defect; null for a normal picture.</param>
internal sealed record DemoPicture(PixelImage Image, PixelImage? Mask, PixelImage? Sound)
{
    /// <summary>
    /// The least change, in 8-bit levels, that belongs to a mask: about three times the sensor's noise.
    /// </summary>
    public const int MaskThreshold = 10;

    /// <summary>A lone pixel could be taken for noise.</summary>
    private const int LeastMaskPixels = 2;

    private const int MostAttempts = 100;

    /// <summary>Draws a normal picture.</summary>
    public static DemoPicture Normal(DemoOptions options, string folder, int index)
    {
        PartScene scene = PartScene.Draw(ImageSeed(options, folder, index), options.LightTurn);
        return new DemoPicture(PartRenderer.Render(scene, defect: null, options.Size), Mask: null, Sound: null);
    }

    /// <summary>Draws a picture with a defect that can be seen.</summary>
    public static DemoPicture Defective(DemoOptions options, string folder, int index, DefectKind kind)
    {
        ulong seed = ImageSeed(options, folder, index);
        PartScene scene = PartScene.Draw(seed, options.LightTurn);
        PixelImage sound = PartRenderer.Render(scene, defect: null, options.Size);
        var size = new DefectSize(options.DefectScale, 2.0 / options.Size);

        // A bright scratch on a bright spot may vanish: draw another one.
        for (ulong attempt = 0; attempt < MostAttempts; attempt++)
        {
            var random = new SeededRandom(SeededRandom.Derive(seed, "defect", attempt));
            PixelImage image = PartRenderer.Render(scene, kind.Draw(random, size), options.Size);
            PixelImage mask = Difference(image, sound);
            if (mask.Data.AsSpan().Count(byte.MaxValue) >= LeastMaskPixels)
                return new DemoPicture(image, mask, sound);
        }

        throw new InvalidOperationException($"no visible {kind.Name} in {MostAttempts} attempts");
    }

    /// <summary>The seed of one picture, which depends neither on the counts nor on the size.</summary>
    public static ulong ImageSeed(DemoOptions options, string folder, int index) =>
        SeededRandom.Derive(options.Seed, $"demo/{folder}", (ulong)index);

    private static PixelImage Difference(PixelImage image, PixelImage sound)
    {
        byte[] mask = new byte[image.Data.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            if (Math.Abs(image.Data[i] - sound.Data[i]) >= MaskThreshold)
                mask[i] = byte.MaxValue;
        }

        return new PixelImage(image.Width, image.Height, 1, 8, mask);
    }
}

/// <summary>Photographs a part: several shaded samples a pixel, then the sensor's noise, then 8 bits.</summary>
internal static class PartRenderer
{
    private const double NoiseDeviation = 0.012;

    /// <summary>Renders a scene.</summary>
    /// <param name="defect">What is wrong with it, or null. It changes nothing else, not even the noise.</param>
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
