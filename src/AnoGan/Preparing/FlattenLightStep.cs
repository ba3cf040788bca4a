using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Divides out the slow change of light, each channel on its own: v = log(x + ε) - G(log(x + ε)), G the mean in a
/// Gaussian window. One robust deviation of all v of the foreground, 1.4826 times their median absolute deviation, sets
/// the scale: ± gain deviations become 0 to 1, no difference is 0.5, and what lies beyond is clamped.
/// </summary>
internal sealed class FlattenLightStep(double radius, double gain) : PreparationStep
{
    public const string Name = "flatten-light";
    public const string Usage = "flatten-light[:radius[:gain]]";

    /// <summary>ε: one level of 8 bits, so that the noise of dark pixels does not outweigh all else.</summary>
    private const float Darkest = 1f / 255;

    /// <summary>Least deviation, half a per cent of the light: even pictures stay even.</summary>
    private const double LeastDeviation = 0.005;

    public override string Text => StepParameters.Join(Name, radius, gain);

    public override bool MakesLevels => true;

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        double radius = parameters.Number(0, "radius", 32, 0.5, 1000);
        double gain = parameters.Number(1, "gain", 4, 0.1, 100);
        return new FlattenLightStep(radius, gain);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        float[][] differences = Differences(picture, image.Foreground);
        float median = SampleRanks.Quantile(differences, image.Foreground, 0.5);
        double deviation = 1.4826 * SampleRanks.Quantile(differences, image.Foreground, 0.5, around: median);
        float scale = (float)(1 / (2 * gain * Math.Max(deviation, LeastDeviation)));

        byte[] data = new byte[checked(picture.SampleCount * sizeof(ushort))];
        Span<ushort> result = MemoryMarshal.Cast<byte, ushort>(data.AsSpan());
        for (int c = 0; c < differences.Length; c++)
        {
            for (int i = 0; i < differences[c].Length; i++)
            {
                if (image.Foreground is null || image.Foreground[i])
                    result[i * differences.Length + c] = UnitSamples.ToWord(0.5f + scale * differences[c][i]);
            }
        }

        return image with { Picture = new PixelImage(picture.Width, picture.Height, picture.Channels, 16, data) };
    }

    private float[][] Differences(PixelImage picture, bool[]? foreground)
    {
        var blur = new GaussianBlur(picture.Width, picture.Height, radius, foreground);
        float[][] differences = new float[picture.Channels][];
        for (int c = 0; c < differences.Length; c++)
        {
            float[] plane = UnitSamples.Channel(picture, c);
            for (int i = 0; i < plane.Length; i++)
                plane[i] = MathF.Log(plane[i] + Darkest);

            // Around the mean, so that even pictures give exact zeros.
            float mean = UnitSamples.Mean(plane, foreground);
            for (int i = 0; i < plane.Length; i++)
                plane[i] -= mean;

            float[] light = (float[])plane.Clone();
            blur.Apply(light);
            for (int i = 0; i < plane.Length; i++)
                plane[i] -= light[i];
            differences[c] = plane;
        }

        return differences;
    }
}
