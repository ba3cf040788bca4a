using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>How pictures become the squares that networks see.</summary>
/// <param name="Size">Side of the squares in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Stride">
/// Pixels of the prepared picture from one tile to the next, 1 to <paramref name="Size"/>; null where each picture is
/// fitted to one square.
/// </param>
internal sealed record SquareShape(int Size, int Channels, int? Stride)
{
    /// <summary>Values of a square.</summary>
    public int Length => Channels * Size * Size;

    /// <summary>The squares over a prepared picture; one that was fitted has one.</summary>
    public TileGrid GridOf(PreparedImage picture) =>
        TileGrid.For(picture.Picture.Width, picture.Picture.Height, Size, Stride ?? Size);
}

/// <summary>What networks see at once: a whole picture fitted to their size, or a tile of one.</summary>
/// <param name="Pixels">[C, H, W] in [-1,1].</param>
/// <param name="Hash">SHA-256 of the content, from which random starts are derived.</param>
/// <param name="Place">Where it lies in the prepared picture.</param>
/// <param name="Foreground">
/// [H, W], which pixels of a whole picture belong to the object; null for all, and for tiles, whose background is left
/// out where they are put together.
/// </param>
internal sealed record Square(float[] Pixels, ReadOnlyMemory<byte> Hash, Tile Place, bool[]? Foreground)
{
    /// <summary>A tile, known by its values.</summary>
    public static Square OfTile(float[] pixels, Tile place = default) =>
        new(pixels, SHA256.HashData(MemoryMarshal.AsBytes(pixels.AsSpan())), place, Foreground: null);

    /// <summary>Cuts one square of a grid.</summary>
    public static Square Cut(PreparedImage picture, TileGrid grid, int index, int channels)
    {
        Tile place = grid[index];
        float[] pixels = new float[channels * grid.Patch * grid.Patch];
        PatchCutter.Cut(picture.Picture, place.Left, place.Top, grid.Patch, channels, pixels);
        return picture.Fit is null
            ? OfTile(pixels, place)
            : new Square(pixels, ContentHash.Of(picture.Picture, picture.Foreground), place, picture.Foreground);
    }

    /// <summary>Whether a square of a grid shows nothing of the object.</summary>
    public static bool IsEmpty(bool[]? foreground, TileGrid grid, int index) =>
        foreground is not null
        && PatchCutter.ForegroundShare(
            foreground, grid.Width, grid.Height, grid[index].Left, grid[index].Top, grid.Patch) == 0;
}

/// <summary>
/// Square patches of a picture. Where one reaches beyond the picture, that is continued by reflection without repeating
/// the edge pixels (a b c d is followed by c b a b ...); a side of 1 pixel is repeated.
/// </summary>
internal static class PatchCutter
{
    /// <summary>Writes the values of a patch.</summary>
    /// <param name="image">
    /// The picture; grey becomes three equal planes where 3 are asked, RGB becomes luma where 1 is.
    /// </param>
    /// <param name="left">First column; it may lie outside.</param>
    /// <param name="top">First row; it may lie outside.</param>
    /// <param name="patch">Side in pixels, at least 1.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="planar">Room for [channels, patch, patch] values in [-1,1].</param>
    public static void Cut(PixelImage image, int left, int top, int patch, int channels, Span<float> planar) =>
        PixelTensor.Fill(PixelWindow.CutMirrored(image, left, top, patch, patch), channels, planar);

    /// <summary>
    /// How much of a patch belongs to the object, from 0 to 1; what reflection adds counts as the pixels it shows.
    /// </summary>
    public static double ForegroundShare(bool[]? foreground, int width, int height, int left, int top, int patch)
    {
        if (foreground is null)
            return 1;

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
