using System.Globalization;
using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Spreads a fixed range of the file's own levels, 0 to 255 or 0 to 65,535, over the whole range, the same for every
/// picture; what lies beyond is clamped. Shrinking keeps levels, so it may come before; a step that makes other levels
/// of them may not.
/// </summary>
internal sealed class RangeStep(double low, double high) : PreparationStep
{
    public const string Name = "range";
    public const string Usage = "range:low:high";

    public override string Text => StepParameters.Join(Name, low, high);

    public override bool MakesLevels => true;

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        if (parameters.Count < 2)
        {
            throw parameters.Refuse(parameters.Count == 0 ? "no parameters" : "1 parameter",
                "two, the levels of the file that become black and white, such as range:0:4095");
        }

        double low = parameters.Number(0, "low", 0, 0, ushort.MaxValue);
        double high = parameters.Number(1, "high", 0, 0, ushort.MaxValue);
        if (low >= high)
            throw parameters.Refuse($"low {parameters[0]} and high {parameters[1]}", "low below high");
        return new RangeStep(low, high);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        int greatest = (1 << picture.BitDepth) - 1;
        if (high > greatest)
        {
            throw ImageRefusal.Of(
                path, $"a picture of {picture.BitDepth} bits, whose levels end at {greatest}",
                string.Create(CultureInfo.InvariantCulture, $"levels up to {high} for --prepare {Text}"),
                "take pictures of one depth, or give their range");
        }

        ushort[] words = new ushort[greatest + 1];
        for (int level = 0; level <= greatest; level++)
            words[level] = UnitSamples.ToWord((float)((level - low) / (high - low)));
        return LevelTable.Apply(image, words);
    }
}

/// <summary>Gives every level of a picture another one.</summary>
internal static class LevelTable
{
    /// <summary>Makes a picture of 16 bits; pixels that do not belong to the foreground get level 0.</summary>
    /// <param name="words">The new level of each: 256 or 65,536 by the picture's depth.</param>
    public static PreparedImage Apply(PreparedImage image, ushort[] words)
    {
        PixelImage picture = image.Picture;
        byte[] data = new byte[checked(picture.SampleCount * sizeof(ushort))];
        Span<ushort> result = MemoryMarshal.Cast<byte, ushort>(data.AsSpan());
        float[] row = new float[picture.Width * picture.Channels];
        for (int y = 0; y < picture.Height; y++)
        {
            PixelConversion.CopyRow(picture, y, row);
            for (int i = 0; i < row.Length; i++)
            {
                if (image.Foreground is null || image.Foreground[y * picture.Width + i / picture.Channels])
                    result[y * row.Length + i] = words[(int)row[i]];
            }
        }

        return image with { Picture = new PixelImage(picture.Width, picture.Height, picture.Channels, 16, data) };
    }
}
