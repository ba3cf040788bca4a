using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Compares each sample with those around it, each channel on its own: (x - mean) / (deviation + a little), both in a
/// Gaussian window. ±4 become 0 to 1, no difference is 0.5, and what lies beyond is clamped.
/// </summary>
internal sealed class LocalContrastStep(double radius) : PreparationStep
{
    public const string Name = "local-contrast";
    public const string Usage = "local-contrast[:radius]";

    private const float Reach = 4f;

    /// <summary>
    /// Added to the deviation: two to three levels of 8 bits, so that neither rounding nor the noise of dark areas is
    /// taken for structure.
    /// </summary>
    private const float LeastDeviation = 0.01f;

    public override string Text => StepParameters.Join(Name, radius);

    public override bool MakesLevels => true;

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(1);
        return new LocalContrastStep(parameters.Number(0, "radius", 12, 0.5, 1000));
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        byte[] data = new byte[checked(picture.SampleCount * sizeof(ushort))];
        var blur = new GaussianBlur(picture.Width, picture.Height, radius, image.Foreground);
        for (int c = 0; c < picture.Channels; c++)
            Compare(picture, image.Foreground, c, blur, MemoryMarshal.Cast<byte, ushort>(data.AsSpan()));
        return image with { Picture = new PixelImage(picture.Width, picture.Height, picture.Channels, 16, data) };
    }

    private static void Compare(
        PixelImage picture, bool[]? foreground, int channel, GaussianBlur blur, Span<ushort> result)
    {
        // Around the mean of all, so that even pictures give exact zeros and squares lose few bits.
        float[] means = UnitSamples.Channel(picture, channel);
        float centre = UnitSamples.Mean(means, foreground);
        float[] squares = new float[means.Length];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] -= centre;
            squares[i] = means[i] * means[i];
        }

        blur.Apply(means);
        blur.Apply(squares);

        // The samples are read a second time rather than kept as a third plane.
        float greatest = UnitSamples.Greatest(picture);
        float[] row = new float[picture.Width * picture.Channels];
        for (int y = 0, i = 0; y < picture.Height; y++)
        {
            PixelConversion.CopyRow(picture, y, row);
            for (int x = 0; x < picture.Width; x++, i++)
            {
                if (foreground is not null && !foreground[i])
                    continue;
                float value = row[x * picture.Channels + channel] / greatest - centre;
                float deviation = MathF.Sqrt(Math.Max(0f, squares[i] - means[i] * means[i]));
                float contrast = (value - means[i]) / (deviation + LeastDeviation);
                result[i * picture.Channels + channel] = UnitSamples.ToWord(0.5f + contrast / (2 * Reach));
            }
        }
    }
}
