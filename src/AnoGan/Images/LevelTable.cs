using System.Runtime.InteropServices;
using AnoGan.Preparing;

namespace AnoGan.Images;

/// <summary>Gives every level of a picture another one.</summary>
internal static class LevelTable
{
    /// <summary>Makes a picture of 16 bits; pixels that do not belong to the foreground get level 0.</summary>
    /// <param name="image">The picture so far.</param>
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
