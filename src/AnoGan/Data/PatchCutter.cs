using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>
/// Square patches of a picture. Where one reaches beyond the picture, that is continued by reflection without repeating
/// the edge pixels (a b c d is followed by c b a b ...); a side of 1 pixel is repeated.
/// </summary>
internal static class PatchCutter
{
    /// <summary>Writes the values of one patch; the rest of the picture is not touched.</summary>
    /// <param name="image">
    /// The picture; grey becomes three equal planes where 3 are asked, RGB becomes luma where 1 is.
    /// </param>
    /// <param name="left">First column of the patch; may be negative.</param>
    /// <param name="top">First row of the patch; may be negative.</param>
    /// <param name="patch">Side of the patch in pixels, at least 1.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="planar">Room for [channels, patch, patch] values in [-1,1].</param>
    /// <exception cref="ArgumentException">
    /// A number is outside its range, or the room is too small or too large.
    /// </exception>
    public static void Cut(PixelImage image, int left, int top, int patch, int channels, Span<float> planar)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        PixelTensor.Fill(PixelWindow.CutMirrored(image, left, top, patch, patch), channels, planar);
    }

    /// <summary>
    /// How much of a patch belongs to the object; what reflection adds counts as the pixels it shows.
    /// </summary>
    /// <param name="foreground">Of each pixel of the picture, in rows, whether it does; null where all do.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="left">First column of the patch; may be negative.</param>
    /// <param name="top">First row of the patch; may be negative.</param>
    /// <param name="patch">Side of the patch in pixels, at least 1.</param>
    /// <returns>A share from 0 to 1.</returns>
    /// <exception cref="ArgumentException">
    /// The foreground is not that of a picture of this size, or the patch is empty.
    /// </exception>
    public static double ForegroundShare(bool[]? foreground, int width, int height, int left, int top, int patch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        if (foreground is null)
            return 1;
        if (foreground.LongLength != (long)width * height)
            throw new ArgumentException(
                $"{foreground.LongLength} pixels of foreground do not cover {width}×{height}", nameof(foreground));

        long count = 0;
        bool isInside = left >= 0 && left <= width - patch;
        for (int y = 0; y < patch; y++)
        {
            ReadOnlySpan<bool> row = foreground.AsSpan(Mirror.Place(top + y, height) * width, width);
            if (isInside)
            {
                count += row.Slice(left, patch).Count(true);
                continue;
            }

            for (int x = 0; x < patch; x++)
                count += row[Mirror.Place(left + x, width)] ? 1 : 0;
        }

        return count / ((double)patch * patch);
    }
}
