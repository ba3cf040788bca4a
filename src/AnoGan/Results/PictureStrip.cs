using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Results;

/// <summary>Small copies of pictures of one size, side by side: as in the figures of the AnoGAN paper.</summary>
/// <param name="size">How large they may be; smaller pictures are not enlarged.</param>
internal sealed class PictureStrip(StripSize size)
{
    // Up to this side pixels are seen one by one, and would be smeared; below the least nothing is seen.
    private const int LosslessSide = 48, LeastSide = 16;

    // The first is what is wished.
    private static readonly int[] Qualities = [82, 65, 45, 25];

    private readonly List<PixelImage> _cells = [];

    /// <summary>Adds a copy to the right; the picture is not kept.</summary>
    /// <returns>The copy, RGB of 8 bits.</returns>
    public PixelImage Add(PixelImage picture)
    {
        PixelImage cell = Shrink(picture, size.Side);
        _cells.Add(cell);
        return cell;
    }

    /// <summary>Frames defects on a copy, where frames of the picture's own would fade.</summary>
    /// <param name="regions">In pixels of the picture.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Its height.</param>
    public static void Frame(PixelImage copy, IReadOnlyList<DefectRegion> regions, int width, int height)
    {
        double across = (double)copy.Width / width, down = (double)copy.Height / height;
        RegionFrames.Draw(copy, [.. regions.Select(region => Scale(region, across, down))]);
    }

    /// <summary>Writes the strip.</summary>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public void Write(string path) => ImageCodec.WriteWhole(path, Encode());

    /// <summary>The copies side by side.</summary>
    public PixelImage Join() => Join(_cells);

    // Noise hardly compresses: it is shown worse and then smaller, until it has its share and no more.
    private byte[] Encode()
    {
        List<PixelImage> cells = _cells;
        while (true)
        {
            PixelImage strip = Join(cells);
            int side = Math.Max(cells[0].Width, cells[0].Height);
            IEnumerable<int?> tries = Qualities.Select(quality => (int?)quality);
            foreach (int? quality in side <= LosslessSide ? tries.Prepend(null) : tries)
            {
                byte[] bytes = ImageCodec.EncodeWebP(strip, quality);
                if (bytes.Length <= size.MostBytes || (quality == Qualities[^1] && side <= LeastSide))
                    return bytes;
            }

            cells = [.. cells.Select(cell => Shrink(cell, side * 3 / 4))];
        }
    }

    private static PixelImage Join(List<PixelImage> cells)
    {
        int width = cells[0].Width, height = cells[0].Height, row = width * 3;
        byte[] data = new byte[cells.Count * row * height];
        for (int n = 0; n < cells.Count; n++)
        {
            for (int y = 0; y < height; y++)
                cells[n].Data.AsSpan(y * row, row).CopyTo(data.AsSpan((y * cells.Count + n) * row));
        }

        return new PixelImage(cells.Count * width, height, 3, 8, data);
    }

    private static PixelImage Shrink(PixelImage picture, int side)
    {
        double scale = Math.Min(1, (double)side / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)Math.Round(picture.Width * scale)),
            height = Math.Max(1, (int)Math.Round(picture.Height * scale));
        return PixelConversion.ToRgb(ToBytes(ImageCodec.Resize(picture, width, height)));
    }

    private static DefectRegion Scale(DefectRegion region, double across, double down)
    {
        int left = (int)(region.X * across), top = (int)(region.Y * down);
        return region with
        {
            X = left,
            Y = top,
            Width = Math.Max(1, (int)Math.Ceiling((region.X + region.Width) * across) - left),
            Height = Math.Max(1, (int)Math.Ceiling((region.Y + region.Height) * down) - top),
        };
    }

    private static PixelImage ToBytes(PixelImage image)
    {
        if (image.BitDepth == 8)
            return image;
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(image.Data);
        byte[] bytes = new byte[words.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((words[i] + 128) / 257);
        return new PixelImage(image.Width, image.Height, image.Channels, 8, bytes);
    }
}

/// <summary>How large the small pictures of one image may be.</summary>
/// <param name="Side">Side in pixels of the square that each of them fits in, at least 1.</param>
/// <param name="MostBytes">
/// The most bytes that they take together: what does not compress so far loses quality, then pixels.
/// </param>
internal sealed record StripSize(int Side, int MostBytes)
{
    // As much as a report of the most images embeds of each, and what all together may come to beside a large one.
    private const int MostOfOne = 55_000, LeastOfOne = 3_000, MostOfAll = 90_000_000;

    /// <summary>
    /// The size for a run: smaller the more images there are, so that up to 30,000 take no more than 90 MB.
    /// </summary>
    /// <param name="images">Images of the run, at least 1.</param>
    public static StripSize For(int images) => new(
        images switch { <= 1_000 => 160, <= 10_000 => 96, _ => 64 },
        Math.Clamp(MostOfAll / Math.Max(images, 1), LeastOfOne, MostOfOne));
}
