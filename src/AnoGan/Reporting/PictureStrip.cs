using System.Runtime.InteropServices;
using AnoGan.Imaging;
using AnoGan.Scoring;

namespace AnoGan.Reporting;

/// <summary>Small copies of pictures of one size, side by side: as in the figures of the AnoGAN paper.</summary>
/// <param name="side">Side in pixels of the square that each copy fits in, at least 1; smaller pictures are not enlarged.</param>
internal sealed class PictureStrip(int side)
{
    // Up to this side pixels are seen one by one, and would be smeared.
    private const int LosslessSide = 48;

    private readonly List<PixelImage> _cells = [];

    /// <summary>Side in pixels for a run: smaller the more images there are, so that a report stays within some 60 MB.</summary>
    /// <param name="images">Images of the run.</param>
    public static int SideFor(int images) => images switch { <= 1_000 => 160, <= 10_000 => 96, _ => 64 };

    /// <summary>Adds a copy to the right; the picture is not kept.</summary>
    /// <param name="picture">A picture of any depth, as large as the others.</param>
    /// <param name="regions">Defects to frame on the copy, where frames of the picture's own would fade.</param>
    public void Add(PixelImage picture, IReadOnlyList<DefectRegion>? regions = null)
    {
        PixelImage cell = Shrink(picture);
        double across = (double)cell.Width / picture.Width, down = (double)cell.Height / picture.Height;
        RegionFrames.Draw(cell, [.. (regions ?? []).Select(region => Scale(region, across, down))]);
        _cells.Add(cell);
    }

    /// <summary>The same, to the left of all others.</summary>
    /// <param name="picture">As in <see cref="Add"/>.</param>
    public void AddFirst(PixelImage picture) => _cells.Insert(0, Shrink(picture));

    /// <summary>Writes the strip.</summary>
    /// <param name="path">The WebP file; its folder is made as needed.</param>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public void Write(string path) =>
        ImageCodec.WriteWebP(path, Join(), isLossless: Math.Max(_cells[0].Width, _cells[0].Height) <= LosslessSide);

    /// <summary>The copies side by side.</summary>
    public PixelImage Join()
    {
        int width = _cells[0].Width, height = _cells[0].Height, row = width * 3;
        byte[] data = new byte[_cells.Count * row * height];
        for (int n = 0; n < _cells.Count; n++)
        {
            for (int y = 0; y < height; y++)
                _cells[n].Data.AsSpan(y * row, row).CopyTo(data.AsSpan((y * _cells.Count + n) * row));
        }

        return new PixelImage(_cells.Count * width, height, 3, 8, data);
    }

    private PixelImage Shrink(PixelImage picture)
    {
        double scale = Math.Min(1, (double)side / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)Math.Round(picture.Width * scale)), height = Math.Max(1, (int)Math.Round(picture.Height * scale));
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
